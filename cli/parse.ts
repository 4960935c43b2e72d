/** Reads the words behind a command: flags anywhere, operands in their order, and every problem at once. */

import type { Command } from '@penstock/shared/runtime/command.ts';
import { type Config, flag, readConfig, type Settings, text } from '@penstock/shared/runtime/config.ts';
import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { nearest } from '@penstock/shared/runtime/nearest.ts';
import { UsageError } from './usage-error.ts';

/** The flags that every command has. */
export const COMMON_FLAGS = {
  help: flag('help', { about: 'this text', default: false }),
  json: flag('json', { about: 'results as JSON, one object a line', default: false }),
  quiet: flag('quiet', { about: 'no progress, and no line for each event', default: false }),
  local: flag('local', {
    about: 'the local cloud at its default addresses, where the environment names none',
    default: false,
  }),
  project: text('project', {
    about: 'the project; default GOOGLE_CLOUD_PROJECT',
    default: '',
    allowed: 'a project id',
  }),
} as const;

const DRY_RUN = { dryRun: flag('dry-run', { about: 'says what would be done, and does nothing', default: false }) };

/** All flags of a command: its own, the common ones, and `--dry-run` where it writes. */
export function flagsOf(command: Command): Settings {
  return { ...command.flags, ...(command.writes ? DRY_RUN : {}), ...COMMON_FLAGS };
}

export interface Parsed {
  readonly flags: Config<Settings>;
  readonly common: Config<typeof COMMON_FLAGS>;
  readonly dryRun: boolean;
  readonly operands: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

/** Throws one UsageError that lists everything that is wrong. */
export function parse(command: Command, words: readonly string[]): Parsed {
  const settings = flagsOf(command);
  const problems: string[] = [];
  const { given, plain } = split(words, settings, problems);
  if (given.has('help')) return helpOnly();
  const { operands, rest } = takeOperands(command, plain, problems);
  const flags = takeFlags(given, settings, problems);
  if (flags === undefined || problems.length > 0) throw new UsageError(problems.join('\n'));
  return {
    flags,
    common: flags as Config<typeof COMMON_FLAGS>,
    dryRun: flags.dryRun === true,
    operands,
    rest,
  };
}

function helpOnly(): Parsed {
  const common = { ...readConfig({}, COMMON_FLAGS), help: true };
  return { flags: common, common, dryRun: false, operands: {}, rest: [] };
}

interface Split {
  readonly given: ReadonlyMap<string, string>;
  readonly plain: readonly string[];
}

function split(words: readonly string[], settings: Settings, problems: string[]): Split {
  const known = new Map(Object.values(settings).map((setting) => [setting.variable, setting]));
  const given = new Map<string, string>();
  const plain: string[] = [];
  const left = words.values();
  for (const word of left) {
    if (word === '--') {
      plain.push(...left);
      break;
    }
    if (word === '-h') given.set('help', 'true');
    else if (!word.startsWith('-') || word === '-') plain.push(word);
    else {
      const [name, value] = flagIn(word);
      const setting = known.get(name);
      if (setting === undefined) problems.push(unknownFlag(word.split('=', 1)[0] as string, name, [...known.keys()]));
      else if (given.has(name)) problems.push(`--${name} is given twice: keep one.`);
      else given.set(name, value ?? (setting.isSwitch ? 'true' : (left.next().value ?? '')));
    }
  }
  return { given, plain };
}

function flagIn(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  const name = word.slice(0, at === -1 ? undefined : at).replace(/^--/, '');
  return [name, at === -1 ? undefined : word.slice(at + 1)];
}

function unknownFlag(shown: string, name: string, known: readonly string[]): string {
  const meant = nearest(name.replace(/^-+/, ''), known);
  return `There is no flag ${shown}${meant === undefined ? '' : `; did you mean --${meant}?`}`;
}

function takeOperands(command: Command, plain: readonly string[], problems: string[]) {
  const wanted = command.operands ?? [];
  const operands: Record<string, string> = {};
  let rest: readonly string[] = [];
  for (const [at, operand] of wanted.entries()) {
    const value = plain[at];
    if (value === undefined && !operand.optional) problems.push(`${operand.name} is missing: ${operand.about}.`);
    if (value !== undefined) operands[operand.name] = value;
    if (operand.many) rest = plain.slice(at);
  }
  const extra = wanted.at(-1)?.many ? [] : plain.slice(wanted.length);
  if (extra.length > 0) problems.push(`There is no place for ${extra.join(' ')}: quote a word with spaces.`);
  return { operands, rest };
}

function takeFlags(
  given: ReadonlyMap<string, string>,
  settings: Settings,
  problems: string[],
): Config<Settings> | undefined {
  for (const [name, value] of given) if (value === '') problems.push(`--${name} needs a value.`);
  try {
    return readConfig(Object.fromEntries(given), settings, { title: '', named: (variable) => `--${variable}` });
  } catch (error) {
    problems.push(
      ...messageOf(error)
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/^ {2}- /, '')),
    );
    return undefined;
  }
}
