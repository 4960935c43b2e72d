/** Loads and windows by their ledgers, and the words of the command that act on them. */

import { get, send } from '../http.ts';
import type { PageOf } from '../paged.ts';

export interface LedgerEntry<V> {
  readonly kind: 'load' | 'window';
  readonly id: string;
  readonly bucket: string;
  readonly object: string;
  readonly generation: string;
  readonly updatedMs: number;
  readonly value: V;
}

/** The parts of a load's ledger that the page shows. */
export interface LoadValue {
  readonly state: string;
  readonly success: { readonly bucket: string; readonly name: string; readonly generation: string };
  readonly destination?: { readonly datasetId: string; readonly tableId: string; readonly decorator?: string };
  readonly manifest?: { readonly files: number; readonly bytes: number; readonly name: string };
  readonly config?: Readonly<Record<string, unknown>>;
  readonly parts?: readonly Part[];
  readonly publication?: { readonly attempt: number; readonly failures: number; readonly status: string };
  readonly problem?: Problem;
  readonly rows?: number;
  readonly notBeforeMs?: number;
  readonly times?: Readonly<Record<string, number>>;
}

export interface Part {
  readonly files: number;
  readonly bytes: number;
  readonly attempt: number;
  readonly failures: number;
  readonly status: string;
  readonly rows?: number;
  readonly badRecords?: number;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly jobId?: string;
  readonly atMs?: number;
  readonly details?: readonly { readonly reason: string; readonly location: string; readonly message: string }[];
}

/** The parts of a window's ledger that the page shows. */
export interface WindowValue {
  readonly epoch?: number;
  readonly lease?: { readonly owner?: string; readonly expiresMs?: number; readonly untilMs?: number } | null;
  readonly value: {
    readonly window: { readonly from: string; readonly to: string };
    readonly state: string;
    readonly plan: {
      readonly rows: number;
      readonly rejected: number;
      readonly pages: number;
      readonly batches: number;
      readonly bytes: number;
    } | null;
    readonly segments: readonly { readonly stream: string; readonly from: number; readonly rows: number | null }[];
    readonly refused: readonly number[];
    readonly runs: number;
    readonly notBeforeMs: number;
    readonly failure: { readonly code: string; readonly message: string } | null;
  };
}

export async function loads(from: string, match: string): Promise<PageOf<LedgerEntry<LoadValue>>> {
  const page = await get<PageOf<LedgerEntry<LoadValue>>>('/api/ledgers', { kind: 'load', from, match });
  return { ...page, rows: page.rows.filter(({ value }) => value.success !== undefined) };
}

export async function windows(from: string, match: string): Promise<PageOf<LedgerEntry<WindowValue>>> {
  const page = await get<PageOf<LedgerEntry<WindowValue>>>('/api/ledgers', { kind: 'window', from, match });
  return { ...page, rows: page.rows.filter(({ value }) => value.value?.window !== undefined) };
}

/** One ledger by its id; null where there is none. */
export async function ledger<V>(kind: 'load' | 'window', id: string): Promise<LedgerEntry<V> | null> {
  const { rows } = await get<PageOf<LedgerEntry<V>>>('/api/ledgers', { kind, id });
  return rows[0] ?? null;
}

export interface CommandResult {
  readonly code: number;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly message: string;
}

/** Runs a word of the command; one that failed is an error with what the command said. */
export async function command(verb: string, on: string, more: readonly string[] = []): Promise<CommandResult> {
  const result = await send<CommandResult>('POST', '/api/ledgers/command', { verb, on, more });
  // 3 says that the work was done and something is left: its records tell what.
  if (result.code !== 0 && result.code !== 3)
    throw new Error(result.message || `The command ended with ${result.code}.`);
  return result;
}

export function placeOf({ success: { bucket, name, generation } }: LoadValue): string {
  return `gs://${bucket}/${name}#${generation}`;
}
