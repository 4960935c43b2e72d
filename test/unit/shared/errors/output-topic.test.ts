import assert from 'node:assert/strict';
import { createErrorOutput, type ErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { Faults } from '../../../../local/core/faults/faults.ts';
import { type PubsubService, startPubsub } from '../../../../local/pubsub/index.ts';
import { type StorageService, startStorage } from '../../../../local/storage/index.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { type PulledMessage, pullAll } from '../../../support/pull.ts';

const TOPIC = 'projects/p/topics/errors';
const SUBSCRIPTION = 'projects/p/subscriptions/errors';

describe('the error output', () => {
  const faults = new Faults();
  let pubsub: PubsubService;
  let storage: StorageService;
  let restore: () => void;
  let output: ErrorOutput;
  before(async () => {
    const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
    pubsub = await startPubsub(service);
    storage = await startStorage(service);
    restore = setEnvironment({
      PUBSUB_EMULATOR_HOST: pubsub.address,
      STORAGE_EMULATOR_HOST: `http://${storage.address}`,
      METADATA_SERVER_DETECTION: 'none',
    });
    await pubsub.ensureTopic(TOPIC);
    await pubsub.ensureSubscription(SUBSCRIPTION, TOPIC);
    await storage.ensureBucket('rejected');
  });
  after(async () => {
    restore();
    await pubsub.close();
    await storage.close();
  });
  beforeEach(() => {
    output = makeOutput('rejected');
  });
  afterEach(async () => {
    faults.clear();
    await output.close();
  });

  const makeOutput = (bucket: string): ErrorOutput =>
    createErrorOutput({ projectId: 'p', topic: 'errors', bucket, prefix: 'errors/', deadlineMs: 2_000 });
  const error = new PenstockError('INPUT_MALFORMED', 'no good', { stage: 'receiving' });
  const recorded = (): Promise<readonly PulledMessage[]> => pullAll(pubsub.address, SUBSCRIPTION);
  const LARGE = Buffer.alloc(10_000_001, 'x');

  it('takes a record with its payload byte for byte', async () => {
    await output.reject({ data: Buffer.from([0, 255]), attributes: { a: 'b' }, error, facts: { error_reason: 'why' } });
    const [record] = await recorded();
    assert.deepEqual([...(record?.data ?? [])], [0, 255]);
    const { a, error_reason, exception_class } = record?.attributes ?? {};
    assert.deepEqual([a, error_reason, exception_class], ['b', 'why', 'INPUT_MALFORMED']);
  });

  it('keeps a payload too large for a message in Cloud Storage, whatever else the record holds', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`a${at}`, 'x']));
    await output.reject({ data: LARGE, attributes, error });
    const [record] = await recorded();
    assert.equal(record?.data.length, 0);
    assert.equal(Object.keys(record?.attributes ?? {}).length, 100);
    assert.equal(record?.attributes.payload_bytes, String(LARGE.length));
    const name = record?.attributes.payload_uri?.replace('gs://rejected/', '') ?? '';
    const url = `http://${storage.address}/storage/v1/b/rejected/o/${encodeURIComponent(name)}?alt=media`;
    assert.ok(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(LARGE));
  });

  it('says what is missing where there is no bucket for it', async () => {
    const without = makeOutput('');
    await without.reject({ data: LARGE, attributes: {}, error });
    await without.close();
    const [record] = await recorded();
    assert.deepEqual(
      [record?.attributes.payload_omitted, record?.attributes.payload_bytes],
      ['true', String(LARGE.length)],
    );
  });

  it('throws where the record is not durable', async () => {
    faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'PERMISSION_DENIED', times: 0 });
    await assert.rejects(output.reject({ data: Buffer.from('x'), attributes: {}, error }), {
      code: 'PERMISSION_DENIED',
    });
    const nowhere = makeOutput('no-such-bucket');
    faults.clear();
    await assert.rejects(nowhere.reject({ data: LARGE, attributes: {}, error }), { code: 'NOT_FOUND' });
    await nowhere.close();
    assert.deepEqual(await recorded(), []);
  });

  it('connects to nothing before there is something to reject', async () => {
    await makeOutput('').close();
  });
});
