/**
 * Decides the next step from a window's ledger. Pure. The holder of the lease asks again after every step, so that a run
 * that begins the window and a run that takes it over follow the same path.
 */

import { landedRows, nextRow, type Plan, type WindowRecord } from './window-ledger.ts';

export type Step =
  /** The window is settled. */
  | { readonly do: 'nothing' }
  /** End the stream of the run before: its appends fail from now on, and the rows it holds are counted. */
  | { readonly do: 'fence'; readonly stream: string }
  /** List the source and spool its rows. */
  | { readonly do: 'spool' }
  /** Send the plan from this row on, by a new stream. */
  | { readonly do: 'send'; readonly plan: Plan; readonly from: number }
  /** All rows of the plan have landed. */
  | { readonly do: 'finish'; readonly plan: Plan }
  /** The ledger contradicts the table. */
  | { readonly do: 'stop'; readonly why: string };

/**
 * @example
 * nextStep(newWindow({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:10:00.000Z' })); // { do: 'spool' }
 */
export function nextStep(record: WindowRecord): Step {
  if (record.state !== 'open') return { do: 'nothing' };
  const last = record.segments.at(-1);
  // Before anything else: until the old stream is finalized, its owner may still append, and its rows are not known.
  if (last !== undefined && last.rows === null) return { do: 'fence', stream: last.stream };
  const { plan, refused } = record;
  if (plan === null) return { do: 'spool' };
  const landed = landedRows(record);
  const wanted = plan.rows - refused.length;
  if (landed > wanted)
    return { do: 'stop', why: `the streams hold ${landed} rows and the plan has ${wanted}: look into the table` };
  return landed === wanted ? { do: 'finish', plan } : { do: 'send', plan, from: nextRow(record) };
}
