import assert from 'node:assert/strict';
import { readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { Faults } from '../../local/core/faults/faults.ts';
import type { Service } from '../../local/core/service.ts';
import { headersOf } from '../../local/eventarc/event.ts';
import { startFirestore } from '../../local/firestore/firestore.ts';
import { type FirestoreUnderTest, PROJECT, ROOT, startFirestoreDoor } from '../support/firestore.ts';
import {
  type FirestoreEmulator,
  findFirestoreEmulator,
  startFirestoreEmulator,
} from '../support/firestore-emulator.ts';
import { penstock } from '../support/penstock.ts';
import { eventually } from '../support/suite.ts';

const TYPE = 'google.cloud.firestore.document.v1.';

const FIELDS = {
  text: { stringValue: 'quotes " and 🚰 and \u0000' },
  int: { integerValue: '9007199254740993' },
  least: { integerValue: '-9223372036854775808' },
  double: { doubleValue: 0.1 },
  whole: { doubleValue: 3 },
  nan: { doubleValue: 'NaN' },
  infinite: { doubleValue: '-Infinity' },
  yes: { booleanValue: true },
  none: { nullValue: null },
  at: { timestampValue: '2026-01-02T03:04:05.123456Z' },
  early: { timestampValue: '1901-01-02T03:04:05.000001Z' },
  bytes: { bytesValue: '//4A' },
  owner: { referenceValue: `${ROOT}/users/alice` },
  place: { geoPointValue: { latitude: 47.5, longitude: -8.25 } },
  list: { arrayValue: { values: [{ integerValue: '1' }, { mapValue: { fields: { a: { nullValue: null } } } }] } },
  emptyList: { arrayValue: { values: [] } },
  map: { mapValue: { fields: { 'odd.name': { stringValue: 'x' }, z: { mapValue: { fields: {} } } } } },
  vector: {
    mapValue: {
      fields: {
        __type__: { stringValue: '__vector__' },
        value: { arrayValue: { values: [{ doubleValue: 1.5 }, { doubleValue: -2 }] } },
      },
    },
  },
};

interface Told {
  readonly createdAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, string>>;
}

describe("Google's Firestore emulator and the local one", () => {
  const found = findFirestoreEmulator();
  if ('missing' in found) {
    it.skip(`give the same messages where it is installed: ${found.missing}`);
    return;
  }

  let door: FirestoreUnderTest;
  let google: FirestoreEmulator;
  let local: Service;
  before(async () => {
    door = await startFirestoreDoor({ env: { FIRESTORE_ENCODING: 'typed', FIRESTORE_DOCUMENTS: '{at=**}/{id}' } });
    google = await startFirestoreEmulator(found.jar, PROJECT, new URL(door.url).host);
    const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults: new Faults(), report: () => undefined };
    local = await startFirestore({
      ...service,
      now: Date.now,
      projectId: PROJECT,
      emit: async (event) => {
        // The same as the emulator's triggers below.
        const { document = '' } = event.extensions;
        const wanted = document.startsWith('single/')
          ? !event.type.includes('written')
          : event.type === `${TYPE}written.withAuthContext` && !document.includes('walked/');
        if (!wanted) return;
        const body = event.data as Uint8Array<ArrayBuffer>;
        assert.equal((await fetch(door.url, { method: 'POST', headers: headersOf(event), body })).status, 204);
      },
    });
    await google.addTrigger('written', `${TYPE}written.withAuthContext`, 'issues/{id}');
    await google.addTrigger('nested', `${TYPE}written.withAuthContext`, 'users/{uid}/orders/{id}');
    for (const verb of ['created', 'updated', 'deleted']) {
      for (const suffix of ['', '.withAuthContext'])
        await google.addTrigger(`${verb}${suffix.length}`, `${TYPE}${verb}${suffix}`, 'single/{id}');
    }
  });
  after(async () => {
    await google?.close();
    await local?.close();
    await door?.close();
  });

  type Write = readonly [path: string, fields: object | undefined];

  async function write(address: string, writes: readonly Write[]): Promise<void> {
    for (const [path, fields] of writes) {
      const response = await fetch(
        `http://${address}/v1/${ROOT}/${path.split('/').map(encodeURIComponent).join('/')}`,
        {
          method: fields === undefined ? 'DELETE' : 'PATCH',
          // The emulator has no other user; the local one takes any name.
          headers: { authorization: 'Bearer owner', 'x-auth-id': 'fake-auth-id@gmail.com' },
          ...(fields === undefined ? {} : { body: JSON.stringify({ fields }) }),
        },
      );
      assert.equal(response.status, 200, await response.text());
    }
  }

  /** The published messages, as soon as there are so many; by document, operation and type of event. */
  async function published(count: number): Promise<readonly Told[]> {
    const told: Told[] = [];
    await eventually(
      async () => {
        for (const { data, attributes } of await door.issues()) {
          const issue = readFlatIssue(data);
          const payload = JSON.parse(issue.payload) as Record<string, unknown>;
          told.push({ createdAt: issue.created_at, payload, attributes });
        }
        return told.length;
      },
      (length) => length >= count,
      20_000,
    );
    assert.deepEqual(await door.errors(), []);
    assert.equal(told.length, count);
    const order = ({ payload }: Told): string =>
      `${payload.document} ${['CREATE', 'UPDATE', 'DELETE'].indexOf(String(payload.operation))} ${payload.event_type}`;
    return told.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** The fields that differ from one write to the next, even of one service. */
  const MOMENTS = ['create_time', 'update_time', 'event_id', 'event_time'];

  function comparable({ payload, attributes }: Told): object {
    const { issue_id: _id, ...rest } = attributes;
    const times = Object.fromEntries(MOMENTS.map((name) => [name, payload[name] === null ? null : 'told']));
    return { payload: { ...payload, ...times }, attributes: rest };
  }

  async function assertSame(writes: readonly Write[], count: number): Promise<readonly Told[]> {
    await write(google.address, writes);
    const ofGoogle = await published(count);
    await write(local.address, writes);
    const ofLocal = await published(count);
    assert.deepEqual(ofGoogle.map(comparable), ofLocal.map(comparable));
    return ofGoogle;
  }

  it('tell alike of a document of every type that is written, changed and deleted', async () => {
    const { text, ...fewer } = FIELDS;
    const told = await assertSame(
      [
        ['issues/a', FIELDS],
        ['issues/a', { ...fewer, int: { integerValue: '1' }, 'new one': text }],
        ['issues/a', undefined],
      ],
      3,
    );
    const [created, updated] = told.map(({ payload }) => payload);
    assert.deepEqual(created?.data, Object.fromEntries(Object.entries(FIELDS).sort(([a], [b]) => (a < b ? -1 : 1))));
    assert.deepEqual(updated?.changed_fields, ['int', '`new one`', 'text']);
    for (const { createdAt, payload } of told.slice(0, 2)) assert.equal(createdAt, payload.update_time);
  });

  it('tell alike of nested collections and names that must be encoded', async () => {
    await assertSame(
      [
        ['issues/ä b%41', { a: { nullValue: null } }],
        ['users/alice/orders/1', {}],
      ],
      2,
    );
  });

  it('tell alike by the events created, updated and deleted, with and without auth context', async () => {
    await assertSame(
      [
        ['single/a', { a: { integerValue: '1' } }],
        ['single/a', { a: { integerValue: '2' } }],
        ['single/a', undefined],
      ],
      6,
    );
  });

  for (const source of [
    ['--collection', 'walked'],
    ['--collection', 'users/alice/walked'],
    ['--group', 'walked'],
  ]) {
    it(`are walked alike by the backfill (${source.join(' ')})`, async () => {
      const writes = ['walked/1', 'walked/2', 'walked/3', 'users/alice/walked/4'].map((path): Write => [path, FIELDS]);
      const count = { walked: 3, 'users/alice/walked': 1 }[source.join(' ').replace('--collection ', '')] ?? 4;
      const walk = async (address: string): Promise<readonly object[]> => {
        await write(address, writes);
        const { code, error } = await penstock(['firestore', 'backfill', ...source, '--page', '2'], {
          env: { GOOGLE_CLOUD_PROJECT: PROJECT, FIRESTORE_EMULATOR_HOST: address },
        });
        assert.deepEqual([code, error], [0, '']);
        return (await published(count)).map(comparable);
      };
      const ofGoogle = await walk(google.address);
      assert.deepEqual(ofGoogle, await walk(local.address));
    });
  }
});
