/** `penstock config check`: every problem of files and environments. */

import type { ConfigFileKind } from '@penstock/shared/config/door-configuration.ts';
import { pathText } from '@penstock/shared/config/path.ts';
import { type ConfigProblem, problemText } from '@penstock/shared/config/problem.ts';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { configurationOf, type DoorName } from '../../doors.ts';
import { UsageError } from '../../usage-error.ts';
import { givenEnvironment, unknownVariables } from './environment.ts';
import { allKinds, kindOf } from './kinds.ts';
import { isConfigFile, openPlace, type Place } from './places.ts';

export interface ConfigFlags {
  readonly door: DoorName | undefined;
  readonly envFile: string | undefined;
  readonly kind: string | undefined;
}

export type ConfigCall = Pick<
  Call,
  'env' | 'clock' | 'print' | 'summary' | 'warn' | 'operands' | 'rest' | 'project'
> & {
  readonly flags: ConfigFlags;
};

/** A check in progress. */
interface Tally {
  readonly tell: (problem: ConfigProblem) => void;
  readonly note: (place: string, problem: string) => void;
  checked: number;
  problems: number;
}

/** Throws CONFIG_INVALID after the last problem, so that the exit code says it. */
export async function check(call: ConfigCall): Promise<'done'> {
  const { flags, rest, summary } = call;
  if (rest.length === 0 && flags.door === undefined)
    throw new UsageError('Nothing to check: name files, a folder or gs://bucket/prefix, or a function with --door.');
  const tally = openTally(call);
  if (flags.door !== undefined) await checkEnvironment(call, flags.door, tally);
  for (const text of rest) await checkPlace(call, text, tally);
  const told = `${tally.problems} ${tally.problems === 1 ? 'problem' : 'problems'}, ${tally.checked} checked`;
  if (tally.problems > 0) throw new PenstockError('CONFIG_INVALID', told);
  summary(told);
  return 'done';
}

function openTally({ print }: ConfigCall): Tally {
  const seen = new Set<string>();
  const once = (text: string, record: Readonly<Record<string, unknown>>): void => {
    // A level above several directories is merged for each of them.
    if (seen.has(text)) return;
    seen.add(text);
    tally.problems += 1;
    print.record(record, text);
  };
  const tally: Tally = {
    checked: 0,
    problems: 0,
    tell: (problem) => {
      const { place, path, found, allowed, nearest } = problem;
      once(problemText(problem), { ...place, path: pathText(path), found, allowed, ...(nearest && { nearest }) });
    },
    note: (place, problem) => once(`${place}: ${problem}`, { name: place, problem }),
  };
  return tally;
}

async function checkEnvironment({ flags, env }: ConfigCall, door: DoorName, tally: Tally): Promise<void> {
  const configuration = await configurationOf(door);
  const given = await givenEnvironment(flags.envFile, env);
  tally.checked += 1;
  for (const problem of unknownVariables(given, configuration)) tally.note(given.origin, problem);
  try {
    await configuration.read(given.env);
  } catch (error) {
    if (!(error instanceof PenstockError)) throw error;
    const [title, ...lines] = messageOf(error).split('\n');
    for (const line of lines.length === 0 ? [title as string] : lines)
      tally.note(given.origin, line.replace(/^ {2}- /, ''));
  }
}

async function checkPlace(call: ConfigCall, text: string, tally: Tally): Promise<void> {
  const kinds = await allKinds();
  const place = await openPlace(text, call.clock);
  try {
    const files = place.names.filter(isConfigFile);
    if (files.length === 0) throw new UsageError(`${text} holds no file that ends in .json, .yaml or .yml.`);
    const skipped: string[] = [];
    for (const name of files) {
      const bytes = await place.files.objects.read(place.files.bucket, name);
      const kind = kinds.find((one) => one.name === call.flags.kind) ?? kindOf(kinds, name, bytes.toString('utf8'));
      if (kind === undefined) skipped.push(place.files.shown(name));
      else await checkFile(kind, bytes, place.files.shown(name), tally);
    }
    if (skipped.length > 0) tellSkipped(call, skipped, files.length, kinds);
    await checkTrees(call, place, tally);
  } finally {
    await place.close();
  }
}

async function checkFile(kind: ConfigFileKind, bytes: Buffer, name: string, tally: Tally): Promise<void> {
  const read = await kind.read(bytes, name);
  tally.checked += 1;
  if (!('problems' in read)) return;
  // A file that cannot be read at all has no place.
  for (const problem of read.problems) tally.tell({ place: { name, line: 1, column: 1 }, ...problem });
}

function tellSkipped(
  { warn }: ConfigCall,
  skipped: readonly string[],
  files: number,
  kinds: readonly ConfigFileKind[],
): void {
  const names = kinds.map(({ name }) => name).join(', ');
  if (skipped.length === files && files === 1)
    throw new UsageError(`${skipped[0]} looks like none of ${names}: say with --kind which it is.`);
  const shown = skipped.slice(0, 5).join(', ');
  const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : '';
  warn(`Passed over, because they look like none of ${names}: ${shown}${more}`);
}

/** Merges the levels for each directory that has a folder of configuration, or files below one. */
async function checkTrees({ env }: ConfigCall, { names, files }: Place, tally: Tally): Promise<void> {
  const { tree } = await configurationOf('loader');
  if (tree === undefined) return;
  const inside = (name: string): boolean => `/${name}`.includes(`/${tree.folder}`);
  const levels = new Set(names.filter(inside).map((name) => name.slice(0, `/${name}`.indexOf(`/${tree.folder}`))));
  if (levels.size === 0) return;
  const below = names.filter((name) => !inside(name)).map((name) => name.slice(0, name.lastIndexOf('/') + 1));
  for (const directory of new Set([...levels, ...below])) {
    tally.checked += 1;
    try {
      const { problems, notes, values } = await tree.settle(files, `${directory}_SUCCESS`, env);
      for (const problem of problems) tally.tell(problem);
      // A directory whose path means no table is only on the way to one.
      if (values[0]?.path[0] === 'destination') for (const note of notes) tally.note(files.shown(directory), note);
    } catch (error) {
      if (!(error instanceof PenstockError) || error.kind === 'transient') throw error;
      tally.note(files.shown(directory), messageOf(error));
    }
  }
}
