/** Runs `penstock puller backfill`: makes the clients, pulls the windows, and says what came of them. */

import { randomUUID } from 'node:crypto';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { type ErrorCode, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createSecretReader } from '@penstock/shared/runtime/secrets.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { backfill, type EndedWindow } from '../backfill/backfill.ts';
import { checkRange, countOf, iso, type Range, rangeOf, windowsOf } from '../backfill/range.ts';
import { checkBorders, survey } from '../backfill/survey.ts';
import type { WindowOutcome } from '../outcome.ts';
import type { WindowRun } from '../run-window.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import { windowPolicyOf } from '../source-file/window-policy.ts';
import { sourceRun } from '../source-run.ts';
import { loadSourceFiles } from '../sources.ts';
import type { BackfillFlags } from './backfill-flags.ts';

export type BackfillCall = Omit<Call, 'flags'> & { readonly flags: BackfillFlags };

export async function backfillRange(call: BackfillCall): Promise<'done' | 'partial'> {
  const { flags, operands, clock } = call;
  const file = await fileNamed(operands.source as string, flags.sources);
  const policy = windowPolicyOf(file.window);
  const range = rangeOf(policy, Date.parse(flags.from), Date.parse(flags.to));
  checkRange(file, policy, range, clock.now());
  return withRun(call, file, async (run) => {
    const names = await checkBorders(run, range);
    return call.dryRun ? foretell(call, run, range, names) : pull(call, run, range);
  });
}

async function fileNamed(name: string, folder: string): Promise<SourceFile> {
  const files = await loadSourceFiles(folder);
  const found = files.find((file) => file.name === name);
  if (found !== undefined) return found;
  const names = files.map((file) => file.name).join(', ') || 'none';
  throw new PenstockError('CONFIG_INVALID', `${folder} has no source ${name}; it has ${names}.`);
}

async function withRun<T>(
  { flags, project, clock, env }: BackfillCall,
  file: SourceFile,
  work: (run: WindowRun) => Promise<T>,
): Promise<T> {
  const projectId = project();
  const secrets = createSecretReader({ env, clock });
  const storage = openStorage({ projectId, clock });
  const core = new WriteClient({ clock, endpoint: { emulatorHost: readEmulators(env).bigqueryStorage } });
  const config = { ...flags, allowLoopback: flags.loopback };
  try {
    const run = await sourceRun({ config, projectId, clock, secrets, storage, core }, file);
    return await work({ ...run, runId: `backfill-${randomUUID()}` }).finally(() => run.source.close());
  } finally {
    core.close();
    await storage.close();
    await secrets.close();
  }
}

async function foretell(
  { print, summary }: BackfillCall,
  run: WindowRun,
  range: Range,
  names: readonly string[],
): Promise<'done' | 'partial'> {
  const windows = countOf(run.policy, range);
  const { done, open, failed, held } = await survey(run, names);
  const record = {
    source: run.source.name,
    from: iso(range.fromMs),
    to: iso(range.toMs),
    windows,
    done,
    open,
    failed,
    held,
  };
  print.record(record);
  summary(`${windows - done} of ${windows} windows would be pulled${failed === 0 ? '' : `; ${failed} failed before`}.`);
  return failed === 0 ? 'done' : 'partial';
}

async function pull(call: BackfillCall, run: WindowRun, range: Range): Promise<'done' | 'partial'> {
  const { flags, signal, print, summary, progress } = call;
  const windows = countOf(run.policy, range);
  const totals = { windows, landed: 0, before: 0, failed: 0, left: windows, rows: 0, rejected: 0 };
  const troubles: WindowOutcome[] = [];
  const onWindow = ({ outcome, before }: EndedWindow): void => {
    const { state, rows, rejected } = outcome;
    if (state === 'done') {
      totals.left -= 1;
      totals[before ? 'before' : 'landed'] += 1;
      totals.rows += before ? 0 : rows;
      totals.rejected += before ? 0 : rejected;
    } else if (state === 'failed') {
      totals.left -= 1;
      totals.failed += 1;
    }
    if (state === 'failed') troubles.unshift(outcome);
    else if (state !== 'done') troubles.push(outcome);
    if (!before) print.record({ ...outcome }, textOf(outcome));
    progress(`${windows - totals.left} of ${windows} windows, ${totals.rows} rows`);
  };
  const { parallel, wait: waitMs, keepGoing } = flags;
  await backfill(run, {
    windows: windowsOf(run.policy, range),
    parallel,
    waitMs,
    keepGoing,
    stop: signal,
    onWindow,
  });
  const { landed, before, failed, left, rows, rejected } = totals;
  if (call.json) print.record({ source: run.source.name, from: iso(range.fromMs), to: iso(range.toMs), ...totals });
  summary(
    `${landed} of ${windows} windows landed with ${rows} rows, ${rejected} rejected; ${before} had landed before.`,
  );
  const [worst] = troubles;
  if (worst?.state === 'failed') {
    const message = `${failed} windows failed and ${left} are left. The last: ${worst.from} ${worst.message}`;
    throw new PenstockError(worst.code as ErrorCode, message, { kind: 'permanent' });
  }
  if (left > 0) {
    const why = worst?.message === undefined ? '' : ` ${worst.from}: ${worst.message}.`;
    throw new PenstockError('ABORTED', `${left} windows are left.${why} The same command goes on with them.`, {
      kind: 'transient',
    });
  }
  return rejected > 0 ? 'partial' : 'done';
}

function textOf({ from, state, rows, rejected, pages, message }: EndedWindow['outcome']): string {
  const counts = `${from}  ${state}  ${rows} rows of ${pages} pages, ${rejected} rejected`;
  return message === undefined ? counts : `${counts}  ${message}`;
}
