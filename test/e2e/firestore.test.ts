import assert from 'node:assert/strict';
import { ISSUE_ID_PATTERN } from '@penstock/shared/issues/issue-id.ts';
import type { LocalCloud } from '../../local/cloud.ts';
import { setEnvironment } from '../support/environment.ts';
import { penstock } from '../support/penstock.ts';
import { eventually, queryRows, startSuite } from '../support/suite.ts';

const FIELDS = {
  title: { stringValue: 'Broken "pipe" 🚰' },
  count: { integerValue: '9223372036854775807' },
  small: { integerValue: '42' },
  ratio: { doubleValue: 0.1 },
  odd: { doubleValue: 'NaN' },
  open: { booleanValue: true },
  none: { nullValue: null },
  at: { timestampValue: '2026-01-02T03:04:05.123456Z' },
  raw: { bytesValue: '//4A' },
  owner: { referenceValue: 'projects/demo-penstock/databases/(default)/documents/users/alice' },
  place: { geoPointValue: { latitude: 47.5, longitude: -8.25 } },
  tags: { arrayValue: { values: [{ stringValue: 'a' }, { integerValue: '1' }] } },
  deep: { mapValue: { fields: { 'x.y': { mapValue: { fields: { z: { nullValue: null } } } } } } },
  vector: {
    mapValue: {
      fields: {
        __type__: { stringValue: '__vector__' },
        value: { arrayValue: { values: [{ doubleValue: 1.5 }, { doubleValue: -2 }] } },
      },
    },
  },
};

const PLAIN = {
  at: '2026-01-02T03:04:05.123456Z',
  count: '9223372036854775807',
  deep: { 'x.y': { z: null } },
  none: null,
  odd: 'NaN',
  open: true,
  owner: 'users/alice',
  place: { latitude: 47.5, longitude: -8.25 },
  ratio: 0.1,
  raw: '//4A',
  small: 42,
  tags: ['a', 1],
  title: 'Broken "pipe" 🚰',
  vector: [1.5, -2],
};

describe('from a document to a row', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startSuite();
  });
  after(() => cloud.close());

  interface Row {
    readonly id: string;
    readonly source: string;
    readonly createdAt: string;
    readonly payload: Record<string, unknown>;
  }

  async function rowsOf(document: string, count: number): Promise<readonly Row[]> {
    const sql =
      'SELECT issue_id, source, created_at, payload FROM issues_ds.issues_stream ' +
      `WHERE JSON_VALUE(payload, '$.document') = '${document}' ORDER BY created_at`;
    const found = await eventually(
      () => queryRows(cloud, sql),
      (rows) => rows.length >= count,
    );
    return found.map(([id, source, createdAt, payload]) => ({
      id: String(id),
      source: String(source),
      createdAt: String(createdAt),
      payload: JSON.parse(String(payload)) as Record<string, unknown>,
    }));
  }

  const rest = async (
    method: string,
    path: string,
    body?: object,
  ): Promise<{ createTime: string; updateTime: string }> => {
    const response = await fetch(
      `http://${cloud.addresses.documents}/v1/projects/demo-penstock/databases/(default)/documents/${path}`,
      {
        method,
        headers: { 'x-auth-type': 'app_user', 'x-auth-id': 'bob' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      },
    );
    assert.equal(response.status, 200, await response.clone().text());
    return (await response.json()) as { createTime: string; updateTime: string };
  };

  it('a document that is written, changed and deleted is three rows, equal field by field', async () => {
    const path = `issues/${encodeURIComponent('ä b%')}`;
    const created = await rest('PATCH', path, { fields: FIELDS });
    const updated = await rest('PATCH', path, { fields: { ...FIELDS, small: { integerValue: '43' } } });
    await rest('DELETE', path);
    const rows = await rowsOf('issues/ä b%', 3);
    assert.equal(rows.length, 3);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 3);
    for (const { id, source } of rows) {
      assert.match(id, ISSUE_ID_PATTERN);
      assert.equal(source, 'firestore-eventarc');
    }
    const common = {
      document: 'issues/ä b%',
      document_id: 'ä b%',
      document_name: 'projects/demo-penstock/databases/(default)/documents/issues/ä b%',
      collection: 'issues',
      database: '(default)',
      path_params: {},
      encoding: 'plain',
      auth_type: 'app_user',
      auth_id: 'bob',
      event_type: 'google.cloud.firestore.document.v1.written.withAuthContext',
    };
    const withoutEvent = rows.map(({ payload: { event_id, event_time, ...rest } }) => {
      assert.match(String(event_id), /^[\da-f-]{36}$/);
      assert.match(String(event_time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      return rest;
    });
    const changed = { ...PLAIN, small: 43 };
    assert.deepEqual(withoutEvent, [
      {
        ...common,
        operation: 'CREATE',
        data: PLAIN,
        old_data: null,
        changed_fields: Object.keys(PLAIN),
        create_time: created.createTime,
        update_time: created.updateTime,
      },
      {
        ...common,
        operation: 'UPDATE',
        data: changed,
        old_data: PLAIN,
        changed_fields: ['small'],
        create_time: created.createTime,
        update_time: updated.updateTime,
      },
      {
        ...common,
        operation: 'DELETE',
        data: null,
        old_data: changed,
        changed_fields: Object.keys(PLAIN),
        create_time: created.createTime,
        update_time: null,
      },
    ]);
    assert.deepEqual(
      rows.map(({ createdAt }) => createdAt),
      [created.updateTime, updated.updateTime, rows[2]?.payload.event_time],
    );
  });

  it('an event that is delivered twice has one issue id', async () => {
    cloud.faults.add({ service: 'eventarc', method: 'emit', kind: 'duplicate', times: 1, resource: 'firestore' });
    await rest('PATCH', 'issues/twice', { fields: { a: { stringValue: 'x' } } });
    const rows = await rowsOf('issues/twice', 2);
    assert.equal(rows.length, 2);
    assert.equal(rows[0]?.id, rows[1]?.id);
    assert.deepEqual(rows[0]?.payload, rows[1]?.payload);
  });

  it('an event whose answer is lost is delivered again with the same id', async () => {
    cloud.faults.add({ service: 'eventarc', method: 'deliver', kind: 'ack-lost', times: 2, resource: 'firestore' });
    await rest('PATCH', 'issues/lost', { fields: {} });
    const rows = await rowsOf('issues/lost', 3);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 1);
  });

  it('a backfill comes before whatever happens to a document after it', async () => {
    const { updateTime } = await rest('PATCH', 'walked/a', { fields: { n: { integerValue: '1' } } });
    await rowsOf('walked/a', 1);
    const restore = setEnvironment({
      PUBSUB_EMULATOR_HOST: cloud.addresses.pubsub ?? '',
      METADATA_SERVER_DETECTION: 'none',
    });
    const ran = await penstock(['firestore', 'backfill', '--collection', 'walked'], {
      env: { GOOGLE_CLOUD_PROJECT: cloud.projectId, FIRESTORE_EMULATOR_HOST: cloud.addresses.documents },
    }).finally(restore);
    assert.deepEqual(ran, { code: 0, out: 'published 1, rejected 0, dropped 0\n', error: '' });
    await rowsOf('walked/a', 2);
    await rest('PATCH', 'walked/a', { fields: { n: { integerValue: '2' } } });
    const rows = await rowsOf('walked/a', 3);
    assert.deepEqual(rows.at(-1)?.payload.data, { n: 2 });
    const imported = rows.find(({ payload }) => payload.operation === 'IMPORT');
    assert.deepEqual([imported?.createdAt, imported?.payload.data], [updateTime, { n: 1 }]);
  });

  it('every document is told while Pub/Sub fails, answers are lost and events come twice, each under one id', async () => {
    const seed = 11;
    for (const fault of [
      { service: 'pubsub', method: 'Publish', kind: 'error', code: 'UNAVAILABLE', probability: 0.2 },
      { service: 'pubsub', method: 'Publish', kind: 'ack-lost', probability: 0.1 },
      { service: 'eventarc', method: 'deliver', kind: 'ack-lost', probability: 0.1, resource: 'firestore' },
      { service: 'eventarc', method: 'emit', kind: 'duplicate', probability: 0.2, resource: 'firestore' },
    ] as const)
      cloud.faults.add({ ...fault, seed, times: 0 });
    const names = Array.from({ length: 60 }, (_, at) => `d${at}`);
    await Promise.all(names.map((name) => rest('PATCH', `storm/${name}`, { fields: { n: { stringValue: name } } })));
    await cloud.eventarc.idle();
    // Or the test tells nothing.
    for (const { rule, struck } of cloud.faults.list()) assert.ok(struck > 0, `${rule.service} ${rule.kind}`);
    cloud.faults.clear();
    const sql =
      "SELECT JSON_VALUE(payload, '$.document'), COUNT(DISTINCT issue_id) FROM issues_ds.issues_stream " +
      "WHERE JSON_VALUE(payload, '$.collection') = 'storm' GROUP BY 1 ORDER BY 1";
    const found = await eventually(
      () => queryRows(cloud, sql),
      (rows) => rows.length >= names.length,
      90_000,
    );
    assert.deepEqual(
      found,
      names.map((name) => [`storm/${name}`, '1']).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    );
  }).timeout(120_000);
});
