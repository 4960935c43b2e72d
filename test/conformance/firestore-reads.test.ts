import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { FieldPath, Filter, Firestore } from '@google-cloud/firestore';
import { Faults } from '../../local/core/faults/faults.ts';
import type { Service } from '../../local/core/service.ts';
import { startFirestore } from '../../local/firestore/firestore.ts';
import { setEnvironment } from '../support/environment.ts';
import { callRest } from '../support/rest-call.ts';

const ROOT = '/v1/projects/p/databases/(default)/documents';

describe('Firestore, read by its unmodified client', () => {
  let service: Service;
  let client: Firestore;
  let restore: () => void;
  const faults = new Faults();

  before(async () => {
    const options = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
    service = await startFirestore({ ...options, projectId: 'p', emit: async () => undefined });
    restore = setEnvironment({ FIRESTORE_EMULATOR_HOST: service.address, METADATA_SERVER_DETECTION: 'none' });
    client = new Firestore({ projectId: 'p' });
    const put = (path: string, fields: object) => callRest(service.address, 'PATCH', `${ROOT}/${path}`, { fields });
    await put('issues/a', {
      title: { stringValue: 'ä' },
      priority: { integerValue: '1' },
      at: { timestampValue: '2026-01-02T03:04:05.678Z' },
      tags: { arrayValue: { values: [{ stringValue: 'x' }, { stringValue: 'y' }] } },
      owner: { mapValue: { fields: { name: { stringValue: 'Ada' }, age: { doubleValue: 36.5 } } } },
      raw: { bytesValue: 'AAE=' },
      none: { nullValue: null },
    });
    await put('issues/b', {
      title: { stringValue: 'b' },
      priority: { integerValue: '3' },
      open: { booleanValue: true },
    });
    await put('issues/c', { title: { stringValue: 'c' }, priority: { doubleValue: 2.5 }, tags: { arrayValue: {} } });
    await put('issues/d', { title: { stringValue: 'd' }, priority: { stringValue: 'high' } });
    await put('issues/a/comments/1', { by: { stringValue: 'Bob' } });
    await put('lost/child/deep/1', { by: { stringValue: 'Eve' } });
  });
  after(async () => {
    await client.terminate();
    await service.close();
    restore();
  });

  const idsOf = async (query: { get(): Promise<{ docs: readonly { id: string }[] }> }): Promise<readonly string[]> =>
    (await query.get()).docs.map(({ id }) => id);
  const issues = () => client.collection('issues');

  it('gets a document with every type of value, and one that is missing', async () => {
    const document = await client.doc('issues/a').get();
    const { at, raw, ...rest } = document.data() as Record<string, never> & { at: { toDate(): Date }; raw: Buffer };
    assert.deepEqual(rest, {
      title: 'ä',
      priority: 1,
      tags: ['x', 'y'],
      owner: { name: 'Ada', age: 36.5 },
      none: null,
    });
    assert.deepEqual([at.toDate().toISOString(), [...raw]], ['2026-01-02T03:04:05.678Z', [0, 1]]);
    assert.ok(document.updateTime !== undefined);
    assert.equal((await client.doc('issues/zz').get()).exists, false);
    const [first, second] = await client.getAll(client.doc('issues/b'), client.doc('issues/none'), {
      fieldMask: ['title'],
    });
    assert.deepEqual([first?.data(), second?.exists], [{ title: 'b' }, false]);
  });

  it('lists a collection by name, its documents with missing ones, and the collections', async () => {
    assert.deepEqual(await idsOf(issues()), ['a', 'b', 'c', 'd']);
    assert.deepEqual(
      (await client.collection('lost').listDocuments()).map(({ id }) => id),
      ['child'],
    );
    assert.deepEqual(
      (await client.listCollections()).map(({ id }) => id),
      ['issues', 'lost'],
    );
    assert.deepEqual(
      (await client.doc('issues/a').listCollections()).map(({ id }) => id),
      ['comments'],
    );
  });

  const cases = [
    ['equality', () => issues().where('priority', '==', 1), ['a']],
    ['a range of one type, in its order', () => issues().where('priority', '>', 1), ['c', 'b']],
    ['an order down', () => issues().orderBy('priority', 'desc'), ['d', 'b', 'c', 'a']],
    ['a limit and an offset', () => issues().orderBy('priority').offset(1).limit(2), ['c', 'b']],
    ['the last of an order', () => issues().orderBy('priority').limitToLast(2), ['b', 'd']],
    ['fields that are there only', () => issues().orderBy('open'), ['b']],
    ['an inequality', () => issues().where('title', '!=', 'b'), ['c', 'd', 'a']],
    ['a list that holds a value', () => issues().where('tags', 'array-contains', 'y'), ['a']],
    ['a list that holds any of values', () => issues().where('tags', 'array-contains-any', ['q', 'x']), ['a']],
    ['one of values', () => issues().where('title', 'in', ['b', 'c']), ['b', 'c']],
    ['none of values', () => issues().where('title', 'not-in', ['b', 'c']), ['d', 'a']],
    ['null', () => issues().where('none', '==', null), ['a']],
    ['a field of a map', () => issues().where('owner.name', '==', 'Ada'), ['a']],
    ['both of two filters', () => issues().where('priority', '>', 0).where('open', '==', true), ['b']],
    [
      'either of two filters',
      () => issues().where(Filter.or(Filter.where('title', '==', 'd'), Filter.where('priority', '<', 2))),
      ['a', 'd'],
    ],
    ['names', () => issues().where(FieldPath.documentId(), '>=', 'c'), ['c', 'd']],
    ['a cursor', () => issues().orderBy('priority').startAfter(1).endAt(3), ['c', 'b']],
    ['a group of collections', () => client.collectionGroup('comments').where('by', '==', 'Bob'), ['1']],
    ['nothing', () => issues().where('title', '==', 'nobody'), []],
  ] as const;
  for (const [what, query, expected] of cases) {
    it(`answers a query of ${what}`, async () => assert.deepEqual(await idsOf(query()), expected));
  }

  it('selects fields, and none', async () => {
    const [document] = (await issues().where('title', '==', 'ä').select('owner.name', 'priority').get()).docs;
    assert.deepEqual(document?.data(), { owner: { name: 'Ada' }, priority: 1 });
    const [empty] = (await issues().limit(1).select().get()).docs;
    assert.deepEqual([empty?.id, empty?.data()], ['a', {}]);
  });

  /** Refused at once: a client that sends a refusal again would run into the limit of time. */
  for (const [what, act] of [
    ['a transaction', () => client.runTransaction((transaction) => transaction.get(client.doc('issues/a')))],
    ['a count', () => issues().count().get()],
    ['a write over gRPC', () => client.doc('issues/x').set({ a: 1 })],
  ] as const) {
    it(`refuses ${what} by name, and the client does not try again`, () =>
      assert.rejects(act(), { code: 12, message: /The local Firestore does not do/ }));
  }

  const rest = (method: string, path: string, body?: object) =>
    callRest(service.address, method, `${ROOT}${path}`, body);

  it('answers queries, batches and collections over REST alike', async () => {
    const structuredQuery = {
      from: [{ collectionId: 'issues' }],
      where: { fieldFilter: { field: { fieldPath: 'priority' }, op: 'GREATER_THAN', value: { integerValue: '1' } } },
      orderBy: [{ field: { fieldPath: 'priority' }, direction: 'DESCENDING' }],
      limit: 1,
    };
    const found = (await rest('POST', ':runQuery', { structuredQuery })).body as unknown as {
      document: { name: string };
    }[];
    assert.deepEqual(
      found.map(({ document }) => document.name),
      [`${ROOT.slice(4)}/issues/b`],
    );
    const nothing = { from: [{ collectionId: 'none' }] };
    const empty = (await rest('POST', ':runQuery', { structuredQuery: nothing })).body as unknown as object[];
    assert.deepEqual(
      empty.map((answer) => Object.keys(answer)),
      [['readTime']],
    );
    const documents = ['b', 'zz'].map((id) => `${ROOT.slice(4)}/issues/${id}`);
    const batch = (await rest('POST', ':batchGet', { documents })).body as unknown as {
      found?: object;
      missing?: string;
    }[];
    assert.deepEqual(
      batch.map(({ found: one, missing }) => [one !== undefined, missing]),
      [
        [true, undefined],
        [false, documents[1]],
      ],
    );
    assert.deepEqual((await rest('POST', '/issues/a:listCollectionIds', {})).body, { collectionIds: ['comments'] });
    const shown = (await rest('GET', '/issues/b?mask.fieldPaths=title')).body;
    assert.deepEqual(shown.fields, { title: { stringValue: 'b' } });
  });

  for (const [what, structuredQuery, message] of [
    [
      'a vector search',
      { from: [{ collectionId: 'issues' }], findNearest: {} },
      /does not do structuredQuery.findNearest/,
    ],
    [
      'a cursor of more values than orders',
      { from: [{ collectionId: 'a' }], startAt: { values: [{ stringValue: 'x' }, { stringValue: 'y' }] } },
      /more values than the query has orders/,
    ],
    ['a cursor of no list', { from: [{ collectionId: 'a' }], endAt: { values: 'x' } }, /more values/],
    ['two collections', { from: [{ collectionId: 'a' }, { collectionId: 'b' }] }, /one collection/],
    ['a field that is none', { from: [{ collectionId: 'a' }], filter: {} }, /Unknown name "filter"/],
    [
      'an operator that is none',
      { from: [{ collectionId: 'a' }], where: { unaryFilter: { op: 'IS_BIG', field: { fieldPath: 'a' } } } },
      /IS_BIG/,
    ],
  ] as const) {
    it(`refuses a query of ${what} over REST`, async () => {
      const { status, body } = await rest('POST', ':runQuery', { structuredQuery });
      assert.equal(status, 400);
      assert.match(JSON.stringify(body).replaceAll('\\', ''), message);
    });
  }

  it('takes bodies that Java compressed', async () => {
    const body = gzipSync(JSON.stringify({ fields: { a: { integerValue: '1' } } }));
    const url = `http://${service.address}${ROOT}/packed/a`;
    const written = await fetch(url, { method: 'PATCH', headers: { 'content-encoding': 'gzip' }, body });
    assert.equal(written.status, 200);
    assert.deepEqual((await client.doc('packed/a').get()).data(), { a: 1 });
    const broken = await fetch(url, { method: 'PATCH', headers: { 'content-encoding': 'gzip' }, body: '{}' });
    assert.equal(broken.status, 400);
    await callRest(service.address, 'DELETE', `${ROOT}/packed/a`);
  });

  it('plays a scripted fault, and the client tries again', async () => {
    faults.add({ service: 'firestore', method: 'GET', kind: 'error', code: 'UNAVAILABLE' });
    assert.equal((await client.doc('issues/b').get()).exists, true);
  });
});
