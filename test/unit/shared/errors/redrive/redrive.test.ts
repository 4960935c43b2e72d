import assert from 'node:assert/strict';
import { createGcsErrorOutput } from '@penstock/shared/errors/output-gcs.ts';
import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { errorRecord } from '@penstock/shared/errors/record.ts';
import { recordsOfPrefix } from '@penstock/shared/errors/redrive/from-prefix.ts';
import { recordsOfSubscription } from '@penstock/shared/errors/redrive/from-subscription.ts';
import { planRedrive } from '@penstock/shared/errors/redrive/plan.ts';
import { openPullClient } from '@penstock/shared/errors/redrive/pull-client.ts';
import { type RedriveCounts, type RedriveOptions, redrive } from '@penstock/shared/errors/redrive/redrive.ts';
import { createPublisher, type Publisher } from '@penstock/shared/pubsub/publisher.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import fc from 'fast-check';
import {
  BUCKET,
  ERROR_SUBSCRIPTION,
  type ErrorServices,
  startErrorServices,
  TARGET_SUBSCRIPTION,
} from '../../../../support/error-services.ts';
import { type PulledMessage, pullAll } from '../../../../support/pull.ts';

const error = new PenstockError('ROW_REJECTED', 'too long', { stage: 'sending' });

describe('the plan of a redrive', () => {
  it('sends the very message that was rejected, whatever its attributes are called', () => {
    const key = fc.oneof(
      fc.constantFrom('input', 'error_type', 'original_input', 'original_', 'payload_uri', 'attempt', 'ordering_key'),
      fc.string({ minLength: 1, maxLength: 20 }).filter((name) => !name.startsWith('goog')),
    );
    const attributes = fc.dictionary(key, fc.string({ maxLength: 20 }), { maxKeys: 10 });
    fc.assert(
      fc.property(attributes, fc.uint8Array(), fc.string(), (given, bytes, orderingKey) => {
        const record = errorRecord({ data: bytes, attributes: given, orderingKey, error, facts: { input: 's' } });
        const step = planRedrive(record);
        assert.ok(step.action === 'send');
        assert.deepEqual(Object.entries(step.message.attributes).sort(), Object.entries(given).sort());
        assert.deepEqual([...step.message.data], [...bytes]);
        assert.equal(step.message.orderingKey ?? '', orderingKey);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('leaves out what Pub/Sub added to a dead letter', () => {
    const attributes = {
      CloudPubSubDeadLetterSourceSubscription: 's',
      CloudPubSubDeadLetterSourceDeliveryCount: '5',
      a: 'b',
    };
    const step = planRedrive({ data: Buffer.from('x'), attributes });
    assert.deepEqual(step.action === 'send' && step.message.attributes, { a: 'b' });
  });

  it('leaves out attributes that Pub/Sub takes from no publisher', () => {
    const record = errorRecord({ data: Buffer.from('x'), attributes: { googclient_a: 'b', a: 'b' }, error });
    const step = planRedrive(record);
    assert.deepEqual(step.action === 'send' && step.message.attributes, { a: 'b' });
  });

  for (const [title, attributes, filter, expected] of [
    ['that the filter does not take', { error_reason: 'a' }, { error_reason: 'b' }, 'filtered'],
    ['whose payload was omitted', { payload_omitted: 'true' }, {}, 'payload-missing'],
    ['whose payload had to stay in the door', { payload_withheld: 'true' }, {}, 'payload-missing'],
    ['that lacks attributes', { attributes_incomplete: 'true' }, {}, 'attributes-missing'],
  ] as const) {
    it(`leaves a record ${title}`, () => {
      const step = planRedrive({ data: Buffer.from('x'), attributes }, filter);
      assert.deepEqual(step, { action: 'leave', reason: expected });
    });
  }
});

describe('a redrive', () => {
  let services: ErrorServices;
  let storage: StorageClient;
  let objects: Objects;
  let publisher: Publisher;
  beforeEach(async () => {
    services = await startErrorServices();
    storage = openStorage({ projectId: 'p' });
    objects = createObjects(storage);
    publisher = createPublisher({ projectId: 'p', topic: 'target', deadlineMs: 2_000 });
  });
  afterEach(async () => {
    services.faults.clear();
    await publisher.close();
    await storage.close();
    await services.close();
  });

  const arrived = (): Promise<readonly PulledMessage[]> => pullAll(services.pubsub.address, TARGET_SUBSCRIPTION);
  const stillThere = async (): Promise<readonly string[]> => {
    const left = await pullAll(services.pubsub.address, ERROR_SUBSCRIPTION);
    return left.map(({ data }) => data.toString()).sort();
  };
  const textsOf = (messages: readonly PulledMessage[]): readonly string[] =>
    messages.map(({ data }) => data.toString()).sort();

  async function rejectAll(...rejected: readonly (readonly [text: string, reason: string])[]): Promise<void> {
    const output = createErrorOutput({
      projectId: 'p',
      topic: 'errors',
      bucket: BUCKET,
      prefix: 'big/',
      deadlineMs: 9_000,
    });
    for (const [text, error_reason] of rejected)
      await output.reject({
        data: Buffer.from(text),
        attributes: { of: text.slice(0, 5) },
        error,
        facts: { error_reason },
      });
    await output.close();
  }

  async function fromSubscription(options: Partial<RedriveOptions> = {}, maxLeft = 100): Promise<RedriveCounts> {
    const client = await openPullClient(ERROR_SUBSCRIPTION);
    try {
      const source = recordsOfSubscription({ client, batchMessages: 2, maxLeft });
      return await redrive({
        source,
        send: (message) => publisher.publish(message),
        readPayload: async (uri) => {
          const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
          return objects.read(bucket, name);
        },
        ...options,
      });
    } finally {
      await client.close();
    }
  }

  describe('from a subscription', () => {
    it('sends what the filter takes with its own bytes and attributes, and leaves the rest in the subscription', async () => {
      await rejectAll(['one', 'a'], ['two', 'b'], ['three', 'a'], ['four', 'b'], ['five', 'a']);
      const progress: RedriveCounts[] = [];
      const onProgress = (counts: RedriveCounts): void => void progress.push(counts);
      const counts = await fromSubscription({ filter: { error_reason: 'a' }, onProgress });
      assert.deepEqual([counts.read, counts.sent, counts.failed, counts.left.filtered], [5, 3, 0, 2]);
      const messages = await arrived();
      assert.deepEqual(textsOf(messages), ['five', 'one', 'three']);
      for (const { data, attributes } of messages) assert.deepEqual(attributes, { of: data.toString() });
      assert.deepEqual(await stillThere(), ['four', 'two']);
      assert.ok(progress.length >= 3);
      assert.deepEqual(progress.at(-1), counts);
    });

    it('reads a payload that was too large for its record from Cloud Storage', async () => {
      // With attributes a record is larger than the message was, so that a message may fit whose record does not.
      const text = 'x'.repeat(9_999_800);
      await rejectAll([text, 'a']);
      assert.equal((await fromSubscription()).sent, 1);
      const [message] = await arrived();
      assert.equal(message?.data.toString() === text, true);
    });

    it('changes nothing in a dry run, and says what it would send', async () => {
      await rejectAll(['one', 'a'], ['two', 'b'], ['three', 'a']);
      const counts = await fromSubscription({ filter: { error_reason: 'a' }, dryRun: true });
      assert.deepEqual([counts.sent, counts.left.filtered], [2, 1]);
      assert.deepEqual(await arrived(), []);
      assert.deepEqual(await stillThere(), ['one', 'three', 'two']);
    });

    it('stops at its limit, and goes on when it is started again', async () => {
      await rejectAll(['one', 'a'], ['two', 'a'], ['three', 'a']);
      assert.equal((await fromSubscription({ limit: 1 })).sent, 1);
      assert.equal((await fromSubscription()).sent, 2);
      assert.deepEqual(textsOf(await arrived()), ['one', 'three', 'two']);
    });

    it('leaves a message that is refused, and goes on with the others', async () => {
      await rejectAll(['one', 'a'], ['two', 'a'], ['three', 'a']);
      const refused = new PenstockError('INPUT_INVALID', 'no');
      const failures: PenstockError[] = [];
      const counts = await fromSubscription({
        send: (message) => (message.data.toString() === 'two' ? Promise.reject(refused) : publisher.publish(message)),
        onFailed: (failure) => void failures.push(failure),
      });
      assert.deepEqual([counts.sent, counts.failed, failures], [2, 1, [refused]]);
      assert.deepEqual(await stillThere(), ['two']);
    });

    it('ends where the destination refuses everything, and loses nothing', async () => {
      await rejectAll(['one', 'a'], ['two', 'a'], ['three', 'a']);
      services.faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'PERMISSION_DENIED', times: 0 });
      await assert.rejects(fromSubscription(), { code: 'PERMISSION_DENIED' });
      services.faults.clear();
      assert.deepEqual(await stillThere(), ['one', 'three', 'two']);
    });

    it('ends when it is told to, or when more stays behind than it can remember', async () => {
      await rejectAll(['one', 'a'], ['two', 'a'], ['three', 'a']);
      await assert.rejects(fromSubscription({ signal: AbortSignal.abort(new Error('stopped')) }), /stopped/);
      await assert.rejects(fromSubscription({ filter: { error_reason: 'b' } }, 1), {
        code: 'RESOURCE_EXHAUSTED',
        kind: 'permanent',
      });
      assert.deepEqual(await stillThere(), ['one', 'three', 'two']);
    });

    it('connects to Google where no emulator is named', async () => {
      const client = await openPullClient(ERROR_SUBSCRIPTION, readEmulators({}));
      await client.close();
    });

    it('says so where there is no such subscription', async () => {
      const client = await openPullClient('projects/p/subscriptions/none');
      const source = recordsOfSubscription({ client });
      const nothing = { send: async () => '', readPayload: async () => Buffer.alloc(0) };
      await assert.rejects(redrive({ source, ...nothing }), { code: 'NOT_FOUND', stage: 'receiving' });
      await client.close();
    });
  });

  describe('from a prefix in Cloud Storage', () => {
    let place: string | undefined;
    const position = {
      read: async () => place,
      write: async (name: string): Promise<void> => {
        place = name;
      },
    };
    beforeEach(async () => {
      place = undefined;
      const output = createGcsErrorOutput({ objects, bucket: BUCKET, prefix: 'errors/' });
      const of = (text: string, error_reason = 'a') => ({
        data: Buffer.from(text),
        attributes: {},
        error,
        facts: { error_reason },
      });
      await output.rejectAll([of('one'), of('two', 'b')], '1');
      await output.rejectAll([of('three')], '2');
      await output.rejectAll([of('four')], '3');
      await objects.create(BUCKET, 'errors/notes.txt', Buffer.from('not a record'));
    });

    const fromPrefix = (options: Partial<RedriveOptions> = {}, deleteSent = false): Promise<RedriveCounts> =>
      redrive({
        source: recordsOfPrefix({ objects, bucket: BUCKET, prefix: 'errors/', position, deleteSent }),
        send: (message) => publisher.publish(message),
        readPayload: async () => Buffer.alloc(0),
        ...options,
      });

    it('sends every record, and remembers how far it came', async () => {
      assert.equal((await fromPrefix()).sent, 4);
      assert.deepEqual(textsOf(await arrived()), ['four', 'one', 'three', 'two']);
      assert.equal(place, 'errors/3.ndjson');
      assert.equal((await fromPrefix()).read, 0);
    });

    it('goes on behind the last object that it finished when it is started again', async () => {
      await assert.rejects(
        fromPrefix({
          send: async (message) => {
            if (message.data.toString() === 'three') throw new PenstockError('UNAVAILABLE', 'down');
            return publisher.publish(message);
          },
        }),
        { code: 'UNAVAILABLE' },
      );
      assert.equal(place, 'errors/1.ndjson');
      assert.equal((await fromPrefix()).sent, 2);
      assert.deepEqual(textsOf(await arrived()), ['four', 'one', 'three', 'two']);
    });

    it('reads an object again of which its limit has left records', async () => {
      assert.equal((await fromPrefix({ limit: 1 })).sent, 1);
      assert.equal(place, undefined);
      assert.equal((await fromPrefix()).sent, 4);
    });

    it('deletes, where it is asked to, the objects all of whose records were sent, and no other', async () => {
      await fromPrefix({ filter: { error_reason: 'a' } }, true);
      const names: string[] = [];
      for await (const page of objects.list(BUCKET, { prefix: 'errors/' })) names.push(...page.map(({ name }) => name));
      assert.deepEqual(names, ['errors/1.ndjson', 'errors/notes.txt']);
    });

    it('reads lines whatever their ends, and refuses an object that holds something else', async () => {
      const line = JSON.stringify({ attributes: {}, data: 'NQ==' });
      await objects.create(BUCKET, 'errors/4.ndjson', Buffer.from(`\n${line}\n\n${line}`));
      assert.equal((await fromPrefix()).sent, 6);
      await objects.create(BUCKET, 'errors/5.ndjson', Buffer.from('{}\n'));
      await assert.rejects(fromPrefix(), { code: 'INPUT_MALFORMED' });
      assert.equal(place, 'errors/4.ndjson');
    });
  });
});
