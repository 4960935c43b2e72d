/**
 * One side of `bench/append.ts` in a process of its own, so that what one makes V8 believe about objects does not slow the
 * other. Started with the side's name and the server's port; sends `{}` when ready, and for each message `{ batches }`
 * sends `{ seconds }` once all of them are acknowledged.
 */

import { adapt, managedwriter, type protos } from '@google-cloud/bigquery-storage';
import * as grpc from '@grpc/grpc-js';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { schemaToRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import { encodeAppendRequest } from '@penstock/shared/bigquery/write/append-message.ts';
import { Batcher } from '@penstock/shared/bigquery/write/batcher.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { jsonRowsOf, preparedRowsOf, SCHEMA } from './twelve-columns.ts';

const BATCH_ROWS = 1_000;
/** Requests on their way, on every side. More only makes the rows leave the processor's cache on this loopback. */
const IN_FLIGHT = 8;
const TABLE = { projectId: 'p', datasetId: 'd', tableId: 't' };
const STREAM = 'projects/p/datasets/d/tables/t/streams/_default';

type Rows = readonly Record<string, unknown>[];
/** Sends so many batches and resolves when all are acknowledged. */
type Send = (batches: number) => Promise<void>;

const SIDES = { ours, theirs, fromJson: ours, raw };

function ours(port: number, rows: Rows): Send {
  const client = new WriteClient({
    endpoint: { emulatorHost: `127.0.0.1:${port}` },
    policy: { maxInFlightRequests: IN_FLIGHT },
  });
  const stream = new DefaultStream(client, TABLE);
  const codec = compileCodec(SCHEMA, { unknownFields: 'reject' });
  return async (batches) => {
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
  };
}

async function theirs(port: number, rows: Rows): Promise<Send> {
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
  return async (batches) => {
    // Its doc comment: "no flow control". As many on their way as ours has.
    const pending: Promise<unknown>[] = [];
    for (let sent = 0; sent < batches; sent += 1) {
      pending.push(writer.appendRows(rows as never).getResult());
      if (pending.length >= IN_FLIGHT) await pending.shift();
    }
    await Promise.all(pending);
  };
}

function raw(port: number, rows: Rows): Send {
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
  return (batches) =>
    new Promise<void>((resolve) => {
      let [sent, answered] = [0, 0];
      const more = (): void => {
        for (; sent < batches && sent - answered < IN_FLIGHT; sent += 1) call.write(request);
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
    });
}

function encodedOnce(rows: Rows): Uint8Array {
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

const [name, port] = process.argv.slice(2);
if (process.send && (name === 'ours' || name === 'theirs' || name === 'fromJson' || name === 'raw')) {
  const rows = name === 'fromJson' ? jsonRowsOf(BATCH_ROWS) : preparedRowsOf(BATCH_ROWS);
  const send = await SIDES[name](Number(port), rows);
  process.on('message', async ({ batches }: { batches: number }) => {
    const start = performance.now();
    await send(batches);
    process.send?.({ seconds: (performance.now() - start) / 1_000 });
  });
  process.on('disconnect', () => process.exit(0));
  process.send({});
}
