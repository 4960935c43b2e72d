import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { Faults } from '../../../../local/core/faults/faults.ts';
import type { Service } from '../../../../local/core/service.ts';
import type { CloudEvent } from '../../../../local/eventarc/event.ts';
import { type Commit, Documents } from '../../../../local/firestore/documents.ts';
import { startFirestore } from '../../../../local/firestore/firestore.ts';
import { breakDisk } from '../../../support/broken-disk.ts';

const ROOT = 'v1/projects/demo-penstock/databases/(default)/documents';

/** The wire as the proto file numbers it, read without the sender's own description of it. */
function fieldsOf(bytes: Uint8Array): Map<number, (Uint8Array | bigint | number)[]> {
  const reader = protobuf.Reader.create(bytes);
  const found = new Map<number, (Uint8Array | bigint | number)[]>();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const value = [() => BigInt(String(reader.int64())), () => reader.double(), () => reader.bytes()][tag & 7];
    assert.ok(value, `wire type ${tag & 7}`);
    found.set(tag >>> 3, [...(found.get(tag >>> 3) ?? []), value()]);
  }
  return found;
}

describe('the local Firestore', () => {
  let service: Service;
  let events: CloudEvent[];
  let faults: Faults;
  let folder: string;
  /** Throws if there is no listener. */
  let deaf: (event: CloudEvent) => void;

  async function start(): Promise<void> {
    service = await startFirestore({
      host: '127.0.0.1',
      port: 0,
      stateDir: folder,
      faults,
      report: () => undefined,
      now: () => 1_700_000_000_000,
      projectId: 'demo-penstock',
      emit: async (event) => {
        deaf(event);
        events.push(event);
      },
    });
  }

  beforeEach(async () => {
    events = [];
    deaf = () => undefined;
    faults = new Faults();
    folder = await mkdtemp(join(tmpdir(), 'penstock-firestore-'));
    await start();
  });
  afterEach(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  async function call(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: Record<string, unknown> }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`http://${service.address}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: text }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  }

  const typesOf = (list: readonly CloudEvent[]): string[] =>
    list.map(({ type }) => type.replace('google.cloud.firestore.document.v1.', ''));

  it('emits the four events of a creation, an update and a deletion, each with an id of its own', async () => {
    await call('PUT', 'documents/issues/1', { title: 'a' });
    await call('PUT', 'documents/issues/1', { title: 'b' });
    await call('DELETE', 'documents/issues/1');
    assert.deepEqual(
      typesOf(events),
      ['created', 'updated', 'deleted'].flatMap((verb) => [
        verb,
        `${verb}.withAuthContext`,
        'written',
        'written.withAuthContext',
      ]),
    );
    assert.equal(new Set(events.map(({ id }) => id)).size, 12);
  });

  it('carries the attributes of production', async () => {
    await call('PUT', 'documents/issues/1', { title: 'a' });
    const [created, withAuth] = events as [CloudEvent, CloudEvent];
    assert.equal(created.source, '//firestore.googleapis.com/projects/demo-penstock/databases/(default)');
    assert.equal(created.subject, 'documents/issues/1');
    assert.match(created.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.equal(created.extensions.document, 'issues/1');
    assert.equal(created.extensions.authtype, undefined);
    assert.equal(withAuth.extensions.authtype, 'unknown');
  });

  it('sends the document before and after, and the mask of changed fields on an update only', async () => {
    await call('PUT', 'documents/issues/1', { title: 'a', n: 1 });
    await call('PUT', 'documents/issues/1', { title: 'b', n: 1, 'odd name': true });
    await call('DELETE', 'documents/issues/1');
    const [created, updated, deleted] = [0, 4, 8].map((at) => fieldsOf((events[at] as CloudEvent).data)) as [
      ReturnType<typeof fieldsOf>,
      ReturnType<typeof fieldsOf>,
      ReturnType<typeof fieldsOf>,
    ];
    assert.deepEqual([[...created.keys()], [...updated.keys()], [...deleted.keys()]], [[1], [1, 2, 3], [2]]);
    const mask = fieldsOf(updated.get(3)?.[0] as Uint8Array).get(1) as Uint8Array[];
    assert.deepEqual(
      mask.map((path) => Buffer.from(path).toString()),
      ['`odd name`', 'title'],
    );
    const document = fieldsOf(created.get(1)?.[0] as Uint8Array);
    assert.equal(
      Buffer.from(document.get(1)?.[0] as Uint8Array).toString(),
      'projects/demo-penstock/databases/(default)/documents/issues/1',
    );
  });

  it('encodes every type of value by the number the proto gives it', async () => {
    const fields = {
      a: { nullValue: null },
      b: { booleanValue: true },
      c: { integerValue: '9007199254740993' },
      d: { doubleValue: 'NaN' },
      e: { timestampValue: '2026-01-02T03:04:05.000006Z' },
      f: { stringValue: 'ü' },
      g: { bytesValue: 'AP8=' },
      h: { referenceValue: 'projects/p/databases/d/documents/x/y' },
      i: { geoPointValue: { latitude: 1.5, longitude: -2 } },
      j: { arrayValue: { values: [{ integerValue: '1' }] } },
      k: { mapValue: { fields: { x: { stringValue: 'y' } } } },
    };
    const { status, json } = await call('PATCH', `${ROOT}/types/1`, { fields });
    assert.equal(status, 200);
    assert.deepEqual(json.fields, fields);
    const document = fieldsOf(fieldsOf((events[0] as CloudEvent).data).get(1)?.[0] as Uint8Array);
    const values = (document.get(2) as Uint8Array[]).map((entry) => {
      const pair = fieldsOf(entry);
      return [
        Buffer.from(pair.get(1)?.[0] as Uint8Array).toString(),
        fieldsOf(pair.get(2)?.[0] as Uint8Array),
      ] as const;
    });
    assert.deepEqual(
      values.map(([name, value]) => [name, ...value.keys()]),
      [
        ['a', 11],
        ['b', 1],
        ['c', 2],
        ['d', 3],
        ['e', 10],
        ['f', 17],
        ['g', 18],
        ['h', 5],
        ['i', 8],
        ['j', 9],
        ['k', 6],
      ],
    );
    const byName = new Map(values);
    assert.equal(byName.get('c')?.get(2)?.[0], 9007199254740993n);
    assert.deepEqual(Buffer.from(byName.get('g')?.get(18)?.[0] as Uint8Array), Buffer.from([0, 255]));
    const timestamp = fieldsOf(byName.get('e')?.get(10)?.[0] as Uint8Array);
    assert.deepEqual([timestamp.get(1)?.[0], timestamp.get(2)?.[0]], [1767323045n, 6000n]);
  });

  it('emits nothing for a write that changes nothing', async () => {
    await call('PUT', 'documents/issues/1', { title: 'a' });
    events = [];
    await call('PUT', 'documents/issues/1', { title: 'a' });
    assert.deepEqual(events, []);
  });

  it('gives every change a later update time, though the clock stands still', async () => {
    const times: unknown[] = [];
    for (const n of [1, 2, 3]) times.push((await call('PUT', 'documents/issues/1', { n })).json.updateTime);
    assert.deepEqual([...times].sort(), times);
    assert.equal(new Set(times).size, 3);
  });

  it('changes only the fields of a mask, and removes those of it that are not given', async () => {
    await call('PUT', 'documents/issues/1', { a: 1, b: 2, c: 3 });
    const mask = 'updateMask.fieldPaths=a&updateMask.fieldPaths=b';
    const { json } = await call('PATCH', `${ROOT}/issues/1?${mask}`, { fields: { a: { integerValue: '9' } } });
    assert.deepEqual(json.fields, { a: { integerValue: '9' }, c: { integerValue: '3' } });
  });

  it('creates with a given or a made id, and not over what is there', async () => {
    const given = await call('POST', `${ROOT}/issues?documentId=x`, { fields: {} });
    assert.match(String(given.json.name), /\/issues\/x$/);
    assert.match(String((await call('POST', `${ROOT}/issues`, {})).json.name), /\/issues\/[A-Za-z0-9]{20}$/);
    assert.equal((await call('POST', `${ROOT}/issues?documentId=x`, {})).status, 409);
  });

  it('lists a collection in pages, by name, without the documents below it', async () => {
    for (const id of ['b', 'a', 'c', 'a/sub/z']) await call('PUT', `documents/issues/${id}`, { id });
    const first = (await call('GET', `${ROOT}/issues?pageSize=2`)).json as {
      documents: { name: string }[];
      nextPageToken: string;
    };
    const second = (await call('GET', `${ROOT}/issues?pageSize=2&pageToken=${first.nextPageToken}`))
      .json as typeof first;
    const ids = [...first.documents, ...second.documents].map(({ name }) => name.split('/').at(-1));
    assert.deepEqual([ids, second.nextPageToken], [['a', 'b', 'c'], undefined]);
    assert.deepEqual((await call('GET', `${ROOT}/nothing`)).json, {});
  });

  it('commits several writes as one', async () => {
    const name = (id: string): string => `${ROOT.slice(3)}/issues/${id}`;
    await call('PUT', 'documents/issues/old', { n: 1 });
    const writes = [{ update: { name: name('new'), fields: { n: { integerValue: '2' } } } }, { delete: name('old') }];
    assert.equal((await call('POST', `${ROOT}:commit`, { writes })).status, 200);
    assert.equal((await call('GET', `${ROOT}/issues/old`)).status, 404);
    assert.deepEqual((await call('GET', `${ROOT}/issues/new`)).json.fields, { n: { integerValue: '2' } });
  });

  it('sends undelivered events after a restart, with the same ids', async () => {
    const heard: CloudEvent[] = [];
    deaf = (event) => {
      heard.push(event);
      if (heard.length === 2) throw new Error('killed');
    };
    assert.equal((await call('PUT', 'documents/issues/1', { title: 'a' })).status, 500);
    await service.close();
    events = [];
    deaf = () => undefined;
    await start();
    while (events.length < 4) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      events.slice(0, 2).map(({ id }) => id),
      heard.map(({ id }) => id),
    );
    assert.deepEqual(typesOf(events), ['created', 'created.withAuthContext', 'written', 'written.withAuthContext']);
    await service.close();
    events = [];
    await start();
    await call('GET', 'documents/issues/1');
    assert.deepEqual(events, []);
  });

  it('has everything after its journal was rewritten', async () => {
    const documents = new Documents(() => 1_700_000_000_000, 2_000);
    await documents.open(join(folder, 'small'));
    const write = (id: string, n: number): Promise<Commit> =>
      documents.commit([{ name: `p/d/${id}`, fields: { n: { integerValue: String(n) } } }], { type: 'unknown' });
    const open = await write('open', 0);
    for (let n = 0; n < 60; n += 1) await documents.told(await write('often', n));
    await documents.close();
    assert.ok((await stat(join(folder, 'small'))).size < 9_000);
    const again = new Documents(() => 1_700_000_000_000);
    await again.open(join(folder, 'small'));
    assert.deepEqual(again.untold, [JSON.parse(JSON.stringify(open))]);
    assert.deepEqual(again.get('p/d/often')?.fields, { n: { integerValue: '59' } });
    await again.close();
  });

  it('shows nothing that it could not keep, and does not take a repeat of it for done', async () => {
    await call('PUT', 'documents/issues/1', { n: 1 });
    const disk = await breakDisk('appendFile');
    try {
      assert.equal((await call('PUT', 'documents/issues/2', { n: 2 })).status, 503);
    } finally {
      disk.mend();
    }
    assert.equal((await call('PUT', 'documents/issues/2', { n: 2 })).status, 503);
    const { status, json } = await call('GET', 'documents/issues/2');
    assert.equal(status, 503);
    assert.match((json.error as { message: string }).message, /until Penstock is started again/);
    await service.close();
    await start();
    assert.equal((await call('GET', 'documents/issues/1')).status, 200);
    assert.equal((await call('GET', 'documents/issues/2')).status, 404);
  });

  it('has its documents after a restart', async () => {
    await call('PUT', 'documents/issues/1', { title: 'a' });
    await call('PUT', 'documents/issues/2', { title: 'b' });
    await call('DELETE', 'documents/issues/2');
    await service.close();
    await start();
    assert.deepEqual((await call('GET', 'documents/issues/1')).json.fields, { title: { stringValue: 'a' } });
    assert.equal((await call('GET', 'documents/issues/2')).status, 404);
  });

  for (const [what, method, path, body, status, message] of [
    ['malformed JSON', 'PUT', 'documents/a/1', '{', 400, /Invalid JSON/],
    ['a body that is no object', 'PUT', 'documents/a/1', '[]', 400, /must be a JSON object/],
    [
      'a value of no type',
      'PATCH',
      `${ROOT}/a/1`,
      { fields: { x: 1 } },
      400,
      /^x must be an object with exactly one of/,
    ],
    [
      'a value of two types',
      'PATCH',
      `${ROOT}/a/1`,
      { fields: { x: { nullValue: null, booleanValue: true } } },
      400,
      /exactly one/,
    ],
    [
      'a key of the prototype as a type',
      'PATCH',
      `${ROOT}/a/1`,
      '{"fields":{"x":{"constructor":1}}}',
      400,
      /exactly one/,
    ],
    [
      'an integer beyond 64 bits',
      'PATCH',
      `${ROOT}/a/1`,
      { fields: { x: { integerValue: '9223372036854775808' } } },
      400,
      /64-bit/,
    ],
    ['text for a double', 'PATCH', `${ROOT}/a/1`, { fields: { x: { doubleValue: 'x' } } }, 400, /x must be a number/],
    [
      'a timestamp that is none',
      'PATCH',
      `${ROOT}/a/1`,
      { fields: { x: { timestampValue: '2026-13-01T00:00:00Z' } } },
      400,
      /RFC 3339/,
    ],
    ['bytes that are no base64', 'PATCH', `${ROOT}/a/1`, { fields: { x: { bytesValue: '%' } } }, 400, /base64/],
    [
      'a reference that is no name',
      'PATCH',
      `${ROOT}/a/1`,
      { fields: { x: { referenceValue: 'y' } } },
      400,
      /document name/,
    ],
    [
      'a place beyond the pole',
      'PATCH',
      `${ROOT}/a/1`,
      { fields: { x: { geoPointValue: { latitude: 91 } } } },
      400,
      /latitude/,
    ],
    ['an array in an array', 'PUT', 'documents/a/1', { x: [[1]] }, 400, /x\[0\] is an array directly inside an array/],
    [
      'nesting without end',
      'PUT',
      'documents/a/1',
      `{"x":${'{"x":'.repeat(50)}1${'}'.repeat(50)}}`,
      400,
      /nested deeper than 20/,
    ],
    ['a reserved id', 'PUT', 'documents/a/__x__', {}, 400, /reserved/],
    ['a path that is no UTF-8', 'PUT', 'documents/a/%ff', {}, 400, /percent-encoded/],
    ['a delete of a collection', 'DELETE', 'documents/a', undefined, 400, /not the name of a document/],
    ['an aggregation', 'POST', `${ROOT}:runAggregationQuery`, {}, 400, /does not do runAggregationQuery/],
    ['a mask below the top level', 'PATCH', `${ROOT}/a/1?updateMask.fieldPaths=a.b`, { fields: {} }, 400, /top-level/],
    ['another place', 'GET', 'v2/other', undefined, 404, /nothing at/],
    ['a strange method', 'OPTIONS', 'documents/a/1', undefined, 405, /OPTIONS/],
    [
      'a commit below another root',
      'POST',
      `${ROOT}:commit`,
      { writes: [{ delete: 'projects/x/databases/y/documents/a/b' }] },
      400,
      /writes\[0\]/,
    ],
    ['a precondition', 'PATCH', `${ROOT}/a/1?currentDocument.exists=true`, { fields: {} }, 400, /currentDocument/],
    ['an id that is a path', 'POST', `${ROOT}/a?documentId=b%2Fc%2Fd`, { fields: {} }, 400, /Resource id/],
    ['writes that are no list', 'POST', `${ROOT}:commit`, { writes: {} }, 400, /must be a list/],
  ] as const) {
    it(`refuses ${what} in the service's own words`, async () => {
      const answer = await call(method, path, body);
      assert.equal(answer.status, status);
      assert.match((answer.json as { error: { message: string } }).error.message, message);
    });
  }

  it('refuses a body that is too large', async () => {
    const answer = await call('PUT', 'documents/a/1', { x: 'x'.repeat(10 * 1024 * 1024) });
    assert.equal(answer.status, 413);
  });

  it('plays a scripted error', async () => {
    faults.add({ service: 'firestore', method: 'PUT', kind: 'error', code: 503 });
    faults.add({ service: 'firestore', method: 'PUT', kind: 'error', code: 'UNAVAILABLE' });
    assert.equal((await call('PUT', 'documents/a/1', {})).status, 503);
    assert.equal((await call('PUT', 'documents/a/1', {})).status, 503);
    assert.equal((await call('PUT', 'documents/a/1', {})).status, 200);
  });

  it('plays a throttle, slowness, a reset before the write and a lost answer after it', async () => {
    const rule = { service: 'firestore', method: 'PUT' } as const;
    faults.add({ ...rule, kind: 'throttle' });
    assert.equal((await call('PUT', 'documents/a/1', { n: 1 })).status, 429);
    faults.add({ ...rule, kind: 'reset' });
    await assert.rejects(call('PUT', 'documents/a/1', { n: 1 }));
    assert.equal((await call('GET', 'documents/a/1')).status, 404);
    faults.add({ ...rule, kind: 'ack-lost' });
    await assert.rejects(call('PUT', 'documents/a/1', { n: 1 }));
    assert.equal((await call('GET', 'documents/a/1')).status, 200);
    assert.equal(events.length, 4);
    faults.add({ ...rule, kind: 'slow', delayMs: 1 });
    assert.equal((await call('PUT', 'documents/a/1', { n: 2 })).status, 200);
  });

  it('takes a document of 1 MiB and refuses one that is a byte larger, with all writes of its commit', async () => {
    // 16 and `a/b` of the name, 32 of the document, `t` and the text, each with a byte more.
    const room = 1_048_576 - (16 + 2 + 2) - 32 - 2 - 1;
    const text = (length: number) => ({ fields: { t: { stringValue: 'x'.repeat(length) } } });
    assert.equal((await call('PATCH', `${ROOT}/a/b`, text(room))).status, 200);
    const large = await call('PATCH', `${ROOT}/a/c`, text(room + 1));
    assert.equal(large.status, 400);
    assert.match(JSON.stringify(large.json), /size \(1,048,577 bytes\) exceeds the maximum/);
    const name = (id: string) => `${ROOT.slice(3)}/a/${id}`;
    const writes = [{ update: { name: name('d'), fields: {} } }, { update: { name: name('e'), ...text(room + 1) } }];
    assert.equal((await call('POST', `${ROOT}:commit`, { writes })).status, 400);
    assert.equal((await call('GET', `${ROOT}/a/d`)).status, 404);
  });

  it('refuses writes over gRPC as UNIMPLEMENTED at once, and takes REST beside them', async () => {
    const client = new Client(service.address, credentials.createInsecure());
    const refusal = (): Promise<ServiceError | null> =>
      new Promise((resolve) => {
        const pass = (bytes: Buffer) => bytes;
        const path = '/google.firestore.v1.Firestore/Commit';
        const deadline = Date.now() + 20_000;
        client.makeUnaryRequest(path, pass, pass, Buffer.alloc(100_000), { deadline }, resolve);
      });
    try {
      for (const error of [await refusal(), ...(await Promise.all([refusal(), refusal()]))]) {
        assert.equal(error?.code, status.UNIMPLEMENTED, error?.details);
        assert.match(error?.details ?? '', /does not do Commit over gRPC/);
      }
      assert.equal((await call('PATCH', `${ROOT}/a/b`, { fields: {} })).status, 200);
    } finally {
      client.close();
    }
  });

  it('answers 400 to bytes that are no HTTP', async () => {
    const [host = '', port] = service.address.split(':');
    const socket = connect(Number(port), host, () => socket.write('hello\r\n\r\n'));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 400 /);
  });
});
