/** Makes a table's next plan: which staged files are loaded, each message once. */

import type { ObjectInfo, Objects } from '@penstock/shared/storage/objects.ts';
import { fileOf, type Group, type LoadState, type PlannedFile } from './load-state.ts';
import { madeName, seenName } from './names.ts';
import { readIfThere } from './read-if-there.ts';
import { agedParts, type SeenMessages } from './seen.ts';
import { keyOfLine, linesOf } from './staged-line.ts';

export interface PlannerOptions {
  readonly objects: Objects;
  readonly bucket: string;
  readonly prefix: string;
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** The time for which a message that comes again is recognised. */
  readonly deduplicateMs: number;
  /** Keys in memory a table; above it the oldest go first. */
  readonly mostKeys: number;
  readonly newId: () => string;
}

export interface Planned {
  readonly state: LoadState;
  readonly rows: number;
  readonly duplicates: number;
  /** Files that the new state no longer names. */
  readonly gone: readonly PlannedFile[];
}

/** Undefined if nothing is staged. The files it writes count only once the state is recorded. */
export async function makePlan(
  options: PlannerOptions,
  table: string,
  before: LoadState,
  staged: readonly ObjectInfo[],
  seen: SeenMessages,
  nowMs: number,
): Promise<Planned | undefined> {
  const chosen = choose(staged, options);
  if (chosen.length === 0) return undefined;
  const { objects, bucket, prefix, deduplicateMs, mostKeys, newId } = options;
  const { kept, gone } = agedParts(before.seen, { nowMs, keepMs: deduplicateMs, mostKeys });
  await seen.load(kept);
  const number = before.number + 1;
  const id = `${number}-${newId()}`;
  const keys = new Set<string>();
  const texts: Buffer[] = [];
  const taken: ObjectInfo[] = [];
  const most = mostOf(mostKeys);
  const loads: PlannedFile[] = [];
  const made: PlannedFile[] = [];
  let duplicates = 0;
  for (const [index, info] of chosen.entries()) {
    if (keys.size >= most) break;
    taken.push(info);
    const bytes = await readIfThere(objects, bucket, info.name, info.generation);
    if (bytes === undefined) continue;
    const { lines, news, rest } = without(bytes, (key) => keys.has(key) || seen.has(key), keys);
    duplicates += rest;
    if (news.length > 0) texts.push(Buffer.from(`${texts.length === 0 ? '' : '\n'}${news.join('\n')}`));
    if (rest === 0) loads.push(fileOf(info));
    else if (lines.length > 0) {
      const file = await create(objects, bucket, madeName(prefix, table, `${id}-${index}`), joined(lines));
      loads.push(file);
      made.push(file);
    }
  }
  const part = await create(objects, bucket, seenName(prefix, table, id), Buffer.concat(texts));
  const groups: readonly Group[] = loads.length === 0 ? [] : [{ key: 'g', files: loads, attempt: 1 }];
  return {
    state: {
      number,
      plan: { number, groups, files: [...taken.map(fileOf), ...made] },
      seen: [...kept, { ...part, count: keys.size, atMs: nowMs }],
    },
    rows: keys.size,
    duplicates,
    gone,
  };
}

/** Keys of one plan at most, whatever the memory may hold: they are one text once they are read again. */
const MOST_KEYS = 4_000_000;

/**
 * The number of messages after which a plan takes no further file. Plans are forgotten whole, so with a quarter of the memory a plan
 * three quarters are always remembered, however many files an outage has left.
 */
function mostOf(mostKeys: number): number {
  return Math.min(Math.ceil(mostKeys / 4), MOST_KEYS);
}

/** The oldest first, as many as one job may load. */
function choose(staged: readonly ObjectInfo[], { maxFiles, maxBytes }: PlannerOptions): readonly ObjectInfo[] {
  const chosen: ObjectInfo[] = [];
  let bytes = 0;
  for (const info of staged) {
    bytes += info.size;
    if (chosen.length > 0 && (chosen.length >= maxFiles || bytes > maxBytes)) break;
    chosen.push(info);
  }
  return chosen;
}

/** The lines whose messages are new; their keys are added to `into`. */
function without(
  bytes: Buffer,
  known: (key: string) => boolean,
  into: Set<string>,
): { readonly lines: readonly Buffer[]; readonly news: readonly string[]; readonly rest: number } {
  const lines: Buffer[] = [];
  const news: string[] = [];
  let rest = 0;
  for (const line of linesOf(bytes)) {
    const key = keyOfLine(line);
    if (known(key)) {
      rest += 1;
      continue;
    }
    into.add(key);
    news.push(key);
    lines.push(line);
  }
  return { lines, news, rest };
}

export function joined(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, LINE_BREAK]));
}

const LINE_BREAK = Buffer.from('\n');

/** If it exists already, an earlier run of the same step has written it. */
export async function create(objects: Objects, bucket: string, name: string, data: Buffer): Promise<PlannedFile> {
  const { info } = await objects.create(bucket, name, data, { contentType: 'application/json' });
  return fileOf(info);
}
