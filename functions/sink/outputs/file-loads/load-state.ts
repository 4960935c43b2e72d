/** The ledger of one table in FILE_LOADS: the plan in progress, and the messages that were planned lately. */

import type { ObjectInfo } from '@penstock/shared/storage/objects.ts';

export interface PlannedFile {
  readonly name: string;
  readonly generation: string;
}

/** Files that one job loads. `key` makes the job's id; halves of a group that failed have its key and a digit more. */
export interface Group {
  readonly key: string;
  readonly files: readonly PlannedFile[];
  /** From 1; the id of an attempt that failed stays used. Recorded before it is submitted. */
  readonly attempt: number;
}

export interface Plan {
  readonly number: number;
  /** Still to be loaded, in order. */
  readonly groups: readonly Group[];
  /** Deleted when every group is loaded: staged files, and those made from them. */
  readonly files: readonly PlannedFile[];
}

/** The keys of one plan's messages, in a file of their own. */
export interface SeenPart {
  readonly name: string;
  readonly generation: string;
  readonly count: number;
  /** The planner's time. */
  readonly atMs: number;
}

export interface LoadState {
  /** The number of the last plan. */
  readonly number: number;
  readonly plan: Plan | null;
  readonly seen: readonly SeenPart[];
}

export const NOTHING_LOADED: LoadState = { number: 0, plan: null, seen: [] };

/** Only this program writes it; what is checked is that it is one at all. */
export function parseLoadState(stored: unknown): LoadState {
  const { number, plan, seen } = (stored ?? {}) as Partial<Record<keyof LoadState, unknown>>;
  if (!Number.isSafeInteger(number) || !Array.isArray(seen) || typeof plan !== 'object') {
    throw new TypeError('the ledger of a table has `number`, `plan` and `seen`');
  }
  return stored as LoadState;
}

export function fileOf({ name, generation }: ObjectInfo): PlannedFile {
  return { name, generation };
}

/** Splits a group that was refused into two groups; undefined for a single file. */
export function halves({ key, files }: Group): readonly [Group, Group] | undefined {
  if (files.length < 2) return undefined;
  const middle = files.length >> 1;
  return [
    { key: `${key}0`, files: files.slice(0, middle), attempt: 1 },
    { key: `${key}1`, files: files.slice(middle), attempt: 1 },
  ];
}

/** The state with the first group replaced. */
export function withFirst(state: LoadState, groups: readonly Group[], made: readonly PlannedFile[] = []): LoadState {
  const plan = state.plan as Plan;
  return { ...state, plan: { ...plan, groups: [...groups, ...plan.groups.slice(1)], files: [...plan.files, ...made] } };
}
