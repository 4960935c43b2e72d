/** Kill -9 of the Storage Write service at seeded moments: what was acknowledged is there, once, and nothing by halves. */

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { v1 } from '@google-cloud/bigquery-storage';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { AppendCall, rowType } from '../support/appends.ts';
import { uncountedEnvironment } from '../support/child-environment.ts';
import {
  DATASET,
  newClient,
  PROJECT,
  startWriteFixture,
  type WriteFixture,
  withFolder,
} from '../support/storage-write.ts';
import { eventually } from '../support/suite.ts';

const ROUNDS = process.env.PENSTOCK_SOAK === '1' ? 60 : 4;
const SERVER = new URL('../support/storage-write-process.ts', import.meta.url);
const TABLES = `projects/${PROJECT}/datasets/${DATASET}/tables`;
const TYPE = rowType('optional int64 stream = 1; optional int64 n = 2; optional int64 request = 3;');
const CHANGE = rowType(
  'optional int64 stream = 1; optional int64 n = 2; optional int64 request = 3; optional string _CHANGE_TYPE = 4; optional string _CHANGE_SEQUENCE_NUMBER = 5;',
);

/** The rows that one writer sent, and the number acknowledged. */
interface Written {
  readonly name: string;
  readonly type: 'COMMITTED' | 'PENDING';
  /** Offsets at which requests end, the last of which may have been sent and not acknowledged. */
  readonly ends: number[];
  acknowledged: number;
}

describe('Storage Write, killed', function () {
  this.timeout(300_000);

  for (let seed = 1; seed <= ROUNDS; seed++) {
    it(`loses nothing acknowledged and keeps no half request (seed ${seed})`, async () => {
      await withFolder(async (folder) => {
        const path = `${folder}/warehouse.duckdb`;
        const random = mulberry32(seed);
        const server = fork(SERVER, [path], { env: uncountedEnvironment() });
        const [address] = (await once(server, 'message')) as [string];
        const client = newClient(address);
        const exit = once(server, 'exit');
        const writers = await Promise.all(
          (['COMMITTED', 'COMMITTED', 'PENDING'] as const).map(async (type) => {
            const [{ name }] = await client.createWriteStream({ parent: `${TABLES}/appended`, writeStream: { type } });
            return { name: name ?? '', type, ends: [], acknowledged: 0 } satisfies Written;
          }),
        );
        const changes = { sent: 0, acknowledged: 0 };
        const work = [
          ...writers.map((writer, index) => appendUntilDead(client, writer, index, random)),
          changeUntilDead(client, changes),
        ];
        // Counted, because a busy machine answers in a given time now many, now none.
        const rows = 1 + random() * 20_000;
        const acknowledged = (): number => writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
        await eventually(
          async () => acknowledged() >= rows && changes.acknowledged > 0,
          (enough) => enough,
        );
        server.kill('SIGKILL');
        await exit;
        await Promise.all(work);
        await client.close();
        const begun = process.cpuUsage();
        const after = await startWriteFixture({ path });
        try {
          const { user, system } = process.cpuUsage(begun);
          assert.ok((user + system) / 1_000 < 2_000, `${user + system} us of CPU to restart`);
          for (const [index, writer] of writers.entries()) await check(after, writer, index);
          await checkChanges(after, changes);
        } finally {
          await after.close();
        }
      });
    });
  }
});

async function appendUntilDead(
  client: v1.BigQueryWriteClient,
  writer: Written,
  index: number,
  random: () => number,
): Promise<void> {
  const call = new AppendCall(client);
  const send = (): void => {
    const offset = writer.ends.at(-1) ?? 0;
    const rows = Array.from({ length: 1 + Math.floor(random() * 200) }, (_, row) => ({
      stream: index,
      n: offset + row,
      request: writer.ends.length,
    }));
    call.send({ ...(offset === 0 ? { stream: writer.name, type: TYPE } : {}), rows, offset });
    writer.ends.push(offset + rows.length);
  };
  for (let inFlight = 0; inFlight < 6; inFlight++) send();
  for (let answered = 0; ; answered++) {
    const answer = await call.next().catch(() => undefined);
    if (answer === undefined) return;
    assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
    writer.acknowledged = writer.ends[answered] ?? 0;
    send();
  }
}

/** Each request moves ten keys on to its own number: all ten must show the same one. */
async function changeUntilDead(
  client: v1.BigQueryWriteClient,
  changes: { sent: number; acknowledged: number },
): Promise<void> {
  const call = new AppendCall(client);
  for (;;) {
    changes.sent += 1;
    const rows = Array.from({ length: 10 }, (_, n) => ({
      stream: 0,
      n,
      request: changes.sent,
      _CHANGE_TYPE: 'UPSERT',
      _CHANGE_SEQUENCE_NUMBER: changes.sent.toString(16),
    }));
    call.send({ stream: `${TABLES}/changed/streams/_default`, type: CHANGE, rows });
    const answer = await call.next().catch(() => undefined);
    if (answer === undefined) return;
    assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
    changes.acknowledged = changes.sent;
  }
}

async function check(after: WriteFixture, writer: Written, index: number): Promise<void> {
  const call = new AppendCall(after.client);
  // Far beyond the stream: appends nothing and tells the end.
  const probe = await call.append({ stream: writer.name, type: TYPE, rows: [{ n: 0 }], offset: 1_000_000_000 });
  const end = Number(/expected offset (\d+), received 1000000000/.exec(probe.error?.message ?? '')?.[1]);
  assert.ok(end >= writer.acknowledged, `${end} rows of ${writer.acknowledged} acknowledged`);
  assert.ok(end === 0 || writer.ends.includes(end), `the end ${end} is the end of a request`);
  const next = await call.append({ rows: [{ stream: index, n: end, request: -1 }], offset: end });
  assert.equal(Number(next.appendResult?.offset?.value), end);
  await call.close();
  const [{ rowCount }] = await after.client.finalizeWriteStream({ name: writer.name });
  assert.equal(Number(rowCount), end + 1);
  const numbers = () => after.query(`SELECT n FROM ${after.physical('appended')} WHERE stream = ${index} ORDER BY n`);
  if (writer.type === 'PENDING') {
    assert.deepEqual(await numbers(), []);
    await after.client.batchCommitWriteStreams({ parent: `${TABLES}/appended`, writeStreams: [writer.name] });
  }
  assert.deepEqual(
    (await numbers()).map(({ n }) => Number(n)),
    Array.from({ length: end + 1 }, (_, n) => n),
  );
}

async function checkChanges(
  after: WriteFixture,
  { sent, acknowledged }: { sent: number; acknowledged: number },
): Promise<void> {
  const rows = await after.query(`SELECT request, count(*) AS keys FROM ${after.physical('changed')} GROUP BY request`);
  if (rows.length === 0) {
    assert.equal(acknowledged, 0);
    return;
  }
  const seen = rows.map(({ request, keys }) => [Number(request), Number(keys)]);
  assert.deepEqual(seen, [[seen[0]?.[0], 10]]);
  const request = seen[0]?.[0] ?? 0;
  assert.ok(request >= acknowledged && request <= sent, `${request} of ${acknowledged} acknowledged`);
}
