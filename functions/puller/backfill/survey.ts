/** Looks at the ledgers of a range before anything is pulled. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Leased } from '@penstock/shared/storage/lease.ts';
import type { Entry } from '@penstock/shared/storage/ledger.ts';
import { ledgerName } from '../landed-keys.ts';
import type { WindowRun } from '../run-window.ts';
import type { Window } from '../window.ts';
import { borderAfter } from '../window.ts';
import type { WindowRecord } from '../window-ledger.ts';
import type { Range } from './range.ts';

type SurveyRun = Pick<WindowRun, 'ledger' | 'policy' | 'source'>;

/** Ledgers that are read at once. */
const READS = 16;

export interface Survey {
  /** Windows of the range that have a ledger, by their state. */
  readonly done: number;
  readonly open: number;
  readonly failed: number;
  /** Windows that a run holds at this moment, among the open ones. */
  readonly held: number;
}

/**
 * Throws CONFLICT where a window of another length reaches into the range: its rows have landed, or will, and a window of
 * this length beside it would land them again.
 */
export async function checkBorders({ ledger, policy, source }: SurveyRun, range: Range): Promise<readonly string[]> {
  const names: string[] = [];
  let before: string | undefined;
  for await (const page of ledger.list(`${source.name}/`)) {
    for (const { name } of page) {
      const fromMs = startOf(name, source.name);
      if (fromMs < range.fromMs) before = name;
      else if (fromMs < range.toMs) names.push(name);
    }
  }
  const offBorder = names.find((name) => {
    const fromMs = startOf(name, source.name);
    return borderAfter(policy, fromMs - 1) !== fromMs;
  });
  if (offBorder !== undefined) throw otherLength(offBorder);
  const reaching = before === undefined ? undefined : (await ledger.read(before))?.value.value;
  if (reaching !== undefined && Date.parse(reaching.window.to) > range.fromMs) throw otherLength(before as string);
  return names;
}

/** Throws CONFLICT where the window's ledger is of another length. */
export function checkLength(entry: Entry<Leased<WindowRecord>> | undefined, window: Window, source: string): void {
  if (entry !== undefined && entry.value.value.window.to !== window.to)
    throw otherLength(ledgerName(source, window.from));
}

export async function survey(run: SurveyRun, names: readonly string[]): Promise<Survey> {
  const counts = { done: 0, open: 0, failed: 0, held: 0 };
  for (let at = 0; at < names.length; at += READS) {
    const entries = await Promise.all(names.slice(at, at + READS).map((name) => run.ledger.read(name)));
    for (const entry of entries) {
      if (entry === undefined) continue;
      const { value, lease } = entry.value;
      checkLength(entry, { from: value.window.from, to: endOf(run, value.window.from) }, run.source.name);
      counts[value.state] += 1;
      if (value.state === 'open' && lease !== null) counts.held += 1;
    }
  }
  return counts;
}

function endOf({ policy }: SurveyRun, from: string): string {
  return new Date(borderAfter(policy, Date.parse(from))).toISOString();
}

function startOf(name: string, source: string): number {
  return Date.parse(name.slice(source.length + 1));
}

function otherLength(name: string): PenstockError {
  return new PenstockError(
    'CONFLICT',
    `The window ${name} was pulled at another window.length and reaches into this range, so its rows would land twice: choose a range beside it, or give the file its old length.`,
    { kind: 'permanent' },
  );
}
