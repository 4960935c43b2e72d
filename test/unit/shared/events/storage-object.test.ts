import assert from 'node:assert/strict';
import { ofNotification, readStorageObject } from '@penstock/shared/events/storage-object.ts';

const RESOURCE = { kind: 'storage#object', bucket: 'b', name: 'd/t/_SUCCESS', generation: '7', size: '12' };
const FINALIZED = { change: 'finalized', bucket: 'b', name: 'd/t/_SUCCESS', generation: '7', size: 12, eventId: 'e' };
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const eventHeaders = (type: string) => ({
  'ce-id': 'e',
  'ce-source': '//storage.googleapis.com/projects/_/buckets/b',
  'ce-type': type,
  'ce-time': '2026-01-02T03:04:05Z',
  'content-type': 'application/json',
});
const notification = (attributes: Readonly<Record<string, string>>, data: unknown = RESOURCE) => ({
  message: {
    messageId: 'e',
    data: data === undefined ? '' : json(data).toString('base64'),
    attributes: { bucketId: 'b', objectId: 'd/t/_SUCCESS', objectGeneration: '7', ...attributes },
  },
  subscription: 'projects/p/subscriptions/s',
});

describe('an object of Cloud Storage', () => {
  const message = notification({ eventType: 'OBJECT_FINALIZE', payloadFormat: 'JSON_API_V1' });
  for (const [title, request, expected] of [
    [
      'an event of Eventarc',
      { headers: eventHeaders('google.cloud.storage.object.v1.finalized'), rawBody: json(RESOURCE) },
      FINALIZED,
    ],
    ['a pushed notification', { headers: {}, rawBody: json(message) }, FINALIZED],
    [
      'a notification through Eventarc',
      { headers: eventHeaders('google.cloud.pubsub.topic.v1.messagePublished'), rawBody: json(message) },
      FINALIZED,
    ],
    ['its plain resource', { headers: {}, rawBody: json(RESOURCE) }, { ...FINALIZED, eventId: '' }],
  ] as const) {
    it(`is the same told by ${title}`, () => assert.deepEqual(readStorageObject(request), expected));
  }

  for (const [type, notified, change] of [
    ['finalized', 'OBJECT_FINALIZE', 'finalized'],
    ['deleted', 'OBJECT_DELETE', 'deleted'],
    ['archived', 'OBJECT_ARCHIVE', 'archived'],
    ['metadataUpdated', 'OBJECT_METADATA_UPDATE', 'metadataUpdated'],
  ] as const) {
    it(`is known to be ${change}, by event and by notification`, () => {
      const headers = eventHeaders(`google.cloud.storage.object.v1.${type}`);
      assert.equal(readStorageObject({ headers, rawBody: json(RESOURCE) }).change, change);
      const rawBody = json(notification({ eventType: notified }));
      assert.equal(readStorageObject({ headers: {}, rawBody }).change, change);
    });
  }

  it('is told without its resource where the notification carries none', () => {
    const data = Buffer.alloc(0);
    const attributes = { eventType: 'OBJECT_FINALIZE', bucketId: 'b', objectId: 'o', objectGeneration: '7' };
    const told = ofNotification({ attributes, data, messageId: 'm' });
    assert.deepEqual(told, {
      change: 'finalized',
      bucket: 'b',
      name: 'o',
      generation: '7',
      size: undefined,
      eventId: 'm',
    });
  });

  it('is deleted where its plain resource has a time of deletion', () => {
    const rawBody = json({ ...RESOURCE, timeDeleted: '2026-01-02T03:04:05Z' });
    assert.equal(readStorageObject({ headers: {}, rawBody }).change, 'deleted');
  });

  it('keeps a generation that is larger than JavaScript numbers hold, and a plain one may have none', () => {
    const large = json({ ...RESOURCE, generation: '18446744073709551615' });
    assert.equal(readStorageObject({ headers: {}, rawBody: large }).generation, '18446744073709551615');
    const none = json({ ...RESOURCE, generation: undefined, size: 'many' });
    const { generation, size } = readStorageObject({ headers: {}, rawBody: none });
    assert.deepEqual([generation, size], ['', undefined]);
  });

  for (const [title, request, code] of [
    ['an event of something else', { headers: eventHeaders('other'), rawBody: json(RESOURCE) }, 'INPUT_INVALID'],
    ['another message', { headers: {}, rawBody: json(notification({ eventType: 'toString' })) }, 'INPUT_INVALID'],
    ['a message without attributes', { headers: {}, rawBody: json({ message: { messageId: '1' } }) }, 'INPUT_INVALID'],
    ['a resource without a bucket', { headers: {}, rawBody: json({ name: 'n' }) }, 'INPUT_MALFORMED'],
    ['a resource without a name', { headers: {}, rawBody: json({ bucket: 'b', name: '' }) }, 'INPUT_MALFORMED'],
    [
      'a generation that is no number',
      { headers: {}, rawBody: json({ ...RESOURCE, generation: 'x' }) },
      'INPUT_MALFORMED',
    ],
    ['what is not JSON', { headers: {}, rawBody: Buffer.from('{') }, 'INPUT_MALFORMED'],
    ['no body', { headers: {} }, 'INPUT_MALFORMED'],
  ] as const) {
    it(`is not read from ${title}`, () => assert.throws(() => readStorageObject(request), { code }));
  }
});
