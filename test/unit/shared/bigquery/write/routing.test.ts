import assert from 'node:assert/strict';
import type { Metadata, ServerDuplexStream } from '@grpc/grpc-js';
import { startGrpcServer } from '@penstock/local/core/grpc/server.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { runInTrace } from '@penstock/shared/runtime/trace.ts';
import { batchOf } from '../../../../support/write-core.ts';

const TABLE = { projectId: 'p', datasetId: 'd', tableId: 'a table' };
const PATH = 'projects/p/datasets/d/tables/a table';
const METHODS = ['CreateWriteStream', 'GetWriteStream', 'FinalizeWriteStream', 'BatchCommitWriteStreams', 'FlushRows'];

/** Outside of the US multi-region the service finds a table by this header and by nothing else (write-api.md, Service). */
describe('every call', () => {
  it('says which table or stream it is about, for the service to route by, and the trace it belongs to', async () => {
    const seen: [string, unknown][] = [];
    const traces: unknown[] = [];
    const see = (method: string, metadata: Metadata): void => {
      seen.push([method, metadata.get('x-goog-request-params').map(String)]);
      traces.push(...metadata.get('traceparent'));
    };
    const server = await startGrpcServer({ host: '127.0.0.1', port: 0, maxReceiveBytes: -1 }, (grpc) => {
      const asIs = (bytes: Buffer): Buffer => bytes;
      const ways = {
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      };
      const path = (method: string): string => `/google.cloud.bigquery.storage.v1.BigQueryWrite/${method}`;
      for (const method of METHODS) {
        const unary = { ...ways, path: path(method), requestStream: false, responseStream: false };
        const answer = (call: { metadata: Metadata }, reply: (error: null, bytes: Buffer) => void): void => {
          see(method, call.metadata);
          reply(null, Buffer.alloc(0));
        };
        grpc.addService({ method: unary }, { method: answer });
      }
      const stream = { ...ways, path: path('AppendRows'), requestStream: true, responseStream: true };
      const append = (call: ServerDuplexStream<Buffer, Buffer>): void => {
        see('AppendRows', call.metadata);
        call.on('data', () => call.write(Buffer.from([0x0a, 0x00]))).on('end', () => call.end());
      };
      grpc.addService({ stream }, { stream: append });
    });
    const client = new WriteClient({ endpoint: { emulatorHost: server.address } });
    const name = `${PATH}/streams/s`;
    const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };
    await runInTrace(trace, () => client.createWriteStream(PATH, 'COMMITTED'));
    await client.getWriteStream(name);
    await client.finalizeWriteStream(name);
    await client.batchCommit([name]);
    await client.flushRows(name, 0);
    const stream = new DefaultStream(client, TABLE);
    await (await stream.append(batchOf([1]))).acknowledged;
    await stream.close();
    client.close();
    await server.close();
    const table = encodeURIComponent(PATH);
    const streams = encodeURIComponent(name);
    assert.deepEqual(traces, [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`]);
    assert.deepEqual(seen, [
      ['CreateWriteStream', [`parent=${table}`]],
      ['GetWriteStream', [`name=${streams}`]],
      ['FinalizeWriteStream', [`name=${streams}`]],
      ['BatchCommitWriteStreams', [`parent=${table}`]],
      ['FlushRows', [`write_stream=${streams}`]],
      ['AppendRows', [`write_stream=${encodeURIComponent(`${PATH}/streams/_default`)}`]],
    ]);
  });
});
