/**
 * The TableWriter over a Committed stream with a service that breaks in every way: nothing is lost, nothing is written twice, and the
 * memory it holds does not grow with the rows. `npm test` writes 200,000 rows, the soak a million for each of three seeds.
 */

import assert from 'node:assert/strict';
import { createCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import type { RejectedToken } from '@penstock/shared/bigquery/writer/outcome.ts';
import { openTableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { FaultRule } from '../../local/core/faults/faults.ts';
import { collectGarbage } from '../support/garbage.ts';
import { startWriteWorld, type WriteWorld } from '../support/write-core.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
const ROWS = SOAK ? 1_000_000 : 200_000;
const SEEDS = SOAK ? [1, 2, 3] : [1];
const MEGABYTE = 1024 * 1024;

/** The memory of the process after a collection. */
function retainedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function breakEverything(world: WriteWorld, seed: number): void {
  const kinds: readonly (Partial<FaultRule> & Pick<FaultRule, 'kind'>)[] = [
    { kind: 'ack-lost', probability: 0.01 },
    { kind: 'reset', at: 'during', probability: 0.01 },
    { kind: 'error', code: 'UNAVAILABLE', probability: 0.01 },
    { kind: 'throttle', probability: 0.005 },
    { kind: 'half-close', probability: 0.005 },
    { kind: 'goaway', probability: 0.005 },
    { kind: 'slow', delayMs: 20, probability: 0.01 },
  ];
  kinds.forEach((fault, at) => {
    world.faults.add({ service: 'bigquery-storage', method: 'AppendRows', times: 0, seed: seed * 100 + at, ...fault });
  });
}

describe('the TableWriter over a service that breaks', () => {
  for (const seed of SEEDS) {
    it(`writes ${ROWS} rows once each and in order, and holds no more memory at the end (seed ${seed})`, async () => {
      const world = await startWriteWorld();
      try {
        const table = await world.table();
        const { name } = await createCommittedStream(world.core, table);
        const rejected: RejectedToken<number>[] = [];
        let delivered = 0;
        let next = 0;
        const writer = await openTableWriter<number>(world.core, table, {
          stream: { kind: 'committed', name, firstOffset: 0 },
          batch: { maxRows: 500, maxAgeMs: 50 },
          onDelivered: ({ tokens, offset, rowCount }) => {
            assert.equal(offset, delivered);
            delivered += rowCount;
            for (const token of tokens) {
              assert.ok(token >= next, `row ${token} was told twice or out of order`);
              next = token + 1;
            }
          },
          onRejected: (rows) => void rejected.push(...rows),
          onRetry: (tokens, error) =>
            assert.fail(new PenstockError('INTERNAL', `${tokens.length} rows`, { cause: error })),
        });
        breakEverything(world, seed);
        let early = 0;
        for (let id = 0; id < ROWS; id += 1) {
          // Every thousandth row does not fit: rows that are taken out must not shift the others.
          await writer.add({ id: id % 1_000 === 999 ? 'no number' : id, name: 'row' }, id);
          if (id === Math.floor(ROWS / 10)) early = retainedBytes();
        }
        await writer.flush();
        const late = retainedBytes();
        world.faults.clear();
        assert.equal(await writer.finalize(), ROWS - ROWS / 1_000);
        assert.equal(rejected.length, ROWS / 1_000);
        assert.equal(delivered, ROWS - ROWS / 1_000);
        assert.ok(late - early < 64 * MEGABYTE, `${Math.round((late - early) / MEGABYTE)} MB more at the end`);
        const [counted = assert.fail()] = await world.query(
          `SELECT count(*) AS n, count(DISTINCT id) AS d, min(id) AS low, max(id) AS high,
             count(*) FILTER (id <= before) AS unordered
           FROM (SELECT id, lag(id, 1, -1) OVER (ORDER BY rowid) AS before FROM ${world.physical(table.tableId)})`,
        );
        const { n, d, low, high, unordered } = counted;
        const rows = ROWS - ROWS / 1_000;
        assert.deepEqual([n, d, low, high, unordered].map(Number), [rows, rows, 0, ROWS - 2, 0]);
      } finally {
        await world.close();
      }
    }).timeout(SOAK ? 1_800_000 : 120_000);
  }
});
