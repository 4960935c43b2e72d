/** A client that sends faster than rows become durable, or does not take its answers: what the service reads of it is bounded. */

import assert from 'node:assert/strict';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { loadProtos, type Protos } from '@penstock/local/bigquery/write/protos.ts';
import { WIDE_WINDOW_BYTES } from '@penstock/local/core/grpc/wide-window.ts';
import { AppendCall, type AppendRowsResponse, rowType } from '../../support/appends.ts';
import { startWriteFixture, type WriteFixture } from '../../support/storage-write.ts';

const TYPE = rowType('optional string text = 1;');
const DATE_TYPE = rowType('optional string day = 1;');
const METHOD = '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows';
const REQUESTS = 60;
/** The bytes between the two sides beside the window: a frame, the stream's own buffer. */
const SLACK = 256 * 1024;

/** An RPC by bare HTTP/2: gRPC clients keep requests and answers of their own accord, this one keeps nothing. */
class Flood {
  readonly #session: ClientHttp2Session;
  readonly #stream: ClientHttp2Stream;
  readonly #protos: Protos;
  #writing: Promise<void> = Promise.resolve();
  /** Requests that have left the client. */
  sent = 0;

  constructor(address: string, protos: Protos) {
    this.#protos = protos;
    this.#session = connect(`http://${address}`);
    this.#stream = this.#session.request({
      ':method': 'POST',
      ':path': METHOD,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    this.#session.on('error', () => undefined);
    this.#stream.on('error', () => undefined);
  }

  /** One at a time, so that each is counted when the last of it has left. */
  send(request: object): void {
    const message = this.#protos.encode('AppendRowsRequest', request);
    const frame = Buffer.concat([Buffer.alloc(5), message]);
    frame.writeUInt32BE(message.length, 1);
    const write = (): Promise<void> => new Promise((resolve) => this.#stream.write(frame, () => resolve()));
    this.#writing = this.#writing.then(write).then(() => {
      this.sent += 1;
    });
  }

  async answers(count: number): Promise<AppendRowsResponse[]> {
    const answers: AppendRowsResponse[] = [];
    let bytes = Buffer.alloc(0);
    for await (const chunk of this.#stream) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      while (bytes.length >= 5 && bytes.length >= 5 + bytes.readUInt32BE(1)) {
        const end = 5 + bytes.readUInt32BE(1);
        answers.push(this.#protos.decode('AppendRowsResponse', bytes.subarray(5, end)) as AppendRowsResponse);
        bytes = bytes.subarray(end);
      }
      if (answers.length >= count) break;
    }
    return answers;
  }

  close(): void {
    this.#session.destroy();
  }
}

describe('A flood of appends', () => {
  const protos = loadProtos();
  let f: WriteFixture;
  let floods: Flood[] = [];
  let release: () => void = () => undefined;

  before(async () => {
    f = await startWriteFixture({ limits: { maxInFlightBytes: 4 * 1024 * 1024 } });
    await f.createTable('texts', [{ name: 'text', type: 'STRING', mode: 'NULLABLE' }]);
    await f.createTable('days', [{ name: 'day', type: 'DATE', mode: 'NULLABLE' }]);
    await f.createTable('beside', [{ name: 'text', type: 'STRING', mode: 'NULLABLE' }]);
  });
  afterEach(() => {
    release();
    for (const flood of floods) flood.close();
    floods = [];
  });
  after(() => f.close());

  const stream = (table: string): string => `projects/demo-penstock/datasets/d/tables/${table}/streams/_default`;
  const dial = (): Flood => {
    const flood = new Flood(f.address, protos);
    floods.push(flood);
    return flood;
  };
  const flow = (flood: Flood, table: string, type: typeof TYPE, rows: readonly Uint8Array[]): void => {
    for (let request = 0; request < REQUESTS; request++) {
      const writerSchema = request === 0 ? { writerSchema: { protoDescriptor: type.descriptor } } : {};
      const writeStream = request === 0 ? { writeStream: stream(table) } : {};
      flood.send({ ...writeStream, protoRows: { ...writerSchema, rows: { serializedRows: rows } } });
    }
  };
  /** Resolves when requests have stopped leaving: over many round trips to the service none has. */
  const stalled = async (...all: readonly Flood[]): Promise<void> => {
    const sent = (): number => all.reduce((sum, flood) => sum + flood.sent, 0);
    let [last, still] = [-1, 0];
    while (still < 30) {
      await f.client.getWriteStream({ name: stream('beside') });
      still = sent() === last ? still + 1 : 0;
      last = sent();
    }
  };
  /** Nothing becomes durable until `release`. */
  const holdTheDisk = async (): Promise<void> => {
    await new Promise<void>((held) => {
      void f.engine.write(
        () =>
          new Promise<void>((resolve) => {
            release = resolve;
            held();
          }),
      );
    });
  };
  const count = async (table: string): Promise<number> =>
    Number((await f.query(`SELECT count(*) AS n FROM ${f.physical(table)}`))[0]?.n);

  it('that cannot be written yet is read up to the limit of all connections together, then waits, and arrives whole', async () => {
    await holdTheDisk();
    const row = TYPE.encode({ text: 'x'.repeat(100_000) });
    const all = [dial(), dial(), dial()];
    for (const flood of all) flow(flood, 'texts', TYPE, [row]);
    await stalled(...all);
    // A request is reckoned at a megabyte: four fill the service, and of each connection one may be under way at least
    // and one wait at the gate; the window holds what follows.
    const read = (4 + 2 * all.length) * row.length + all.length * (WIDE_WINDOW_BYTES + SLACK);
    const sent = all.reduce((sum, flood) => sum + flood.sent, 0) * row.length;
    assert.ok(sent <= read, `${sent} bytes have left, at most ${read} may`);
    assert.ok(all.every((flood) => flood.sent < REQUESTS));
    release();
    for (const flood of all) {
      const answers = await flood.answers(REQUESTS);
      assert.deepEqual(
        answers.filter(({ error }) => error),
        [],
      );
    }
    assert.equal(await count('texts'), all.length * REQUESTS);
  });

  it('stops if its client takes no answers, and stops no other connection', async () => {
    const flood = dial();
    const rows = new Array(1000).fill(DATE_TYPE.encode({ day: 'x'.repeat(200) }));
    flow(flood, 'days', DATE_TYPE, rows);
    await stalled(flood);
    assert.ok(flood.sent < REQUESTS, 'the client was stopped');
    const beside = new AppendCall(f.client);
    for (const text of ['a', 'b', 'c']) {
      const first = text === 'a' ? { stream: stream('beside'), type: TYPE } : {};
      assert.equal((await beside.append({ ...first, rows: [{ text }] })).response, 'appendResult');
    }
    await beside.close();
    const answers = await flood.answers(REQUESTS);
    assert.deepEqual(
      answers.map(({ error }) => error?.code),
      new Array(REQUESTS).fill(3),
    );
  });

  it('of rows that all are wrong is told of as many as an answer carries, the first of them first', async () => {
    const flood = dial();
    const wrong = DATE_TYPE.encode({ day: '?' });
    flood.send({
      writeStream: stream('days'),
      protoRows: {
        writerSchema: { protoDescriptor: DATE_TYPE.descriptor },
        rows: { serializedRows: new Array(100_000).fill(wrong) },
      },
    });
    const [answer] = await flood.answers(1);
    const indexes = answer?.rowErrors?.map(({ index }) => Number(index)) ?? [];
    assert.ok(indexes.length > 1000 && indexes.length < 100_000, `${indexes.length} row errors`);
    assert.deepEqual(
      indexes,
      indexes.map((_, index) => index),
    );
  });

  it('that is cut off gives back what it held, of requests and of answers', async () => {
    const row = TYPE.encode({ text: 'x'.repeat(100_000) });
    /** The number of requests that leave while nothing becomes durable: fewer if the service is full already. */
    const sentWhileHeld = async (): Promise<number> => {
      await holdTheDisk();
      const flood = dial();
      flow(flood, 'texts', TYPE, [row]);
      await stalled(flood);
      flood.close();
      release();
      return flood.sent;
    };
    const before = await sentWhileHeld();
    for (let round = 0; round < 3; round++) {
      await sentWhileHeld();
      const unread = dial();
      flow(unread, 'days', DATE_TYPE, new Array(1000).fill(DATE_TYPE.encode({ day: 'x'.repeat(200) })));
      await stalled(unread);
      unread.close();
    }
    const after = await sentWhileHeld();
    assert.ok(after >= before - 1, `${before} requests left at first, ${after} at last`);
  });
});
