/** Finds the command that the words name, runs it, and says how it ended. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Command, CommandGroup } from '@penstock/shared/runtime/command.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { nearest } from '@penstock/shared/runtime/nearest.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { commandHelp, groupHelp, topHelp } from './help.ts';
import { localVariables } from './local-variables.ts';
import { jsonPrinter, textPrinter, type Write } from './output.ts';
import { type Parsed, parse } from './parse.ts';
import { jsonProgress, NO_PROGRESS, PROGRESS_VARIABLE, type Progress, terminalProgress } from './progress.ts';
import { UsageError } from './usage-error.ts';
import type { Word } from './words.ts';

export interface Io {
  readonly env: Environment;
  readonly out: Write;
  readonly error: Write;
  /** Whether a person watches standard error. */
  readonly isTerminal: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly version: string;
  /** Puts the variables of `--local` where clients read them by themselves. */
  readonly setEnvironment?: (env: Environment) => void;
}

/** Returns the exit code. */
export async function run(words: readonly string[], known: readonly Word[], io: Io): Promise<number> {
  try {
    return await dispatch(words, known, io);
  } catch (error) {
    if (error instanceof UsageError) io.error(`${error.message}\n`);
    else tell(error, words.includes('--json'), io);
    return exitCodeOf(error, io.signal);
  }
}

async function dispatch(words: readonly string[], known: readonly Word[], io: Io): Promise<number> {
  const [first] = words;
  if (first === '--version') io.out(`${io.version}\n`);
  else if (first === undefined || first === 'help' || first === '--help' || first === '-h')
    io.out(`${topHelp(known)}\n`);
  else return runWord(words, known, io);
  return EXIT.done;
}

async function runWord([first = '', ...left]: readonly string[], known: readonly Word[], io: Io): Promise<number> {
  const word = known.find(({ name }) => name === first);
  if (word === undefined) throw unknownWord([], first, known);
  let found: Command | CommandGroup = await word.load();
  const path = [first];
  while ('commands' in found) {
    const next = left.shift();
    if (next === undefined || next === '--help' || next === '-h') {
      io.out(`${groupHelp(path, found)}\n`);
      return next === undefined ? EXIT.usage : EXIT.done;
    }
    const inside: Command | CommandGroup | undefined = found.commands.find(({ name }) => name === next);
    if (inside === undefined) throw unknownWord(path, next, found.commands);
    found = inside;
    path.push(next);
  }
  return runCommand(path, found, left, io);
}

function unknownWord(path: readonly string[], word: string, known: readonly { readonly name: string }[]): UsageError {
  const names = known.map(({ name }) => name);
  const meant = nearest(word, names);
  const hint = meant === undefined ? `there are ${names.join(', ')}.` : `did you mean ${meant}?`;
  return new UsageError(`There is no command ${['penstock', ...path, word].join(' ')}; ${hint}`);
}

async function runCommand(
  path: readonly string[],
  command: Command,
  words: readonly string[],
  io: Io,
): Promise<number> {
  const parsed = parsedOf(path, command, words);
  if (parsed.common.help) {
    io.out(`${commandHelp(path, command)}\n`);
    return EXIT.done;
  }
  const { json, quiet, local, project } = parsed.common;
  const env: Environment = local ? { ...localVariables(), ...given(io.env) } : io.env;
  if (local) io.setEnvironment?.(env);
  const progress = quiet ? NO_PROGRESS : progressOf(io);
  const out = (text: string): void => {
    progress.clear();
    io.out(text);
  };
  try {
    const outcome = await command.run({
      flags: parsed.flags,
      operands: parsed.operands,
      rest: parsed.rest,
      project: () => projectOf(project, env),
      dryRun: parsed.dryRun,
      env,
      clock: io.clock,
      signal: io.signal,
      print: json ? jsonPrinter(out) : textPrinter(out),
      json,
      summary: (text) => (json ? undefined : out(`${text}\n`)),
      progress: progress.show,
      warn: warner(progress, io),
    });
    return EXIT[outcome ?? 'done'];
  } finally {
    progress.clear();
  }
}

function progressOf({ isTerminal, env, error, clock }: Io): Progress {
  if (env[PROGRESS_VARIABLE] === 'json') return jsonProgress(error, clock);
  return isTerminal ? terminalProgress(error, clock) : NO_PROGRESS;
}

function parsedOf(path: readonly string[], command: Command, words: readonly string[]): Parsed {
  try {
    return parse(command, words);
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\npenstock ${path.join(' ')} --help tells what there is.`);
  }
}

function warner(progress: Progress, io: Io): (text: string) => void {
  return (text) => {
    progress.clear();
    io.error(`${text}\n`);
  };
}

/** An empty variable counts as absent, as everywhere else. */
function given(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function projectOf(flag: string, env: Environment): string {
  const project = flag || env.GOOGLE_CLOUD_PROJECT || '';
  if (project === '') throw new UsageError('No project: give --project, or set GOOGLE_CLOUD_PROJECT.');
  return project;
}

function tell(error: unknown, json: boolean, io: Io): void {
  const known = error instanceof PenstockError ? error : undefined;
  const record = { code: known?.code ?? 'INTERNAL', kind: known?.kind ?? 'permanent', message: messageOf(error) };
  if (json) io.error(`${JSON.stringify({ error: record })}\n`);
  else io.error(`${known === undefined ? record.message : `${record.code}: ${record.message}`}\n`);
}
