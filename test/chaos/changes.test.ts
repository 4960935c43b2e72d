import assert from 'node:assert/strict';
import { type FaultRule, mulberry32 } from '@penstock/local/core/faults/faults.ts';
import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { RowChange } from '@penstock/shared/bigquery/codec/options.ts';
import { sequenceNumber } from '@penstock/shared/bigquery/write/sequence-number.ts';
import { openTableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import { CUT_CLASSES, CuttingProxy } from '../support/cutting-proxy.ts';
import { startWriteWorld, type WriteWorld } from '../support/write-core.ts';

const only = process.env.PENSTOCK_SEED;
const schedules = process.env.PENSTOCK_SOAK === '1' ? 400 : 12;
const KEYS = 6;
const CHANGES = 60;
/** Longer than a busy machine takes for an append, or no append would ever be in time. */
const TIMEOUT_MS = 1_500;

interface Change extends RowChange {
  /** A DELETE needs the key's columns only. */
  readonly row: JsonRow;
}

type Fault = Omit<FaultRule, 'service' | 'method' | 'resource'>;

describe('changes under every fault', function () {
  this.timeout(300_000);
  let world: WriteWorld;

  before(async () => {
    world = await startWriteWorld({}, { appendTimeoutMs: TIMEOUT_MS });
  });

  after(() => world.close());

  for (const sequenced of [true, false]) {
    const order = sequenced ? 'the highest sequence number' : 'the last to come';
    it(`leave of each key what ${order} says`, async () => {
      const seeds = only ? [Number(only)] : Array.from({ length: schedules / 2 }, (_, index) => index + 1);
      const work = async (): Promise<void> => {
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
          await play(world, seed, sequenced).catch((error: unknown) => {
            throw new Error(`replay with PENSTOCK_SEED=${seed}: ${error}`, { cause: error });
          });
        }
      };
      await Promise.all(Array.from({ length: 6 }, work));
    });
  }
});

async function play(world: WriteWorld, seed: number, sequenced: boolean): Promise<void> {
  const random = mulberry32(seed);
  const whole = (most: number): number => Math.floor(random() * (most + 1));
  const pick = <T>(list: readonly T[]): T => list[whole(list.length - 1)] as T;
  const table = await world.table({ primaryKey: ['id'] });
  const faults: readonly Fault[] = [
    { kind: 'ack-lost' },
    { kind: 'error', code: pick(['UNAVAILABLE', 'INTERNAL']) },
    { kind: 'error', code: 'ABORTED', at: 'during' },
    { kind: 'reset', at: pick(['before', 'during', 'after']) },
    { kind: 'throttle', at: 'during' },
    { kind: 'half-close' },
    { kind: 'goaway', delayMs: whole(10) },
    { kind: 'slow', delayMs: pick([10, TIMEOUT_MS + 60]) },
  ];
  for (let count = whole(4); count > 0; count -= 1) {
    const rule = { ...pick(faults), skip: whole(15), times: 1 + whole(1) };
    world.faults.add({ ...rule, service: 'bigquery-storage', method: 'AppendRows', resource: `/${table.tableId}/` });
  }
  const proxy = await CuttingProxy.start(world.address);
  for (let count = whole(2); count > 0; count -= 1) {
    const cut = pick(Object.values(CUT_CLASSES));
    proxy.plan({ ...cut, ...(cut.from === 'data' ? { skip: whole(12) } : {}) });
  }
  const client = world.newCore({ endpoint: { emulatorHost: proxy.address } });
  const told: number[] = [];
  try {
    const writer = await openTableWriter<number>(client, table, {
      stream: { kind: 'cdc', primaryKey: ['id'], sequenced },
      batch: { maxRows: 1 + whole(7) },
      onDelivered: ({ tokens, superseded }) => void told.push(...tokens, ...superseded),
      onRejected: (refused) => assert.fail(`rejected: ${refused.map(({ error }) => error.message)}`),
      onRetry: (tokens, error) => assert.fail(`${tokens.length} changes were not delivered: ${error.message}`),
    });
    const changes = Array.from({ length: CHANGES }, (_, at): Change => {
      const id = whole(KEYS - 1);
      // Distinct, and not in the order of coming.
      const sequence = sequenced ? { sequence: sequenceNumber(whole(3), at) } : {};
      return random() < 0.25
        ? { type: 'DELETE', row: { id }, ...sequence }
        : { type: 'UPSERT', row: { id, name: `at ${at}` }, ...sequence };
    });
    for (const [at, { row, ...change }] of changes.entries()) await writer.add(row, at, change);
    await writer.close();
    assert.deepEqual(
      told.sort((a, b) => a - b),
      Array.from(changes.keys()),
    );
    const rows = await world.query(`SELECT id, name FROM ${world.physical(table.tableId)} ORDER BY id`);
    assert.deepEqual(
      rows.map(({ id, name }) => [Number(id), name]),
      expected(changes),
    );
  } finally {
    client.close();
    await proxy.close();
  }
}

/** The state that the changes lead to, worked out the slow way. */
function expected(changes: readonly Change[]): unknown[] {
  const rank = ({ sequence }: Change, at: number): number => {
    const [major = 0, minor = at] = (sequence ?? '')
      .split('/')
      .filter(Boolean)
      .map((hex) => Number.parseInt(hex, 16));
    return major * 1_000 + minor;
  };
  const winners = new Map<number, { readonly rank: number; readonly change: Change }>();
  for (const [at, change] of changes.entries()) {
    const id = Number(change.row.id);
    const before = winners.get(id);
    if (before === undefined || rank(change, at) > before.rank) winners.set(id, { rank: rank(change, at), change });
  }
  return [...winners]
    .filter(([, { change }]) => change.type === 'UPSERT')
    .sort(([a], [b]) => a - b)
    .map(([id, { change }]) => [id, change.row.name]);
}
