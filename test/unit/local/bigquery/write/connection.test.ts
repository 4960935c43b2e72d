import assert from 'node:assert/strict';
import type { Catalog, Table } from '@penstock/local/bigquery/catalog.ts';
import type { Committer } from '@penstock/local/bigquery/write/committer.ts';
import { AppendConnection } from '@penstock/local/bigquery/write/connection.ts';
import { StaleCounts } from '@penstock/local/bigquery/write/faults.ts';
import { InFlight } from '@penstock/local/bigquery/write/in-flight.ts';
import { loadProtos } from '@penstock/local/bigquery/write/protos.ts';
import { Streams } from '@penstock/local/bigquery/write/streams.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';
import { AppendTimeline } from '../../../../../local/bigquery/write/timeline.ts';
import { rowType } from '../../../../support/appends.ts';

const TYPE = rowType('optional int64 id = 1;');
const LIMIT = 100_000;
const TABLE: Table = {
  ref: { projectId: 'p', datasetId: 'd', tableId: 't' },
  kind: 'TABLE',
  schema: [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }],
  createdMs: 0,
  modifiedMs: 0,
  version: 1,
  resource: {},
};

describe('a connection of appends', () => {
  const protos = loadProtos();
  let inFlight: InFlight;
  /** Written rows wait until the test lets them become durable; answers wait until the client takes them. */
  let writing: (() => void)[];
  let taking: (() => void)[];
  let isReading: boolean;
  let connection: AppendConnection;

  beforeEach(() => {
    inFlight = new InFlight(LIMIT);
    writing = [];
    taking = [];
    isReading = true;
    const streams = new Streams();
    connection = new AppendConnection(
      {
        catalog: { table: () => TABLE } as unknown as Catalog,
        streams,
        committer: {
          submit: () => new Promise((resolve) => writing.push(() => resolve(undefined))),
        } as unknown as Committer,
        stale: new StaleCounts(streams),
        timeline: new AppendTimeline(streams, () => 0),
        inFlight,
        protos,
        faults: new Faults(),
        report: () => undefined,
        now: () => 0,
        maxRequestBytes: LIMIT,
        idleMs: 60_000,
        staleMs: 0,
        schemaDelayMs: 0,
      },
      {
        send: () => new Promise((resolve) => taking.push(resolve)),
        end: () => undefined,
        cut: () => undefined,
        goAway: () => undefined,
        pause: () => {
          isReading = false;
        },
        resume: () => {
          isReading = true;
        },
      },
    );
  });
  afterEach(() => connection.abandon());

  /** `traceBytes` make a request as large as wanted. */
  const receive = (traceBytes = 0): void =>
    connection.receive(
      protos.encode('AppendRowsRequest', {
        writeStream: 'projects/p/datasets/d/tables/t/streams/_default',
        traceId: 'x'.repeat(traceBytes),
        protoRows: {
          writerSchema: { protoDescriptor: TYPE.descriptor },
          rows: { serializedRows: [TYPE.encode({ id: 1 })] },
        },
      }),
    );
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const write = async (): Promise<void> => {
    writing.shift()?.();
    await turn();
  };
  const take = async (): Promise<void> => {
    taking.shift()?.();
    await turn();
  };

  it('reads on while there is room', () => {
    receive();
    receive();
    assert.equal(isReading, true);
  });

  it('stops at a request that fills the service, until its answer has been taken', async () => {
    receive(LIMIT / 2);
    assert.equal(isReading, false);
    await write();
    assert.equal(isReading, false);
    await take();
    assert.equal(isReading, true);
    assert.equal(inFlight.isFull, false);
  });

  it('stays stopped while others fill the service and it has something under way, and reads one when it has not', async () => {
    for (let request = 0; request < 3; request++) receive();
    const giveBack = inFlight.take(LIMIT);
    receive();
    assert.equal(isReading, false);
    for (let left = 3; left >= 0; left--) {
      await write();
      await take();
      assert.equal(isReading, left === 0, `${left} under way`);
    }
    receive();
    assert.equal(isReading, false);
    giveBack();
    await write();
    await take();
    assert.equal(isReading, true);
  });

  it('has a thousand requests under way at most, however small', async () => {
    inFlight.take(-Number.MAX_SAFE_INTEGER);
    for (let request = 0; request < 999; request++) receive();
    assert.equal(isReading, true);
    receive();
    assert.equal(isReading, false);
    await write();
    await take();
    assert.equal(isReading, true);
  });

  it('counts the errors of rows that are refused until they are taken', async () => {
    receive();
    const wrong = new Array(300).fill(Buffer.from([0xff]));
    connection.receive(protos.encode('AppendRowsRequest', { protoRows: { rows: { serializedRows: wrong } } }));
    await write();
    await take();
    // 300 rows of a byte are reckoned at 24,000 with their request; only their errors bring that over the limit.
    inFlight.take(74_000);
    assert.equal(inFlight.isFull, true);
    await take();
    assert.equal(inFlight.isFull, false);
  });

  it('gives back what it held when the client is gone, as what was submitted becomes durable', async () => {
    receive(LIMIT / 2);
    connection.abandon();
    assert.equal(inFlight.isFull, true);
    await write();
    assert.equal(inFlight.isFull, false);
  });
});
