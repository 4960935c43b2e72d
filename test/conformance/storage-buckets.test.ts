import assert from 'node:assert/strict';
import type { Bucket, GetFilesResponse } from '@google-cloud/storage';
import { reasonOf, type StorageFixture, send, storageFixture, until } from '../support/storage.ts';

describe('Cloud Storage buckets, listings, notifications and batches', () => {
  let fixture: StorageFixture;
  let address: string;

  beforeEach(async () => {
    fixture = await storageFixture();
    address = fixture.service.address;
  });
  afterEach(() => fixture.close());

  async function bucketWith(names: readonly string[], name = 'listed-bucket'): Promise<Bucket> {
    const [bucket] = await fixture.client.createBucket(name);
    await Promise.all(names.map((object) => bucket.file(object).save('x', { resumable: false })));
    return bucket;
  }

  it('creates, describes, changes, lists and deletes buckets', async () => {
    const [bucket] = await fixture.client.createBucket('life-bucket', {
      location: 'eu',
      versioning: { enabled: true },
    });
    await bucket.setLabels({ team: 'data' });
    await bucket.addLifecycleRule({ action: { type: 'Delete' }, condition: { age: 3 } });
    const [metadata] = await bucket.getMetadata();
    assert.equal(metadata.location, 'EU');
    assert.equal(metadata.locationType, 'multi-region');
    assert.deepEqual(metadata.labels, { team: 'data' });
    assert.equal(metadata.lifecycle?.rule?.length, 1);
    assert.equal(metadata.versioning?.enabled, true);
    await fixture.client.createBucket('life-other');
    const [buckets] = await fixture.client.getBuckets({ prefix: 'life-' });
    assert.deepEqual(
      buckets.map(({ name }) => name),
      ['life-bucket', 'life-other'],
    );
    await bucket.file('x').save('x', { resumable: false });
    await assert.rejects(bucket.delete(), { code: 409, message: /not empty/ });
    await bucket.deleteFiles({ versions: true });
    await bucket.delete();
    assert.deepEqual(await bucket.exists(), [false]);
  });

  it('refuses names that break the rules, names that exist and requests without a project', async () => {
    for (const name of ['ab', 'Upper', '-dash', 'google-x', '192.168.1.1', 'a..b', 'x'.repeat(64), '../x', 'sp ace']) {
      const reply = await send(address, 'POST', '/b?project=p', { body: JSON.stringify({ name }) });
      assert.deepEqual([reply.status, reasonOf(reply)], [400, 'invalid'], name);
    }
    await fixture.client.createBucket('taken-bucket');
    await assert.rejects(fixture.client.createBucket('taken-bucket'), { code: 409 });
    assert.equal(reasonOf(await send(address, 'POST', '/b', { body: '{"name":"no-project"}' })), 'required');
  });

  it('lists in the order of UTF-8 bytes', async () => {
    const names = ['a', 'a/b', 'B', '\uff5e', '😀', 'ä', 'Z'];
    const bucket = await bucketWith(names);
    const [files] = await bucket.getFiles();
    const sorted = [...names].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    assert.deepEqual(
      files.map(({ name }) => name),
      sorted,
    );
  });

  it('tells what lies below a delimiter as prefixes, page by page, each once', async () => {
    const bucket = await bucketWith(['a/1', 'a/2', 'a/', 'b', 'c/1', 'c/d/2', 'e']);
    const items: string[] = [];
    const prefixes: string[] = [];
    let pages = 0;
    for (
      let query: object | null = { delimiter: '/', maxResults: 1, autoPaginate: false };
      query !== null;
      pages += 1
    ) {
      const [files, next, answer]: GetFilesResponse = await bucket.getFiles(query);
      items.push(...files.map(({ name }) => name));
      prefixes.push(...((answer as { prefixes?: string[] }).prefixes ?? []));
      query = next;
    }
    assert.deepEqual([items, prefixes, pages], [['b', 'e'], ['a/', 'c/'], 4]);
    const trailing = await send(address, 'GET', '/b/listed-bucket/o?delimiter=/&includeTrailingDelimiter=true');
    assert.deepEqual(
      (trailing.json().items as { name: string }[]).map(({ name }) => name),
      ['a/', 'b', 'e'],
    );
    const [below] = await bucket.getFiles({ prefix: 'c/', delimiter: '/' });
    assert.deepEqual(
      below.map(({ name }) => name),
      ['c/1'],
    );
  });

  it('obeys offsets and globs', async () => {
    const bucket = await bucketWith(['a/x.csv', 'a/y.json', 'b/c/x.csv', 'b/z.csv', 'c.csv']);
    const names = async (query: object): Promise<string[]> => (await bucket.getFiles(query))[0].map(({ name }) => name);
    assert.deepEqual(await names({ startOffset: 'a/y.json', endOffset: 'b/z.csv' }), ['a/y.json', 'b/c/x.csv']);
    assert.deepEqual(await names({ matchGlob: '*/*.csv' }), ['a/x.csv', 'b/z.csv']);
    assert.deepEqual(await names({ matchGlob: '**.csv' }), ['a/x.csv', 'b/c/x.csv', 'b/z.csv', 'c.csv']);
    assert.deepEqual(await names({ matchGlob: '{a,b}/[x-z].{csv,json}' }), ['a/x.csv', 'a/y.json', 'b/z.csv']);
    await assert.rejects(names({ matchGlob: '[' }), { code: 400 });
  });

  it('answers with the fields asked for and refuses those that do not exist before doing anything', async () => {
    await bucketWith(['a']);
    const some = await send(address, 'GET', '/b/listed-bucket/o?fields=items(name,size),nextPageToken');
    assert.deepEqual(some.json(), { items: [{ name: 'a', size: '1' }] });
    assert.deepEqual((await send(address, 'GET', '/b/listed-bucket/o/a?fields=bucket')).json(), {
      bucket: 'listed-bucket',
    });
    const path = '/upload/storage/v1/b/listed-bucket/o?uploadType=media&name=b&fields=nonsense';
    const wrong = await send(address, 'POST', path, { body: 'x' });
    assert.deepEqual([wrong.status, reasonOf(wrong)], [400, 'invalidParameter']);
    assert.equal((await send(address, 'GET', '/b/listed-bucket/o/b')).status, 404);
  });

  it('tells Pub/Sub topics and the event bus what happened, with the attributes of the service', async () => {
    const bucket = await bucketWith([]);
    const [all] = await bucket.createNotification('projects/p/topics/all', {
      customAttributes: { origin: 'test' },
      payloadFormat: 'JSON_API_V1',
    });
    await bucket.createNotification('projects/p/topics/finals', {
      eventTypes: ['OBJECT_FINALIZE'],
      objectNamePrefix: 'in/',
      payloadFormat: 'NONE',
    });
    await bucket.file('in/a').save('1', { resumable: false });
    await bucket.file('in/a').save('22', { resumable: false });
    await bucket.file('in/a').setMetadata({ metadata: { k: 'v' } });
    await bucket.file('in/a').delete();
    await bucket.file('out/b').save('x', { resumable: false });
    const to = (topic: string): typeof fixture.notifications =>
      fixture.notifications.filter((n) => n.to === 'pubsub' && n.topic === topic);
    await until(() => to('projects/p/topics/all').length === 6, 'six notifications');
    const told = to('projects/p/topics/all');
    assert.deepEqual(told.map(({ eventType, object }) => `${eventType} ${object}`).sort(), [
      'OBJECT_DELETE in/a',
      'OBJECT_DELETE in/a',
      'OBJECT_FINALIZE in/a',
      'OBJECT_FINALIZE in/a',
      'OBJECT_FINALIZE out/b',
      'OBJECT_METADATA_UPDATE in/a',
    ]);
    const second = told.find(({ attributes }) => attributes.overwroteGeneration !== undefined);
    assert.equal(
      second?.attributes.notificationConfig,
      `projects/_/buckets/listed-bucket/notificationConfigs/${all.id}`,
    );
    assert.equal(second?.attributes.origin, 'test');
    assert.equal(second?.attributes.bucketId, 'listed-bucket');
    assert.equal(second?.attributes.payloadFormat, 'JSON_API_V1');
    assert.match(String(second?.attributes.eventTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(second?.payload?.size, '2');
    const replaced = told.find(({ attributes }) => attributes.overwrittenByGeneration !== undefined);
    assert.equal(replaced?.attributes.overwrittenByGeneration, second?.attributes.objectGeneration);
    assert.equal(replaced?.attributes.objectGeneration, second?.attributes.overwroteGeneration);
    assert.deepEqual(
      to('projects/p/topics/finals').map(({ payload }) => payload),
      [undefined, undefined],
    );
    assert.equal(fixture.notifications.filter((n) => n.to === 'eventarc').length, 6);
    assert.equal((await bucket.getNotifications())[0].length, 2);
    await all.delete();
    await assert.rejects(all.getMetadata(), { code: 404 });
  });

  it('delivers again what the listener did not take', async () => {
    await fixture.close();
    let refusals = 2;
    fixture = await storageFixture({
      onNotification: () => {
        refusals -= 1;
        if (refusals >= 0) throw new Error('not now');
      },
    });
    address = fixture.service.address;
    await bucketWith(['once']);
    await until(() => fixture.notifications.length === 1, 'the notification is taken in the end');
  });

  it('answers each call of a batch on its own', async () => {
    await bucketWith(['a', 'b']);
    const part = (id: string, line: string): string =>
      `--BB\r\nContent-Type: application/http\r\nContent-ID: <${id}>\r\n\r\n${line} HTTP/1.1\r\naccept: application/json\r\n\r\n\r\n`;
    const body = `${part('1', 'DELETE /storage/v1/b/listed-bucket/o/a')}${part('2', 'GET /storage/v1/b/listed-bucket/o/zz')}${part('3', 'GET /storage/v1/b/listed-bucket/o/b?fields=name')}${part('4', 'GET /b/listed-bucket/o/b?alt=media')}--BB--\r\n`;
    const headers = { 'content-type': 'multipart/mixed; boundary=BB' };
    const reply = await send(address, 'POST', '/batch/storage/v1', { headers, body });
    const text = reply.body.toString();
    assert.match(String(reply.headers['content-type']), /^multipart\/mixed; boundary=batch_/);
    assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 204', 'HTTP/1.1 404', 'HTTP/1.1 200', 'HTTP/1.1 400']);
    assert.match(text, /Content-ID: <response-3>[\s\S]*\{"name":"b"\}/);
    assert.equal((await send(address, 'GET', '/b/listed-bucket/o/a')).status, 404);
  });

  it('answers the ACL methods as for a bucket with uniform access', async () => {
    const bucket = await bucketWith([]);
    await assert.rejects(bucket.acl.get(), { code: 400 });
  });
});
