/**
 * Append requests and writer schemas bent at random, with a fixed seed: the service answers with its own error or
 * appends rows that are whole, and goes on; it never crashes, hangs, or answers INTERNAL.
 */

import assert from 'node:assert/strict';
import * as grpc from '@grpc/grpc-js';
import { loadProtos } from '@penstock/local/bigquery/write/protos.ts';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { rowType } from '../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../support/storage-write.ts';

/** For each surface. */
const CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 240;
const TYPE =
  rowType(`optional int64 id = 1; optional string s = 2; repeated double d = 3 [packed = true]; optional In st = 4;
  optional bytes b = 5; optional E e = 6; enum E { A = 0; B = 1; } message In { optional int32 day = 1; repeated string list = 2; }`);
const ROW = {
  id: -5,
  s: 'text é',
  d: [1, 2.5],
  st: { day: 20_000, list: ['a', 'b'] },
  b: Buffer.from([1, 2, 3]),
  e: 1,
};
const SERVICE = '/google.cloud.bigquery.storage.v1.BigQueryWrite';
const asBytes = (bytes: Buffer): Buffer => bytes;

interface Outcome {
  readonly appended: number;
  /** gRPC codes of in-stream errors, and of the RPC's end. */
  readonly codes: readonly number[];
}

describe('Storage Write, fuzzed', function () {
  this.timeout(CASES * 100);
  let f: WriteFixture;
  let client: grpc.Client;
  let parent: string;
  const protos = loadProtos();

  before(async () => {
    f = await startWriteFixture();
    parent = await f.createTable('t', [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 's', type: 'STRING', mode: 'NULLABLE', maxLength: 8 },
      { name: 'd', type: 'FLOAT64', mode: 'REPEATED' },
      {
        name: 'st',
        type: 'STRUCT',
        mode: 'NULLABLE',
        fields: [
          { name: 'day', type: 'DATE', mode: 'NULLABLE' },
          { name: 'list', type: 'STRING', mode: 'REPEATED' },
        ],
      },
      { name: 'b', type: 'BYTES', mode: 'NULLABLE' },
      { name: 'e', type: 'STRING', mode: 'NULLABLE' },
    ]);
    client = new grpc.Client(f.address, grpc.credentials.createInsecure());
  });
  after(async () => {
    client.close();
    await f.close();
  });

  /** Sends the requests on one RPC, half-closes, and gathers what comes back. */
  const send = (requests: readonly Buffer[]): Promise<Outcome> =>
    new Promise((resolve) => {
      const call = client.makeBidiStreamRequest(`${SERVICE}/AppendRows`, asBytes, asBytes, {
        deadline: Date.now() + 10_000,
      });
      const codes: number[] = [];
      let appended = 0;
      call.on('data', (bytes: Buffer) => {
        const answer = protos.decode('AppendRowsResponse', bytes);
        if (answer.error === null || answer.error === undefined) appended += 1;
        else codes.push(Number((answer.error as { code: number }).code));
      });
      call.on('error', () => undefined);
      call.on('status', ({ code }) => resolve({ appended, codes: code === 0 ? codes : [...codes, code] }));
      for (const request of requests) call.write(request);
      call.end();
    });

  const request = (
    rows: readonly Uint8Array[],
    descriptor: Uint8Array = protos.encode('ProtoSchema', { protoDescriptor: TYPE.descriptor }),
  ): Buffer => {
    const field = (number: number, bytes: Uint8Array): Buffer =>
      Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
    const serialized = Buffer.concat(rows.map((row) => field(1, row)));
    return Buffer.concat([
      field(1, Buffer.from(`${parent}/streams/_default`)),
      field(4, Buffer.concat([field(1, descriptor), field(2, serialized)])),
    ]);
  };

  /** The stored rows keep to the table's schema after every request. */
  const holds = async (expected: number): Promise<void> => {
    const [found] = await f.query(
      `SELECT count(*) AS rows, count(*) FILTER (WHERE length(s) > 8 OR d IS NULL OR st.day > DATE '9999-12-31') AS wrong FROM ${f.physical('t')}`,
    );
    assert.deepEqual([Number(found?.rows), Number(found?.wrong)], [expected, 0]);
  };

  for (const [what, bend] of [
    ['rows', (random: () => number) => request([bent(TYPE.encode(ROW), random)])],
    [
      'descriptors',
      (random: () => number) =>
        request([TYPE.encode(ROW)], bent(protos.encode('ProtoSchema', { protoDescriptor: TYPE.descriptor }), random)),
    ],
    ['whole requests', (random: () => number) => bent(request([TYPE.encode(ROW)]), random)],
    ['noise for a row', (random: () => number) => request([noise(random)])],
    ['noise for a request', (random: () => number) => noise(random)],
  ] as const) {
    it(`${what}: ${CASES} cases end in the service's own error or whole rows`, async () => {
      const random = mulberry32(what.length);
      const [before] = await f.query(`SELECT count(*) AS rows FROM ${f.physical('t')}`);
      let appended = 0;
      for (let done = 0; done < CASES; done += 20) {
        const requests = Array.from({ length: 20 }, () => bend(random));
        const outcomes = await Promise.all(requests.map((one) => send([one])));
        for (const [index, { codes, appended: rows }] of outcomes.entries()) {
          // INVALID_ARGUMENT, NOT_FOUND (a bent name), OUT_OF_RANGE and UNIMPLEMENTED (Arrow) are the API's own words.
          const foreign = codes.filter((code) => ![3, 5, 11, 12].includes(code));
          assert.deepEqual(foreign, [], `case ${done + index}: ${requests[index]?.toString('hex')}`);
          appended += rows;
        }
      }
      const [after] = await f.query(`SELECT count(*) AS rows FROM ${f.physical('t')}`);
      // An empty bent rows field is refused, so that each accepted request holds one row or, by a bent length, more.
      assert.ok(Number(after?.rows) - Number(before?.rows) >= appended);
      await holds(Number(after?.rows));
    });
  }

  it(`rows: what is accepted reads back as another protobuf library reads it (${CASES} cases)`, async () => {
    const random = mulberry32(7);
    await f.query(`TRUNCATE ${f.physical('t')}`);
    const expected: unknown[] = [];
    for (let done = 0; done < CASES; done += 1) {
      const row = bent(TYPE.encode(ROW), random);
      if ((await send([request([row])])).appended === 1) expected.push(TYPE.decode(row));
    }
    const rows = await f.query(`SELECT id, s, d, st, base64(b) AS b, e FROM ${f.physical('t')}`);
    assert.ok(expected.length > CASES / 10, 'some bent rows are still rows');
    assert.deepEqual(rows.map(canonical).sort(), expected.map(canonical).sort());
  });

  it(`unary requests: ${CASES} cases end in the service's own error or in an answer`, async () => {
    const random = mulberry32(11);
    const [{ name }] = await f.client.createWriteStream({ parent, writeStream: { type: 'BUFFERED' } });
    const valid = [
      ['CreateWriteStream', { parent, writeStream: { type: 'PENDING' } }],
      ['GetWriteStream', { name, view: 'FULL' }],
      ['FlushRows', { writeStream: name, offset: { value: '0' } }],
      ['BatchCommitWriteStreams', { parent, writeStreams: [name] }],
      ['FinalizeWriteStream', { name }],
    ] as const;
    const call = (method: string, bytes: Buffer): Promise<number> =>
      new Promise((resolve) => {
        client.makeUnaryRequest(`${SERVICE}/${method}`, asBytes, asBytes, bytes, (error) => resolve(error?.code ?? 0));
      });
    for (let done = 0; done < CASES; done += 1) {
      const [method, message] = valid[done % valid.length] ?? valid[0];
      const bytes = bent(protos.encode(`${method}Request`, message), random);
      // A bent name may hold a `$`, a decorator: UNIMPLEMENTED.
      assert.ok([0, 3, 5, 11, 12].includes(await call(method, bytes)), `${method} ${bytes.toString('hex')}`);
    }
  });

  it('goes on after all of it', async () => {
    const { appended, codes } = await send([request([TYPE.encode(ROW)])]);
    assert.deepEqual([appended, codes], [1, []]);
  });
});

/** A row as text that is equal for equal rows: absent, NULL and empty lists are one, and days are numbers. */
function canonical(row: unknown): string {
  return JSON.stringify(row, (key, value: unknown) => {
    if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => String(item));
    if (key === 'day' && typeof value === 'string') return Date.parse(value) / 86_400_000;
    if (typeof value !== 'object' || value === null) return value ?? undefined;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)));
  });
}

/** The bytes with one to four of them changed, cut out, doubled, or the rest cut off. */
function bent(bytes: Uint8Array, random: () => number): Buffer {
  let out = Buffer.from(bytes);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = Math.floor(random() * (out.length + 1));
    const kind = Math.floor(random() * 5);
    if (kind === 0) out = Buffer.concat([out.subarray(0, at), out.subarray(at + 1)]);
    else if (kind === 1) out = Buffer.concat([out.subarray(0, at), Buffer.from([random() * 256]), out.subarray(at)]);
    else if (kind === 2 && random() < 0.3) out = out.subarray(0, at);
    else if (at < out.length) out[at] = kind === 3 ? (out[at] ?? 0) ^ (1 << Math.floor(random() * 8)) : random() * 256;
  }
  return out;
}

function noise(random: () => number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * 60) }, () => random() * 256));
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    out.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...out, rest]);
}
