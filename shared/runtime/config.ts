/**
 * Configuration as data: each setting names its variable, its type, its default and what it is for. A function reads its
 * environment once; everything wrong with it is told in one message, and the README's table is made from the same data.
 */

import { PenstockError } from './errors.ts';
import { nearest } from './nearest.ts';

export interface Setting<T> {
  readonly variable: string;
  /** One sentence for the README's table. */
  readonly about: string;
  /** The allowed values, in words: `1 to 1000`, `one of A, B`. */
  readonly allowed: string;
  /** Used where the variable is absent or empty. Without one the variable is required. */
  readonly fallback: { readonly value: T; readonly shown: string } | undefined;
  /** Secrets are never shown, not even when they are wrong. */
  readonly secret: boolean;
  /** Set only where another setting makes it meaningful; set without that, it is an error and not a silence. */
  readonly onlyWith: OnlyWith | undefined;
  /** Returns the value, or throws an Error whose message says what is wrong with `text`. */
  readonly parse: (text: string) => T;
  /** A yes or no: as a flag of a command it takes no value. */
  readonly isSwitch: boolean;
  /** All values, where they are a few words. */
  readonly values?: readonly string[];
}

/** The names of settings in problems: variables of the environment unless the caller says otherwise. */
export interface Telling {
  readonly title: string;
  readonly named: (variable: string) => string;
}

const AS_VARIABLES: Telling = { title: 'The environment is wrong', named: (variable) => variable };

export interface OnlyWith {
  readonly variable: string;
  readonly values: readonly string[];
}

export interface SettingOptions<T> {
  readonly about: string;
  readonly default?: T;
  readonly secret?: boolean;
  readonly onlyWith?: OnlyWith;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Config<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every setting; throws one CONFIG_INVALID that lists all problems by variable, found and allowed. */
export function readConfig<S extends Settings>(
  env: Environment,
  settings: S,
  { title, named }: Telling = AS_VARIABLES,
): Config<S> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  const shown = new Map<string, string>();
  for (const [key, setting] of Object.entries(settings)) {
    const text = env[setting.variable] ?? '';
    shown.set(setting.variable, text === '' ? (setting.fallback?.shown ?? '') : text);
    if (text !== '') {
      try {
        values[key] = setting.parse(text);
      } catch (error) {
        problems.push(`${named(setting.variable)}: found ${show(setting, text)}: ${(error as Error).message}`);
      }
    } else if (setting.fallback !== undefined) {
      values[key] = setting.fallback.value;
    } else {
      problems.push(`${named(setting.variable)}: missing, allowed is ${setting.allowed}`);
    }
  }
  for (const setting of Object.values(settings)) {
    const { onlyWith } = setting;
    if (onlyWith === undefined || (env[setting.variable] ?? '') === '') continue;
    const other = shown.get(onlyWith.variable) ?? env[onlyWith.variable] ?? '';
    if (!onlyWith.values.includes(other)) {
      problems.push(
        `${named(setting.variable)}: set, but it only means something with ${named(onlyWith.variable)}=${onlyWith.values.join(' or ')}` +
          `, and that is ${other === '' ? 'not set' : other}: remove the one or change the other`,
      );
    }
  }
  if (problems.length > 0) {
    throw new PenstockError('CONFIG_INVALID', `${title}:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
  return values as Config<S>;
}

/** The settings as a Markdown table, for the README of the door that has them. */
export function configTable(settings: Settings): string {
  // A bar would end its cell, in code too.
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = Object.values(settings).map(
    (s) =>
      `| \`${s.variable}\` | ${s.fallback ? (s.fallback.shown === '' ? 'empty' : `\`${cell(s.fallback.shown)}\``) : '**required**'} | ${cell(s.allowed)} | ${cell(s.about)} |`,
  );
  return ['| variable | default | allowed | what it does |', '|---|---|---|---|', ...rows].join('\n');
}

export function text(
  variable: string,
  options: SettingOptions<string> & { readonly pattern?: RegExp; readonly allowed?: string },
): Setting<string> {
  const allowed = options.allowed ?? (options.pattern ? `text matching \`${options.pattern.source}\`` : 'text');
  return setting(variable, options, allowed, String, (found) => {
    if (options.pattern && !options.pattern.test(found)) throw new Error(`allowed is ${allowed}`);
    return found;
  });
}

export function integer(
  variable: string,
  options: SettingOptions<number> & { readonly min: number; readonly max: number },
): Setting<number> {
  const allowed = `a whole number from ${options.min} to ${options.max}`;
  return setting(variable, options, allowed, String, (found) => {
    const value = Number(found);
    if (!/^-?\d+$/.test(found) || value < options.min || value > options.max) throw new Error(`allowed is ${allowed}`);
    return value;
  });
}

const DURATION_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `250ms`, `10s`, `5m`, `2h`, `7d`; the value is in milliseconds. */
export function duration(
  variable: string,
  options: SettingOptions<string> & { readonly min: string; readonly max: string },
): Setting<number> {
  const allowed = `a duration from ${options.min} to ${options.max}, like 250ms, 10s, 5m, 2h or 7d`;
  const parse = (found: string): number => {
    const ms = toMs(found);
    if (ms === undefined || ms < (toMs(options.min) as number) || ms > (toMs(options.max) as number)) {
      throw new Error(`allowed is ${allowed}`);
    }
    return ms;
  };
  return withFallbackText(variable, options, allowed, parse);
}

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  KiB: 1024,
  MB: 1e6,
  MiB: 1024 ** 2,
  GB: 1e9,
  GiB: 1024 ** 3,
};

/** `500B`, `64KiB`, `9MB`; the value is in bytes. */
export function bytes(
  variable: string,
  options: SettingOptions<string> & { readonly min: string; readonly max: string },
): Setting<number> {
  const allowed = `a size from ${options.min} to ${options.max}, like 500B, 64KiB or 9MB`;
  const parse = (found: string): number => {
    const size = toBytes(found);
    if (size === undefined || size < (toBytes(options.min) as number) || size > (toBytes(options.max) as number)) {
      throw new Error(`allowed is ${allowed}`);
    }
    return size;
  };
  return withFallbackText(variable, options, allowed, parse);
}

export function oneOf<const T extends string>(
  variable: string,
  values: readonly T[],
  options: SettingOptions<T>,
): Setting<T> {
  const allowed = `one of ${values.map((v) => `\`${v}\``).join(', ')}`;
  const base = setting(variable, options, allowed, String, (found) => {
    const value = values.find((v) => v === found);
    if (value !== undefined) return value;
    const meant = nearest(found, values);
    throw new Error(`allowed is ${allowed}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
  });
  return { ...base, values };
}

export function flag(variable: string, options: SettingOptions<boolean>): Setting<boolean> {
  const base = setting(variable, options, '`true` or `false`', String, (found) => {
    if (found !== 'true' && found !== 'false') throw new Error('allowed is `true` or `false`');
    return found === 'true';
  });
  return { ...base, isSwitch: true };
}

/** Comma-separated, blanks around each item ignored. */
export function list(
  variable: string,
  options: SettingOptions<readonly string[]> & { readonly pattern?: RegExp },
): Setting<readonly string[]> {
  const { pattern } = options;
  const allowed = pattern ? `a comma-separated list, each matching \`${pattern.source}\`` : 'a comma-separated list';
  return setting(
    variable,
    options,
    allowed,
    (value) => value.join(','),
    (found) => {
      const items = found
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      const bad = pattern && items.find((item) => !pattern.test(item));
      if (bad !== undefined) throw new Error(`allowed is ${allowed}`);
      return items;
    },
  );
}

/** JSON text, read by `read`, which throws an Error that says what is wrong. */
export function json<T>(
  variable: string,
  options: SettingOptions<T> & { readonly read: (value: unknown) => T; readonly allowed: string },
): Setting<T> {
  return setting(
    variable,
    options,
    options.allowed,
    (value) => (value === null ? '' : JSON.stringify(value)),
    (found) => {
      let value: unknown;
      try {
        value = JSON.parse(found);
      } catch {
        throw new Error(`it is not JSON; allowed is ${options.allowed}`);
      }
      return options.read(value);
    },
  );
}

function setting<T>(
  variable: string,
  options: SettingOptions<T>,
  allowed: string,
  showValue: (value: T) => string,
  parse: (text: string) => T,
): Setting<T> {
  const value = options.default;
  return {
    variable,
    about: options.about,
    allowed,
    fallback: value === undefined ? undefined : { value, shown: showValue(value) },
    secret: options.secret ?? false,
    onlyWith: options.onlyWith,
    parse,
    isSwitch: false,
  };
}

/** Durations and sizes are written as people write them, also in their defaults. */
function withFallbackText(
  variable: string,
  options: SettingOptions<string>,
  allowed: string,
  parse: (text: string) => number,
): Setting<number> {
  const { default: shown, ...rest } = options;
  const base = setting<number>(variable, rest, allowed, String, parse);
  return shown === undefined ? base : { ...base, fallback: { value: parse(shown), shown } };
}

function toMs(found: string): number | undefined {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(found);
  return match ? Number(match[1]) * (DURATION_MS[match[2] as string] as number) : undefined;
}

function toBytes(found: string): number | undefined {
  const match = /^(\d+)(B|KB|KiB|MB|MiB|GB|GiB)$/.exec(found);
  return match ? Number(match[1]) * (BYTES[match[2] as string] as number) : undefined;
}

/** Long values are cut: the place and the remedy matter, not the whole text. */
function show(s: Setting<unknown>, found: string): string {
  if (s.secret) return 'a secret value';
  return JSON.stringify(found.length > 60 ? `${found.slice(0, 60)}…` : found);
}
