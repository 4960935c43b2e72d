/**
 * Rows a second from objects to acknowledgements: our default stream against Google's JSONWriter, 1,000 rows a batch, into
 * the same server that keeps nothing; and raw gRPC moving the same bytes already encoded, which no writer can beat.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { adapt, managedwriter, type protos } from '@google-cloud/bigquery-storage';
import * as grpc from '@grpc/grpc-js';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { schemaToRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import { encodeAppendRequest } from '@penstock/shared/bigquery/write/append-message.ts';
import { Batcher } from '@penstock/shared/bigquery/write/batcher.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { rowsOf, SCHEMA } from './support/twelve-columns.ts';

const BATCH_ROWS = 1_000;
const ROUNDS = 5;
/** Enough batches for about a second a round on each side. */
const BATCHES = { ours: 800, theirs: 60, raw: 2_000 };
const TABLE = { projectId: 'p', datasetId: 'd', tableId: 't' };
const STREAM = 'projects/p/datasets/d/tables/t/streams/_default';

interface Arrived {
  readonly requests: number;
  readonly rows: number;
  readonly bytes: number;
}

interface Side {
  readonly batches: number;
  /** Sends so many batches and resolves when all are acknowledged. */
  send(batches: number): Promise<void>;
  close(): Promise<void>;
}

export async function run(): Promise<Record<string, unknown>> {
  process.env.METADATA_SERVER_DETECTION = 'none';
  const server = fork(new URL('support/null-write-server.ts', import.meta.url));
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const rows = rowsOf(BATCH_ROWS);
    const sides = { ours: ours(port, rows), theirs: await theirs(port, rows), raw: raw(port, rows) };
    const rates = { ours: [] as number[], theirs: [] as number[], raw: [] as number[] };
    const bytesARow = { ours: 0, theirs: 0, raw: 0 };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const name of ['ours', 'theirs', 'raw'] as const) {
        const { rate, bytes } = await measure(server, sides[name]);
        bytesARow[name] = bytes;
        process.stderr.write(`round ${round} ${name}: ${Math.round(rate)} rows/s, ${bytes.toFixed(1)} bytes a row\n`);
        // Round 0 warms both sides up.
        if (round > 0) rates[name].push(rate);
      }
    }
    for (const side of Object.values(sides)) await side.close();
    const [mine, google, wire] = [median(rates.ours), median(rates.theirs), median(rates.raw)];
    return {
      unit: 'rows/s',
      ours: Math.round(mine),
      theirs: Math.round(google),
      ratio: round2(mine / google),
      rawGrpc: Math.round(wire),
      ofRawGrpc: round2(mine / wire),
      bytesARow: round2(bytesARow.ours),
      megabytesPerSecond: round2((mine * bytesARow.ours) / 1e6),
    };
  } finally {
    server.disconnect();
  }
}

/** Times one round, and checks that every row of it has arrived. */
async function measure(server: ChildProcess, side: Side): Promise<{ readonly rate: number; readonly bytes: number }> {
  const start = performance.now();
  await side.send(side.batches);
  const seconds = (performance.now() - start) / 1_000;
  server.send('what has arrived?');
  const [arrived] = (await once(server, 'message')) as [Arrived];
  const sent = side.batches * BATCH_ROWS;
  if (arrived.rows !== sent || arrived.requests !== side.batches) {
    throw new Error(`${arrived.rows} of ${sent} rows arrived, in ${arrived.requests} of ${side.batches} requests`);
  }
  return { rate: sent / seconds, bytes: arrived.bytes / sent };
}

function ours(port: number, rows: readonly Record<string, unknown>[]): Side {
  const client = new WriteClient({
    endpoint: { emulatorHost: `127.0.0.1:${port}` },
    policy: { maxInFlightRequests: 32 },
  });
  const stream = new DefaultStream(client, TABLE);
  const codec = compileCodec(SCHEMA, { unknownFields: 'reject' });
  return {
    batches: BATCHES.ours,
    send: async (batches) => {
      const room: Promise<unknown>[] = [];
      const batcher = new Batcher<number>({
        codec,
        clock: systemClock,
        limits: { maxRows: BATCH_ROWS },
        onBatch: (batch) => {
          room.push(stream.append(batch).then(({ acknowledged }) => void acknowledged.then(() => batch.release())));
        },
      });
      for (let sent = 0; sent < batches; sent += 1) {
        for (let index = 0; index < rows.length; index += 1) {
          const problem = batcher.add(rows[index] as Record<string, unknown>, index);
          if (problem) throw new Error(`${problem.path} ${problem.reason}`);
        }
        await room.pop();
      }
      await stream.flush();
    },
    close: async () => {
      await stream.close();
      client.close();
    },
  };
}

async function theirs(port: number, rows: readonly Record<string, unknown>[]): Promise<Side> {
  const client = new managedwriter.WriterClient({
    apiEndpoint: '127.0.0.1',
    port,
    sslCreds: grpc.credentials.createInsecure(),
    projectId: 'p',
  });
  const connection = await client.createStreamConnection({ streamId: STREAM });
  const storage = adapt.convertBigQuerySchemaToStorageTableSchema(schemaToRest(SCHEMA) as never);
  const protoDescriptor = adapt.convertStorageSchemaToProto2Descriptor(storage, 'root');
  const writer = new managedwriter.JSONWriter({
    connection,
    protoDescriptor: protoDescriptor as protos.google.protobuf.IDescriptorProto,
  });
  return {
    batches: BATCHES.theirs,
    send: async (batches) => {
      // Its doc comment: "no flow control". As many on their way as ours has.
      const pending: Promise<unknown>[] = [];
      for (let sent = 0; sent < batches; sent += 1) {
        pending.push(writer.appendRows(rows as never).getResult());
        if (pending.length >= 32) await pending.shift();
      }
      await Promise.all(pending);
    },
    close: async () => {
      writer.close();
      client.close();
    },
  };
}

function raw(port: number, rows: readonly Record<string, unknown>[]): Side {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_send_message_length': -1,
  });
  const call = client.makeBidiStreamRequest<Buffer, Buffer>(
    '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows',
    (bytes) => bytes,
    (bytes) => bytes,
  );
  call.on('error', () => undefined);
  const request = encodeAppendRequest({ protoRows: encodedOnce(rows) });
  return {
    batches: BATCHES.raw,
    send: (batches) =>
      new Promise<void>((resolve) => {
        let [sent, answered] = [0, 0];
        const more = (): void => {
          for (; sent < batches && sent - answered < 32; sent += 1) call.write(request);
        };
        const onAnswer = (): void => {
          answered += 1;
          more();
          if (answered < batches) return;
          call.off('data', onAnswer);
          resolve();
        };
        call.on('data', onAnswer);
        more();
      }),
    close: async () => {
      call.end();
      client.close();
    },
  };
}

function encodedOnce(rows: readonly Record<string, unknown>[]): Uint8Array {
  let bytes: Uint8Array = new Uint8Array();
  const batcher = new Batcher<undefined>({
    codec: compileCodec(SCHEMA, { unknownFields: 'reject' }),
    clock: systemClock,
    onBatch: ({ protoRows }) => {
      bytes = Buffer.from(protoRows);
    },
  });
  for (const row of rows) batcher.add(row, undefined);
  batcher.close();
  return bytes;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
