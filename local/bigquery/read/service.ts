/** The gRPC service BigQueryRead. The first call loads its code, because most clouds never serve one. */

import * as grpc from '@grpc/grpc-js';
import type { Faults } from '../../core/faults/faults.ts';
import { grpcError } from '../../core/grpc/server.ts';
import type { Happening } from '../../core/service.ts';
import { refusalOf } from '../write/faults.ts';
import type { SocketGrpcServer } from '../write/listener.ts';
import type { Protos } from '../write/protos.ts';
import { invalid, type Reading } from './open-session.ts';
import type { Sessions } from './sessions.ts';

const READ = 'google.cloud.bigquery.storage.v1.BigQueryRead';

export interface ReadParts {
  readonly reading: Reading;
  readonly protos: Protos;
  readonly faults: Faults;
  readonly report: (happening: Happening) => void;
  readonly sockets: () => SocketGrpcServer | undefined;
}

const asBytes = (bytes: Buffer): Buffer => bytes;

function method(name: string, responseStream: boolean): grpc.MethodDefinition<Buffer, Buffer> {
  return {
    path: `/${READ}/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: asBytes,
    requestDeserialize: asBytes,
    responseSerialize: asBytes,
    responseDeserialize: asBytes,
  };
}

export function addReadService(server: grpc.Server, parts: ReadParts): { close(): Promise<void> } {
  let loading: Promise<Sessions> | undefined;
  const sessions = (): Promise<Sessions> => {
    loading ??= import('./sessions.ts').then(({ Sessions }) => new Sessions(parts.reading));
    return loading;
  };
  const unary =
    (
      name: string,
      resource: (request: Message) => string,
      run: (request: Message) => Promise<readonly [string, object]>,
    ) =>
    (call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>): void => {
      answer(parts, call, name, resource, run).then(
        (bytes) => bytes && callback(null, bytes),
        (error: unknown) => callback(asRpcError(error), null),
      );
    };
  server.addService(
    {
      CreateReadSession: method('CreateReadSession', false),
      ReadRows: method('ReadRows', true),
      SplitReadStream: method('SplitReadStream', false),
    },
    {
      CreateReadSession: unary(
        'CreateReadSession',
        ({ readSession }) => String((readSession as Message | null)?.table ?? ''),
        async (request) => ['ReadSession', await (await sessions()).create(request)],
      ),
      SplitReadStream: unary(
        'SplitReadStream',
        ({ name }) => String(name),
        async ({ name, fraction }) => [
          'SplitReadStreamResponse',
          (await sessions()).split(String(name), Number(fraction)),
        ],
      ),
      ReadRows: (call: grpc.ServerWritableStream<Buffer, Buffer>) => {
        readRows(parts, call, sessions).catch((error: unknown) => call.emit('error', asRpcError(error)));
      },
    },
  );
  return { close: async () => (await loading)?.close() };
}

type Message = Readonly<Record<string, unknown>>;

async function answer(
  parts: ReadParts,
  call: grpc.ServerUnaryCall<Buffer, Buffer>,
  name: string,
  resource: (request: Message) => string,
  run: (request: Message) => Promise<readonly [string, object]>,
): Promise<Buffer | undefined> {
  const request = decoded(parts.protos, `${name}Request`, call.request);
  const about = resource(request);
  const fault = parts.faults.next('bigquery-storage', name, about);
  const refusal = fault && refusalOf(fault, name, about);
  if (refusal !== undefined) throw grpcError(refusal.code, refusal.message);
  if (fault?.kind === 'slow') await pause(fault.delayMs ?? 0);
  const [type, message] = fault?.kind === 'reset' && fault.at !== 'after' ? ['', {}] : await run(request);
  if (fault?.kind === 'reset' || fault?.kind === 'ack-lost') {
    parts.sockets()?.cut(call.getPeer());
    return undefined;
  }
  if (name === 'CreateReadSession')
    parts.report({ service: 'bigquery-storage', what: 'opened a read session', resource: about });
  return parts.protos.encode(type, message);
}

/** `reset` during the call cuts the connection after the first response; `after`, behind the last one. */
async function readRows(
  parts: ReadParts,
  call: grpc.ServerWritableStream<Buffer, Buffer>,
  sessions: () => Promise<Sessions>,
): Promise<void> {
  const { readStream, offset } = decoded(parts.protos, 'ReadRowsRequest', call.request);
  const name = String(readStream);
  const fault = parts.faults.next('bigquery-storage', 'ReadRows', name);
  const refusal = fault && refusalOf(fault, 'ReadRows', name);
  if (refusal !== undefined) throw grpcError(refusal.code, refusal.message);
  if (fault?.kind === 'slow') await pause(fault.delayMs ?? 0);
  const cut = (): void => parts.sockets()?.cut(call.getPeer());
  if (fault?.kind === 'reset' && fault.at === 'before') return cut();
  const { rowCount, responses } = (await sessions()).read(name, Number(offset ?? 0));
  for (const response of responses) {
    if (call.cancelled || call.destroyed) return;
    if (!call.write(parts.protos.encode('ReadRowsResponse', response))) await roomIn(call);
    if (fault?.kind === 'reset' && fault.at !== 'after') return cut();
  }
  if (fault?.kind === 'reset' || fault?.kind === 'ack-lost') return cut();
  parts.report({ service: 'bigquery-storage', what: 'read', resource: name, facts: { rows: rowCount } });
  call.end();
}

function roomIn(call: grpc.ServerWritableStream<Buffer, Buffer>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'cancelled']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'cancelled']) call.on(event, done);
  });
}

function decoded(protos: Protos, type: string, bytes: Buffer): Message {
  try {
    return protos.decode(type, bytes);
  } catch (error) {
    throw invalid(`Cannot parse the request: ${(error as Error).message}`);
  }
}

function asRpcError(error: unknown): grpc.ServiceError {
  if (error instanceof Error && 'code' in error && 'metadata' in error) return error as grpc.ServiceError;
  return grpcError(grpc.status.INTERNAL, `Internal error: ${error instanceof Error ? error.message : String(error)}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
