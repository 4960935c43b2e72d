import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connect } from '@penstock/shared/pubsub/transport.ts';
import { fromGrpcError, fromHttpError, fromUnknown, type PenstockError } from '@penstock/shared/runtime/errors.ts';
import { GRPC_VERDICTS, HTTP_VERDICTS, REASON_VERDICTS } from '@penstock/shared/runtime/http-errors.ts';
import { retry } from '@penstock/shared/runtime/retry.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import { BUCKET, ERROR_TOPIC, type ErrorServices, startErrorServices } from '../../../support/error-services.ts';
import { freePort } from '../../../support/free-port.ts';

const GRPC_NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** The table is held to what clients really meet: each of its codes is played by the local cloud. */
describe('the error of a real refusal', () => {
  let services: ErrorServices;
  let storage: StorageClient;
  before(async () => {
    services = await startErrorServices();
    storage = openStorage({ projectId: 'p', budgetMs: 300, retry: { initialMs: 1, maxMs: 2 } });
  });
  after(async () => {
    await storage.close();
    await services.close();
  });
  afterEach(() => services.faults.clear());

  const failureOf = async (work: () => Promise<unknown>, read = fromUnknown): Promise<PenstockError> => {
    try {
      await work();
    } catch (error) {
      return read(error);
    }
    throw new Error('it did not fail');
  };

  for (const [status, [code, kind]] of Object.entries(HTTP_VERDICTS)) {
    it(`is ${code}, ${kind}, where Cloud Storage answers ${status}`, async () => {
      services.faults.add({ service: 'storage', method: 'objects.get', kind: 'error', code: Number(status), times: 0 });
      const error = await failureOf(() => createObjects(storage).read(BUCKET, 'x'));
      assert.deepEqual([error.code, error.kind], [code, kind]);
    });
  }

  for (const [number, verdict] of GRPC_VERDICTS.entries()) {
    if (verdict === undefined) continue;
    const [code, kind] = verdict;
    it(`is ${code}, ${kind}, where Pub/Sub answers ${GRPC_NAMES[number]}`, async () => {
      const name = GRPC_NAMES[number] as string;
      services.faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: name });
      const transport = connect(services.pubsub.address);
      const publish = () => transport.publish({ topic: ERROR_TOPIC, messages: [] }, Date.now() + 5_000);
      const error = await failureOf(publish, fromGrpcError);
      transport.close();
      assert.deepEqual([error.code, error.kind], [code, kind]);
    });
  }

  for (const [reason, [code, kind]] of Object.entries(REASON_VERDICTS)) {
    it(`is ${code}, ${kind}, where Google's client says ${reason}`, () => {
      const thrown = Object.assign(new Error('x'), { code: 403, errors: [{ reason }] });
      const error = fromHttpError(thrown);
      assert.deepEqual([error.code, error.kind], [code, kind]);
    });
  }

  it('is UNAVAILABLE, transient, where nothing listens, where the connection is reset, and where it is closed', async () => {
    const refused = await failureOf(async () => fetch(`http://127.0.0.1:${await freePort()}`));
    assert.deepEqual([refused.code, refused.kind], ['UNAVAILABLE', 'transient']);
    for (const end of ['resetAndDestroy', 'destroy'] as const) {
      const server = createServer((socket) => socket.once('data', () => socket[end]()));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address() as { port: number };
      const broken = await failureOf(() => fetch(`http://127.0.0.1:${address.port}`));
      assert.deepEqual([broken.code, broken.kind], ['UNAVAILABLE', 'transient']);
      server.close();
    }
  });

  for (const thrown of [
    new TypeError('a defect'),
    'a text',
    undefined,
    { odd: true },
    Object.assign(new Error('x'), { code: 'ODD' }),
  ]) {
    it(`is tried once where it is ${JSON.stringify(thrown) ?? thrown}, which no table knows`, async () => {
      let attempts = 0;
      const work = (): Promise<never> => {
        attempts += 1;
        return Promise.reject(thrown);
      };
      for (const classify of [fromUnknown, fromGrpcError, fromHttpError]) {
        attempts = 0;
        const error = await failureOf(() => retry(work, { classify }));
        assert.deepEqual([attempts, error.code, error.kind], [1, 'INTERNAL', 'permanent']);
      }
    });
  }
});
