/** The faults that a writer must survive, each as the local cloud plays it (write-api.md, Checklist, point 11). */

import assert from 'node:assert/strict';
import type { FaultRule } from '@penstock/local/core/faults/faults.ts';
import { AppendCall, rowType } from '../../support/appends.ts';
import { newClient, startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const TYPE = rowType('optional int64 id = 1;');

describe('Storage Write faults', () => {
  let f: WriteFixture;
  let stream: string;
  let tables = 0;
  let nowMs = 1_790_000_000_000;

  before(async () => {
    f = await startWriteFixture({ now: () => nowMs });
  });
  beforeEach(async () => {
    tables += 1;
    const parent = await f.createTable(`t${tables}`, [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }]);
    stream = (await f.client.createWriteStream({ parent, writeStream: { type: 'COMMITTED' } }))[0].name ?? '';
    f.faults.clear();
  });
  after(() => f.close());

  const ids = async (): Promise<number[]> =>
    (await f.query(`SELECT id FROM ${f.physical(`t${tables}`)} ORDER BY id`)).map(({ id }) => Number(id));
  const strike = (rule: Partial<FaultRule> & Pick<FaultRule, 'kind'>): void => {
    f.faults.add({ service: 'bigquery-storage', method: 'AppendRows', ...rule });
  };
  const append = (call: AppendCall, offset: number, first = true) =>
    call.append({ ...(first ? { stream, type: TYPE } : {}), rows: [{ id: offset }], offset });
  /** A client's step after any broken connection: the same rows at the same offset. */
  const resend = async (offset: number): Promise<number | null | undefined> => {
    const client = newClient(f.address);
    const call = new AppendCall(client);
    const answer = await append(call, offset);
    await call.close();
    await client.close();
    return answer.error?.code;
  };
  const broken = async (run: (call: AppendCall) => Promise<void>): Promise<void> => {
    const client = newClient(f.address);
    try {
      await run(new AppendCall(client));
    } finally {
      await client.close();
    }
  };

  it('error: the RPC ends with the code before any effect, after the answers that were due', async () => {
    strike({ kind: 'error', code: 'UNAVAILABLE', skip: 2 });
    await broken(async (call) => {
      for (const offset of [0, 1, 2, 3])
        call.send({ ...(offset === 0 ? { stream, type: TYPE } : {}), rows: [{ id: offset }], offset });
      assert.equal((await call.next()).response, 'appendResult');
      assert.equal((await call.next()).response, 'appendResult');
      assert.equal((await call.failure()).code, 14);
    });
    assert.deepEqual(await ids(), [0, 1]);
    assert.equal(await resend(2), undefined);
  });

  it('error at `during`: one answer carries it and the connection goes on', async () => {
    strike({ kind: 'error', code: 'INTERNAL', at: 'during' });
    await broken(async (call) => {
      assert.equal((await append(call, 0)).error?.code, 13);
      assert.equal((await append(call, 0, false)).response, 'appendResult', 'the stream and schema are remembered');
    });
  });

  it('throttle: RESOURCE_EXHAUSTED with the quota’s name, and nothing written', async () => {
    strike({ kind: 'throttle' });
    strike({ kind: 'throttle', at: 'before' });
    await broken(async (call) => {
      const answer = await append(call, 0);
      assert.equal(answer.error?.code, 8);
      assert.match(answer.error?.message ?? '', /Exceeds 'AppendRows throughput' quota.*INSUFFICIENT_TOKENS/);
      call.send({ stream, type: TYPE, rows: [{ id: 0 }], offset: 0 });
      assert.equal((await call.failure()).code, 8);
    });
    assert.deepEqual(await ids(), []);
  });

  for (const [kind, at, isWritten] of [
    ['ack-lost', undefined, true],
    ['reset', 'after', true],
    ['reset', 'during', false],
    ['reset', 'before', false],
  ] as const) {
    it(`${kind}${at === undefined ? '' : ` at \`${at}\``}: the connection breaks and the row is ${isWritten ? 'there' : 'not there'}`, async () => {
      strike({ kind, skip: 1, ...(at === undefined ? {} : { at }) });
      await broken(async (call) => {
        await append(call, 0);
        call.send({ rows: [{ id: 1 }], offset: 1 });
        assert.equal((await call.failure()).code, 14);
      });
      assert.equal(await resend(1), isWritten ? 6 : undefined);
      assert.deepEqual(await ids(), [0, 1]);
    });
  }

  it('slow: the answer comes late, the answers behind it after it', async () => {
    strike({ kind: 'slow', delayMs: 150 });
    await broken(async (call) => {
      const started = performance.now();
      call.send({ stream, type: TYPE, rows: [{ id: 0 }], offset: 0 });
      call.send({ rows: [{ id: 1 }], offset: 1 });
      assert.equal((await call.next()).appendResult?.offset?.value, '0');
      assert.ok(performance.now() - started >= 140);
      assert.equal((await call.next()).appendResult?.offset?.value, '1');
    });
  });

  it('stale: for 5 s after a reconnect a right offset is OUT_OF_RANGE, and none is ever taken twice', async () => {
    await broken(async (call) => {
      await call.append({ stream, type: TYPE, rows: [{ id: 0 }, { id: 1 }], offset: 0 });
    });
    strike({ kind: 'stale', rows: 1 });
    await broken(async (call) => {
      const spurious = await append(call, 2);
      assert.equal(spurious.error?.code, 11);
      assert.equal(spurious.error?.message, 'The offset is beyond stream, expected offset 1, received 2');
      assert.equal((await append(call, 1, false)).error?.code, 6);
      assert.equal((await append(call, 0, false)).error?.code, 6);
      assert.equal((await append(call, 2, false)).error?.code, 11);
      nowMs += 5000;
      assert.equal((await append(call, 2, false)).response, 'appendResult');
    });
    assert.deepEqual(await ids(), [0, 1, 2]);
  });

  it('stale on a connection that is already old waits for the stream’s next one', async () => {
    strike({ kind: 'stale', rows: 1, skip: 1 });
    await broken(async (call) => {
      await append(call, 0);
      nowMs += 6000;
      assert.equal((await append(call, 1, false)).response, 'appendResult');
    });
    assert.equal(await resend(2), 11);
  });

  it('idle-close: the RPC ends ABORTED with the text of 600 seconds', async () => {
    strike({ kind: 'idle-close' });
    await broken(async (call) => {
      call.send({ stream, type: TYPE, rows: [{ id: 0 }], offset: 0 });
      const error = await call.failure();
      assert.equal(error.code, 10);
      assert.match(error.message, new RegExp(`inactive for 600 seconds\\. Entity: ${stream}`));
    });
    assert.deepEqual(await ids(), []);
  });

  it('goaway: what was sent is answered, and the connection ends after its time of grace', async () => {
    strike({ kind: 'goaway', delayMs: 400 });
    await broken(async (call) => {
      assert.equal((await append(call, 0)).response, 'appendResult');
      await call.failure();
    });
    assert.equal(await resend(1), undefined);
  });

  it('half-close: the RPC ends with OK though a request is pending', async () => {
    strike({ kind: 'half-close', skip: 1 });
    await broken(async (call) => {
      await append(call, 0);
      call.send({ rows: [{ id: 1 }], offset: 1 });
      assert.equal((await call.failure()).message, 'closed');
    });
    assert.deepEqual(await ids(), [0]);
  });

  it('strikes the unary methods too: refused, or done with the answer lost', async () => {
    f.faults.add({ service: 'bigquery-storage', method: 'FinalizeWriteStream', kind: 'error', code: 'INTERNAL' });
    f.faults.add({ service: 'bigquery-storage', method: 'FinalizeWriteStream', kind: 'ack-lost' });
    const client = newClient(f.address);
    const finalize = () => client.finalizeWriteStream({ name: stream }, { retry: null });
    try {
      await assert.rejects(finalize(), { code: 13 });
      await assert.rejects(finalize(), { code: 14 });
    } finally {
      await client.close();
    }
    const [{ rowCount }] = await f.client.finalizeWriteStream({ name: stream });
    assert.equal(Number(rowCount), 0);
  });
});

describe('Storage Write limits', () => {
  it('11. closes an idle connection with ABORTED', async () => {
    const f = await startWriteFixture({ limits: { idleMs: 300 } });
    try {
      const parent = await f.createTable('t', [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }]);
      const call = new AppendCall(f.client);
      assert.equal(
        (await call.append({ stream: `${parent}/_default`, type: TYPE, rows: [{ id: 1 }] })).response,
        'appendResult',
      );
      const error = await call.failure();
      assert.equal(error.code, 10);
      assert.match(error.message, /^10 ABORTED: Closing the stream because it has been inactive for/);
    } finally {
      await f.close();
    }
  });

  it('11. advertises its limit of concurrent streams: one RPC more waits until another ends', async () => {
    const f = await startWriteFixture({ limits: { maxConcurrentStreams: 2 } });
    try {
      const parent = await f.createTable('t', [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }]);
      const first = { stream: `${parent}/_default`, type: TYPE, rows: [{ id: 1 }] };
      const [one, two, three] = [new AppendCall(f.client), new AppendCall(f.client), new AppendCall(f.client)];
      await one.append(first);
      await two.append(first);
      let isAnswered = false;
      const late = three.append(first).then((answer) => {
        isAnswered = true;
        return answer;
      });
      await two.append({ rows: [{ id: 2 }] });
      assert.equal(isAnswered, false);
      await one.close();
      assert.equal((await late).response, 'appendResult');
      await Promise.all([two.close(), three.close()]);
    } finally {
      await f.close();
    }
  });
});
