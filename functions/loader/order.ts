/**
 * Strict order of a table's batches. Each ordered batch is in the table's queue; the table's ledger names the one whose turn
 * it is. Only that one goes on, and the next gets its turn when it has ended. Because a batch ends only after its last job
 * has ended, no job of an earlier batch can still write when a later one begins: that, and the compare-and-set on the
 * ledger, is the fence.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext, Store } from './context.ts';
import { tableKeyOf } from './names.ts';
import { gone, lost } from './not-there.ts';
import { settleConfig } from './plan.ts';
import type { LoadRecord } from './record.ts';
import { destinationOf } from './target.ts';

export interface Queued {
  readonly id: string;
  /** Compared as text. */
  readonly key: string;
}

export interface TableTurn {
  /** `project.dataset.table`. */
  readonly table: string;
  /** Counts the turns. */
  readonly fence: number;
  readonly current?: Queued;
  /** The last batch whose rows are in the table. */
  readonly applied?: Queued;
  readonly paused: boolean;
  /** The last batch waits for an operator to declare it valid. */
  readonly validating: boolean;
}

export type TurnReason = 'gate' | 'paused' | 'validation' | 'behind';

export type Turn =
  | { readonly state: 'mine'; readonly late: boolean }
  /** `next` is the batch that can go on now, where that is another one. */
  | { readonly state: 'wait'; readonly reason: TurnReason; readonly next?: string };

/** Decides the next step of a table's turn, given its queue. Pure. */
export function decideTurn(
  turn: TableTurn,
  me: Queued,
  queue: readonly Queued[],
):
  | { readonly state: 'mine' }
  | { readonly state: 'take'; readonly late: boolean }
  | { readonly state: 'wait'; readonly reason: TurnReason; readonly next?: string } {
  if (turn.current?.id === me.id) return { state: 'mine' };
  if (turn.current !== undefined) return { state: 'wait', reason: 'behind', next: turn.current.id };
  if (turn.paused) return { state: 'wait', reason: 'paused' };
  if (turn.validating) return { state: 'wait', reason: 'validation' };
  const first = queue.reduce((least, queued) => (queued.key < least.key ? queued : least), me);
  if (first.id !== me.id) return { state: 'wait', reason: 'behind', next: first.id };
  return { state: 'take', late: turn.applied !== undefined && turn.applied.key > me.key };
}

export function parseTurn(stored: unknown): TableTurn {
  const { table, fence } = (stored ?? {}) as Partial<Record<keyof TableTurn, unknown>>;
  if (typeof table === 'string' && typeof fence === 'number') return stored as TableTurn;
  throw new PenstockError('INPUT_MALFORMED', 'The ledger of a table’s order holds something else');
}

function queuedOf({ id, order }: LoadRecord): Queued {
  return { id, key: (order as NonNullable<LoadRecord['order']>).key };
}

function nameOf(record: LoadRecord): string {
  return `${tableKeyOf(destinationOf(record))}.json`;
}

function tableOf(record: LoadRecord): string {
  const { projectId, datasetId, tableId } = destinationOf(record);
  return `${projectId}.${datasetId}.${tableId}`;
}

function queuePrefix({ names }: LoaderContext, record: LoadRecord): string {
  return `${names.queue}${tableKeyOf(destinationOf(record))}/`;
}

/** Puts the batch into its table's queue. Done before its ledger is written, so that no batch is planned and not queued. */
export async function enqueue(context: LoaderContext, store: Store, record: LoadRecord): Promise<void> {
  if (record.order === undefined) return;
  const data = Buffer.from(JSON.stringify(queuedOf(record)));
  await context.objects.create(store.bucket, `${queuePrefix(context, record)}${record.id}`, data, {
    contentType: 'application/json',
  });
}

/** Batches that have not ended, in no order. */
export async function queueOf(context: LoaderContext, store: Store, record: LoadRecord): Promise<readonly Queued[]> {
  const queue: Queued[] = [];
  for await (const page of context.objects.list(store.bucket, { prefix: queuePrefix(context, record) })) {
    const read = await Promise.all(page.map(({ name }) => context.objects.read(store.bucket, name).catch(gone)));
    for (const bytes of read) if (bytes !== undefined) queue.push(JSON.parse(bytes.toString('utf8')) as Queued);
  }
  return queue;
}

/** Whether it is this batch's turn; takes the turn where it is free. */
export async function takeTurn(context: LoaderContext, store: Store, record: LoadRecord): Promise<Turn> {
  if (record.order === undefined) return { state: 'mine', late: false };
  const { gateFilename } = context.config;
  const { tablePrefix } = destinationOf(record);
  if (
    gateFilename !== '' &&
    (await context.objects.stat(record.success.bucket, `${tablePrefix}/${gateFilename}`)) === undefined
  ) {
    return { state: 'wait', reason: 'gate' };
  }
  const name = nameOf(record);
  const entry = await store.turns.read(name);
  const turn: TableTurn = entry?.value ?? { table: tableOf(record), fence: 0, paused: false, validating: false };
  const me = queuedOf(record);
  const decision = decideTurn(turn, me, turn.current === undefined ? await queueOf(context, store, record) : []);
  if (decision.state === 'mine') return { state: 'mine', late: record.late === true };
  if (decision.state === 'wait') return decision;
  const taken: TableTurn = { ...turn, current: me, fence: turn.fence + 1 };
  const written = await (entry === undefined
    ? store.turns.create(name, taken)
    : store.turns.update(name, taken, entry.generation)
  ).catch(lost);
  // Another batch of the table was faster: look again later.
  return written === undefined ? { state: 'wait', reason: 'behind' } : { state: 'mine', late: decision.late };
}

/** Gives the turn back after the batch's end, and takes it out of the queue. Returns the batch that is next. */
export async function releaseTurn(
  context: LoaderContext,
  store: Store,
  record: LoadRecord,
  applied: boolean,
): Promise<string | undefined> {
  if (record.order === undefined) return undefined;
  return leaveQueue(context, store, record, { ended: queuedOf(record), applied });
}

/** The same for a batch that has ended, by any batch of its table: a batch that failed as it was planned knows no table. */
export async function leaveQueue(
  context: LoaderContext,
  store: Store,
  record: LoadRecord,
  { ended, applied }: { readonly ended: Pick<Queued, 'id'> & Partial<Queued>; readonly applied: boolean },
): Promise<string | undefined> {
  const name = nameOf(record);
  const { id, key } = ended;
  for (;;) {
    const entry = await store.turns.read(name);
    if (entry?.value.current?.id !== id) break;
    const { current: _ended, ...rest } = entry.value;
    const isLast = applied && key !== undefined && !(rest.applied !== undefined && rest.applied.key > key);
    const last = isLast ? { applied: { id, key } } : {};
    const next = { ...rest, ...last, validating: applied && context.config.waitForValidation };
    if ((await store.turns.update(name, next, entry.generation).catch(lost)) !== undefined) break;
  }
  await context.objects.delete(store.bucket, `${queuePrefix(context, record)}${id}`);
  const [first] = [...(await queueOf(context, store, record))].sort((one, other) => (one.key < other.key ? -1 : 1));
  return first?.id;
}

/** Pauses or resumes a table; resuming also says that what was loaded last is valid. */
export async function setPaused(
  store: Store,
  table: { readonly projectId: string; readonly datasetId: string; readonly tableId: string },
  paused: boolean,
): Promise<void> {
  const name = `${tableKeyOf(table)}.json`;
  for (;;) {
    const entry = await store.turns.read(name);
    const before = entry?.value ?? {
      table: `${table.projectId}.${table.datasetId}.${table.tableId}`,
      fence: 0,
      validating: false,
    };
    const next = { ...before, paused, validating: paused ? before.validating : false };
    const written = await (entry === undefined
      ? store.turns.create(name, next)
      : store.turns.update(name, next, entry.generation)
    ).catch(lost);
    if (written !== undefined) return;
  }
}

/** The table of a file `_BACKFILL` goes on: what was loaded last is valid. */
export async function validate(
  context: LoaderContext,
  store: Store,
  file: { readonly bucket: string; readonly name: string },
): Promise<void> {
  const { destination } = await settleConfig(context, file);
  await setPaused(store, destination, false);
}
