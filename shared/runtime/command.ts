/**
 * The words of the `penstock` command. A door exports its words as data from `functions/<door>/commands/index.ts`;
 * the command line (`cli/`) parses flags, prints help and results, and chooses the exit code, alike for all of them.
 */

import type { Clock } from './clock.ts';
import type { Config, Environment, Setting, Settings } from './config.ts';

/**
 * A command. Its flags are settings whose `variable` is the flag's name without dashes; `flag()` makes a switch. The
 * command line itself adds `--help`, `--json`, `--quiet`, `--project` and, where the command writes, `--dry-run`.
 *
 * @example
 * export const plan = command({
 *   name: 'plan',
 *   about: 'Shows what a load would do',
 *   operands: [{ name: 'object', about: 'the success object, gs://bucket/name' }],
 *   flags: { limit: integer('limit', { about: 'files shown at most', default: 100, min: 1, max: 10_000 }) },
 *   writes: false,
 *   run: async (call) => (await import('./plan.ts')).plan(call),
 * });
 */
export interface Command<F extends Settings = Settings> {
  readonly name: string;
  /** One line for the list of commands, without a full stop. */
  readonly about: string;
  /** More for the command's own help, in plain paragraphs. */
  readonly details?: string;
  readonly operands?: readonly Operand[];
  readonly flags: F;
  readonly examples?: readonly { readonly command: string; readonly about: string }[];
  /** True where it changes something: the command line then adds `--dry-run`, and `call.dryRun` must be honoured. */
  readonly writes: boolean;
  /** Keep heavy imports inside, so that help stays fast. `partial` says that something was rejected (exit code 3). */
  readonly run: (call: Call<F>) => Promise<CommandOutcome | undefined>;
}

export interface CommandGroup {
  readonly name: string;
  readonly about: string;
  readonly commands: readonly (Command | CommandGroup)[];
}

export type CommandOutcome = 'done' | 'partial';

/** A word without dashes: `gs://bucket/object`, a window's name. */
export interface Operand {
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
  /** Takes all the words that are left; only the last operand may. */
  readonly many?: boolean;
}

/** The input of a running command. */
export interface Call<F extends Settings = Settings> {
  readonly flags: Config<F>;
  /** The operands, keyed by name; one with `many` is a list. */
  readonly operands: Readonly<Record<string, string>>;
  /** The words of the operand with `many`. */
  readonly rest: readonly string[];
  /** `--project`, else GOOGLE_CLOUD_PROJECT; throws CONFIG_INVALID where neither is given. */
  readonly project: () => string;
  readonly dryRun: boolean;
  /** The environment decides, as in a function, whether Google or the local cloud is talked to. */
  readonly env: Environment;
  readonly clock: Clock;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly print: Printer;
  /** Results are wanted as JSON; `print` already heeds it. */
  readonly json: boolean;
  /** The last line for people, on standard output; nothing with `--json`. */
  readonly summary: (text: string) => void;
  /** Standard error, at most a line a second, and only where a person watches. The final count belongs to `print`. */
  readonly progress: (text: string) => void;
  /** Standard error, always: something the user should know that is no result. */
  readonly warn: (text: string) => void;
}

/** Results go to standard output: text for people, or with `--json` one JSON object a line. */
export interface Printer {
  /** One result. `text` is what a person reads; where it is missing, `key: value` lines of the record. */
  record(record: Readonly<Record<string, unknown>>, text?: string): void;
  /** Rows under a heading of their keys; with `--json` one object a row. `columns` names them where no row may come. */
  table(rows: readonly Readonly<Record<string, unknown>>[], columns?: readonly string[]): void;
}

/** Keeps the types of a command's flags while it joins a list of commands. */
export function command<const F extends Settings>(definition: Command<F>): Command {
  return definition as unknown as Command;
}

/** Makes a flag optional: undefined where it is not given. */
export function optional<T>(setting: Setting<T>): Setting<T | undefined> {
  return { ...setting, fallback: { value: undefined, shown: '' } };
}
