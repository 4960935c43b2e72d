import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as grpc from '@grpc/grpc-js';
import { type Gate, makeGates } from '@penstock/local/core/grpc/gate.ts';
import { type GrpcServer, startGrpcServer } from '@penstock/local/core/grpc/server.ts';

const asBytes = (bytes: Buffer): Buffer => bytes;
const method = (path: string, isStream: boolean): grpc.MethodDefinition<Buffer, Buffer> => ({
  path,
  requestStream: isStream,
  responseStream: isStream,
  requestSerialize: asBytes,
  requestDeserialize: asBytes,
  responseSerialize: asBytes,
  responseDeserialize: asBytes,
});

type ServerCall = grpc.ServerDuplexStream<Buffer, Buffer>;

describe('a gate before a stream of requests', () => {
  const gates = makeGates();
  let server: GrpcServer;
  let client: grpc.Client;
  let onCall: (call: ServerCall) => void = () => undefined;

  before(async () => {
    const listen = {
      host: '127.0.0.1',
      port: 0,
      maxReceiveBytes: -1,
      options: { interceptors: [gates.interceptor] },
    };
    server = await startGrpcServer(listen, (one) =>
      one.addService(
        { Stream: method('/s/Stream', true), Single: method('/s/Single', false) },
        {
          Stream: (call: ServerCall) => onCall(call),
          Single: (call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) =>
            answer(null, call.request),
        },
      ),
    );
    client = new grpc.Client(server.address, grpc.credentials.createInsecure());
  });
  after(async () => {
    client.close();
    await server.close();
  });

  const single = (): Promise<string> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest('/s/Single', asBytes, asBytes, Buffer.from('x'), (error, bytes) =>
        error === null ? resolve(String(bytes)) : reject(error),
      );
    });
  /** A call both ends of which are in hand. */
  const open = async (receive: (text: string, gate: Gate) => void) => {
    const opened = new Promise<ServerCall>((resolve) => {
      onCall = (call) => {
        const gate = gates.of(call.metadata);
        call.on('data', (bytes: Buffer) => receive(String(bytes), gate));
        call.on('end', () => receive('end', gate));
        resolve(call);
      };
    });
    const sending = client.makeBidiStreamRequest('/s/Stream', asBytes, asBytes);
    sending.on('error', () => undefined);
    const call = await opened;
    return { sending, call, gate: gates.of(call.metadata) };
  };
  /** By then whatever was sent before has reached the server, which is the same process and connection. */
  const settled = async (): Promise<void> => {
    for (let round = 0; round < 5; round++) await single();
  };

  it('lets one message through each time it is opened, in order, and the end after the last', async () => {
    const seen: string[] = [];
    const { sending, gate } = await open((text, own) => {
      seen.push(text);
      own.shut();
    });
    for (const text of ['a', 'b', 'c']) sending.write(Buffer.from(text));
    sending.end();
    for (const expected of [['a'], ['a', 'b'], ['a', 'b', 'c', 'end']]) {
      await settled();
      assert.deepEqual(seen, expected);
      gate.open();
    }
  });

  it('is a gate of its own for each call, and none for calls of one request', async () => {
    const seen: string[] = [];
    const first = await open((text) => seen.push(text));
    first.gate.shut();
    const second = await open((text) => seen.push(text));
    first.sending.write(Buffer.from('first'));
    second.sending.write(Buffer.from('second'));
    await settled();
    assert.deepEqual(seen, ['second']);
    assert.equal(await single(), 'x');
    first.gate.open();
    await settled();
    assert.deepEqual(seen, ['second', 'first']);
    first.sending.cancel();
    second.sending.cancel();
  });

  it('keeps to itself what waits at it when the client goes away', async () => {
    const seen: string[] = [];
    const { sending, call, gate } = await open((text) => seen.push(text));
    gate.shut();
    sending.write(Buffer.from('late'));
    await settled();
    const cancelled = once(call, 'cancelled');
    sending.cancel();
    await cancelled;
    gate.open();
    await settled();
    assert.deepEqual(seen, []);
  });
});
