import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type FlatIssue, readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { derivedIssueId } from '@penstock/shared/issues/issue-id.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import type { Document, Fields, Value } from '../../../../functions/firestore/value.ts';
import { binaryEvent, encodeEventData, type PostParts, postEvent } from '../../../support/document-events.ts';
import { type FirestoreSetup, type FirestoreUnderTest, ROOT, startFirestoreDoor } from '../../../support/firestore.ts';
import type { PulledMessage } from '../../../support/pull.ts';
import { type SecretUnderTest, startSecretText } from '../../../support/secrets.ts';
import { struck } from '../../../support/struck.ts';

/** A minute after the events that tell a time of their own. */
const thatDay = { ...systemClock, now: () => Date.parse('2026-01-02T03:05:00Z') };
const UPDATED = '2026-01-02T03:04:05.123456Z';
const CREATED = '2026-01-01T00:00:00.000001Z';
const doc = (path: string, fields: Fields = {}): Document => ({
  name: `${ROOT}/${path}`,
  fields,
  createTime: CREATED,
  updateTime: UPDATED,
});
const text = (stringValue: string): Value => ({ stringValue });

type Payload = Readonly<Record<string, unknown>>;
const issueOf = (message: PulledMessage | undefined): FlatIssue => readFlatIssue(message?.data ?? Buffer.alloc(0));
const payloadOf = (message: PulledMessage | undefined): Payload => JSON.parse(issueOf(message).payload) as Payload;

describe('firestore', () => {
  let door: FirestoreUnderTest;
  let secret: SecretUnderTest | undefined;
  afterEach(async () => {
    await door.close();
    await secret?.close();
    secret = undefined;
  });

  const started = async (setup: FirestoreSetup = {}): Promise<void> => {
    door = await startFirestoreDoor(setup);
  };
  const post = (parts: PostParts): Promise<number> => postEvent(door.url, parts);
  const lastLine = (): Payload => door.lines.findLast(({ metric }) => metric === undefined) ?? {};

  /** Nothing is published, and the one record says why and holds what was received, byte for byte. */
  async function assertRejected(reason: string, data: Uint8Array): Promise<PulledMessage> {
    assert.deepEqual(await door.issues(), []);
    const [record, ...more] = await door.errors();
    assert.ok(record);
    assert.deepEqual(more, []);
    assert.equal(record.attributes.error_reason, reason);
    assert.ok(record.data.equals(data));
    assert.equal(lastLine().outcome, 'rejected');
    assert.equal(lastLine().reason, reason);
    return record;
  }

  describe('an event', () => {
    it('becomes one flat issue with the document as it is now and as it was', async () => {
      await started({ env: { FIRESTORE_DOCUMENTS: 'users/{uid}/orders/{orderId}' } });
      const now = new Date().toISOString();
      const status = await post({
        id: 'the-id',
        time: now,
        value: doc('users/älice/orders/1', { a: { integerValue: '1' }, b: text('x') }),
        oldValue: doc('users/älice/orders/1', { a: { integerValue: '2' }, b: text('x') }),
        updateMask: ['a'],
        headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      });
      assert.equal(status, 204);
      const [message, ...more] = await door.issues();
      assert.deepEqual(more, []);
      const source = '//firestore.googleapis.com/projects/demo-penstock/databases/(default)';
      const issueId = derivedIssueId('FS', source, 'the-id');
      const type = 'google.cloud.firestore.document.v1.written.withAuthContext';
      const { payload, ...issue } = issueOf(message);
      assert.deepEqual(issue, { issue_id: issueId, source: 'firestore-eventarc', created_at: UPDATED });
      assert.deepEqual(JSON.parse(payload), {
        operation: 'UPDATE',
        document: 'users/älice/orders/1',
        document_id: '1',
        document_name: `${ROOT}/users/älice/orders/1`,
        collection: 'users/älice/orders',
        database: '(default)',
        path_params: { uid: 'älice', orderId: '1' },
        encoding: 'plain',
        data: { a: 1, b: 'x' },
        old_data: { a: 2, b: 'x' },
        changed_fields: ['a'],
        create_time: CREATED,
        update_time: UPDATED,
        auth_type: 'app_user',
        auth_id: 'alice@example.com',
        event_id: 'the-id',
        event_type: type,
        event_time: now.replace('Z', '000Z'),
      });
      assert.deepEqual(message?.attributes, {
        issue_id: issueId,
        source: 'firestore-eventarc',
        schema_version: '1',
        document: 'users/älice/orders/1',
        collection: 'orders',
        database: '(default)',
        operation: 'UPDATE',
        event_type: type,
        googclient_traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      });
      assert.equal(message?.orderingKey, undefined);
    });

    const value = doc('a/b', { x: text('new') });
    const oldValue = doc('a/b', { x: text('old'), y: text('gone'), 'z z': text('gone') });
    for (const [verb, parts, operation, changed] of [
      ['created', { value }, 'CREATE', ['x']],
      ['updated', { value, oldValue }, 'UPDATE', ['x', 'y', '`z z`']],
      ['deleted', { oldValue }, 'DELETE', ['x', 'y', '`z z`']],
      ['written', { value }, 'CREATE', ['x']],
      ['written', { value, oldValue }, 'UPDATE', ['x', 'y', '`z z`']],
      ['written', { oldValue }, 'DELETE', ['x', 'y', '`z z`']],
    ] as const) {
      for (const suffix of ['', '.withAuthContext']) {
        it(`of type ${verb}${suffix} with ${Object.keys(parts).join(' and ')} is ${operation}`, async () => {
          await started({ clock: thatDay });
          const time = '2026-01-02T03:04:30.5Z';
          const type = `google.cloud.firestore.document.v1.${verb}${suffix}`;
          assert.equal(await post({ ...parts, type, time, headers: suffix === '' ? { 'ce-authtype': '' } : {} }), 204);
          const [message] = await door.issues();
          const payload = payloadOf(message);
          assert.equal(payload.operation, operation);
          assert.deepEqual(payload.changed_fields, changed);
          assert.deepEqual(payload.data, operation === 'DELETE' ? null : { x: 'new' });
          assert.deepEqual(payload.old_data, operation === 'CREATE' ? null : { x: 'old', y: 'gone', 'z z': 'gone' });
          assert.equal(payload.update_time, operation === 'DELETE' ? null : UPDATED);
          assert.equal(issueOf(message).created_at, operation === 'DELETE' ? '2026-01-02T03:04:30.500000Z' : UPDATED);
        });
      }
    }

    it('of a named database says so, and one without times and auth has none', async () => {
      await started({ clock: thatDay });
      const name = 'projects/demo-penstock/databases/second/documents/a/b';
      const { headers, body } = binaryEvent({
        value: { name, fields: {}, createTime: undefined, updateTime: undefined },
        time: '2026-01-02T03:04:00Z',
      });
      const { 'ce-authtype': _type, 'ce-authid': _id, ...rest } = headers;
      await fetch(door.url, { method: 'POST', headers: rest, body: body as Uint8Array<ArrayBuffer> });
      const [message] = await door.issues();
      const { database, document_name, create_time, update_time, auth_type, auth_id } = payloadOf(message);
      assert.deepEqual([database, document_name], ['second', name]);
      assert.deepEqual([create_time, update_time, auth_type, auth_id], [null, null, null, null]);
      assert.equal(issueOf(message).created_at, '2026-01-02T03:04:00.000000Z');
    });

    it('that comes again has the same issue id and payload, and another event another id', async () => {
      await started();
      const time = new Date().toISOString();
      for (const id of ['one', 'one', 'two']) await post({ id, time, value: doc('a/b') });
      const [first, again, other] = await door.issues();
      assert.deepEqual(issueOf(first), issueOf(again));
      assert.notEqual(issueOf(first).issue_id, issueOf(other).issue_id);
    });

    it("of a deletion is told a microsecond after the last change, though the emulator's time is cut to seconds", async () => {
      await started({ clock: thatDay });
      await post({ oldValue: doc('a/b'), time: '2026-01-02T03:04:05Z' });
      assert.equal(issueOf((await door.issues())[0]).created_at, '2026-01-02T03:04:05.123457Z');
      await post({ oldValue: doc('a/b'), time: '2026-01-02T03:04:06.5Z' });
      assert.equal(issueOf((await door.issues())[0]).created_at, '2026-01-02T03:04:06.500000Z');
      await post({ oldValue: { ...doc('a/b'), updateTime: undefined }, time: '2026-01-02T03:04:05Z' });
      assert.equal(issueOf((await door.issues())[0]).created_at, '2026-01-02T03:04:05.000000Z');
    });

    it('with an empty message in the place of a document tells of none', async () => {
      await started({ clock: thatDay });
      const empty = { name: '', fields: {}, createTime: undefined, updateTime: undefined };
      const operations: unknown[] = [];
      for (const parts of [
        { value: doc('a/b'), oldValue: empty },
        { value: empty, oldValue: doc('a/b') },
      ]) {
        await post({ ...parts, time: '2026-01-02T03:04:10Z' });
        operations.push(JSON.parse(issueOf((await door.issues())[0]).payload).operation);
      }
      assert.deepEqual(operations, ['CREATE', 'DELETE']);
    });

    it('whose mask names fields is an update, also without the old document', async () => {
      await started();
      await post({ value: doc('a/b'), updateMask: ['x'] });
      const { operation, changed_fields, old_data } = payloadOf((await door.issues())[0]);
      assert.deepEqual([operation, changed_fields, old_data], ['UPDATE', ['x'], null]);
    });

    it('with an empty mask, as the emulator sends it, tells what differs', async () => {
      await started();
      await post({ value: doc('a/b', { x: text('1') }), oldValue: doc('a/b', { x: text('2') }), updateMask: [] });
      assert.deepEqual(payloadOf((await door.issues())[0]).changed_fields, ['x']);
    });

    it('in structured mode is read from data_base64', async () => {
      await started();
      const { headers } = binaryEvent({ value: doc('a/b', { x: text('y') }) });
      const attributes = Object.fromEntries(
        Object.entries(headers).flatMap(([name, v]) => (name.startsWith('ce-') ? [[name.slice(3), v]] : [])),
      );
      const data = encodeEventData({ value: doc('a/b', { x: text('y') }) }).toString('base64');
      const response = await fetch(door.url, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
        body: JSON.stringify({ ...attributes, authid: '100%25', count: 5, data_base64: data }),
      });
      assert.equal(response.status, 204);
      const [message] = await door.issues();
      assert.deepEqual(payloadOf(message).data, { x: 'y' });
      // Attributes of a JSON envelope are not percent-encoded.
      assert.equal(payloadOf(message).auth_id, '100%25');
    });

    it("with the base64 text that Google's emulator sends is the same as with its bytes", async () => {
      await started();
      const body = encodeEventData({ value: doc('a/b', { x: text('y') }) }).toString('base64');
      const time = new Date().toISOString();
      assert.equal(await post({ time, value: doc('a/b'), body }), 204);
      await post({ time, value: doc('a/b', { x: text('y') }) });
      const [fromText, fromBytes] = await door.issues();
      assert.equal(issueOf(fromText).payload, issueOf(fromBytes).payload);
    });

    it('with attributes that are not percent-encoded, against the rule, keeps them', async () => {
      await started();
      await post({ value: doc('a/b'), headers: { 'ce-authid': '100% sure', traceparent: 'nonsense' } });
      const [message] = await door.issues();
      assert.equal(payloadOf(message).auth_id, '100% sure');
      assert.equal(message?.attributes.googclient_traceparent, undefined);
    });

    it('is encoded with every type kept where the configuration says so', async () => {
      await started({ env: { FIRESTORE_ENCODING: 'typed' } });
      const fields: Fields = { b: { bytesValue: '//4A' }, n: { doubleValue: 'NaN' } };
      await post({ value: doc('a/b', fields) });
      const payload = payloadOf((await door.issues())[0]);
      assert.deepEqual([payload.encoding, payload.data], ['typed', fields]);
    });

    it('carries the ordering key of its document where the configuration says so', async () => {
      await started({ env: { FIRESTORE_ORDERING: 'true' } });
      await post({ value: doc('a/b') });
      const long = `${'c'.repeat(1_400)}/b`;
      await post({ value: doc(long) });
      const [short, hashed] = await door.issues();
      assert.equal(short?.orderingKey, `${ROOT}/a/b`);
      assert.match(hashed?.orderingKey ?? '', /^[\da-f]{64}$/);
    });

    it('of a document whose path is too long for an attribute tells its beginning there and all of it in the payload', async () => {
      await started();
      const path = `a/${'ü'.repeat(700)}`;
      await post({ value: doc(path) });
      const [message] = await door.issues();
      assert.equal(payloadOf(message).document, path);
      assert.equal(message?.attributes.document, `a/${'ü'.repeat(511)}`);
      assert.equal(message?.attributes.document_cut, 'true');
    });

    it('is logged in one line with its counts and no payload', async () => {
      await started();
      await post({ id: 'logged', value: doc('a/b', { x: text('MARKER') }) });
      const { severity, message, outcome, reason, event_id, document, ms } = lastLine();
      assert.deepEqual(
        [severity, message, outcome, reason, event_id, document, typeof ms],
        ['INFO', 'delivered', 'delivered', 'CREATE', 'logged', 'a/b', 'number'],
      );
      assert.equal(JSON.stringify(door.lines).includes('MARKER'), false);
    });
  });

  describe('a request that is no event of a document', () => {
    it('is answered 405 where it is no POST', async () => {
      await started();
      const response = await fetch(door.url);
      assert.deepEqual([response.status, response.headers.get('allow'), await response.text()], [405, 'POST', '']);
    });

    for (const [what, parts] of [
      ['without an id', { headers: { 'ce-id': '' } }],
      ['without a source', { headers: { 'ce-source': '' } }],
      ['without a type', { headers: { 'ce-type': '' } }],
      ['without a time', { headers: { 'ce-time': '' } }],
      ['with a wrong time', { headers: { 'ce-time': 'noon' } }],
      ['with data that is no protobuf', { body: Buffer.from([0x0a, 0xff]) }],
      ['with text that is no base64', { body: 'not base64!' }],
      ['with base64 that is no protobuf', { body: 'Zm9v' }],
      [
        'with a structured envelope that is a number',
        { headers: { 'content-type': 'application/cloudevents+json' }, body: '[5]' },
      ],
      [
        'with structured data that is no text',
        { headers: { 'content-type': 'application/cloudevents+json' }, body: '{"data_base64":5}' },
      ],
    ] as const) {
      it(`is rejected ${what}, with the record that posts it again`, async () => {
        await started();
        const sent = { value: doc('a/b', { x: text('MARKER') }), ...parts };
        const { body, headers } = binaryEvent(sent);
        assert.equal(await post(sent), 204);
        const record = await assertRejected('INPUT_MALFORMED', Buffer.from(body));
        assert.equal(record.attributes.error_type, 'receiving');
        assert.equal(record.attributes.exception_class, 'INPUT_MALFORMED');
        assert.equal(record.attributes.input_type, 'cloud-event');
        assert.equal(record.attributes['content-type'], headers['content-type']);
        assert.equal(JSON.stringify(door.lines).includes('MARKER'), false);
      });
    }

    it('is rejected with a structured envelope that is no JSON, which the framework would have answered', async () => {
      await started();
      const headers = { 'content-type': 'application/cloudevents+json' };
      assert.equal((await fetch(door.url, { method: 'POST', headers, body: '{"id":' })).status, 204);
      const record = await assertRejected('INPUT_MALFORMED', Buffer.from('{"id":'));
      assert.equal(record.attributes['content-type'], 'application/cloudevents+json');
    });

    it('is rejected compressed, with the record of the bytes that came', async () => {
      await started();
      const { headers, body } = binaryEvent({ value: doc('a/b') });
      const small = gzipSync(body);
      const sent = { method: 'POST', headers: { ...headers, 'content-encoding': 'gzip' }, body: small };
      assert.equal((await fetch(door.url, sent)).status, 204);
      const record = await assertRejected('INPUT_MALFORMED', small);
      assert.equal(record.attributes['content-encoding'], 'gzip');
    });

    it('is kept whole in the record where it has no content type', async () => {
      await started();
      const body = Buffer.from('anything');
      const sent = request(door.url, { method: 'POST' });
      await new Promise((resolve, reject) => sent.once('response', resolve).once('error', reject).end(body));
      await assertRejected('INPUT_MALFORMED', body);
    });

    it('is rejected where there is nothing at all', async () => {
      await started();
      assert.equal((await fetch(door.url, { method: 'POST' })).status, 204);
      await assertRejected('INPUT_MALFORMED', Buffer.alloc(0));
    });

    it('is rejected where the event holds no document, as those of very large ones do', async () => {
      await started();
      assert.equal(await post({}), 204);
      const record = await assertRejected('INPUT_INVALID', Buffer.alloc(0));
      assert.equal(record.attributes.error_message, 'The event holds no document');
    });

    it('is rejected where no message can be made of it, and does not come again', async () => {
      await started();
      const name = `projects/p/databases/${'d'.repeat(1_025)}/documents/a/b`;
      const parts = { value: { ...doc('a/b'), name } };
      assert.equal(await post(parts), 204);
      await assertRejected('INPUT_INVALID', encodeEventData(parts));
    });

    it('is rejected where its envelope is nested deeper than one can be', async () => {
      await started();
      const headers = { 'content-type': 'application/cloudevents+json' };
      // Brackets in texts are no nesting, and neither is what has been closed.
      const flat = `{"id":"a","source":"s","type":"t","x":"\\"${'['.repeat(100)}","data":[${'[],{},'.repeat(100)}1],"time":1}`;
      await fetch(door.url, { method: 'POST', headers, body: flat });
      const time = await assertRejected('INPUT_MALFORMED', Buffer.from(flat));
      assert.match(time.attributes.error_message ?? '', /the attribute time is missing/);
      const deep = `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      await fetch(door.url, { method: 'POST', headers, body: deep });
      const record = await assertRejected('INPUT_MALFORMED', Buffer.from(deep));
      assert.match(record.attributes.error_message ?? '', /nested deeper than 64 levels/);
    });

    it('is refused while it arrives where it is twice as large as any request, and nothing of it is held', async () => {
      await started();
      const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 70000000\r\n\r\n{');
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      await once(socket, 'close');
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.deepEqual([lastLine().outcome, lastLine().reason], ['dropped', 'INPUT_TOO_LARGE']);
      await door.shutdown.close();
      const counted = door.lines.find(({ metric }) => metric === 'firestore/events');
      assert.deepEqual(counted?.labels, { outcome: 'dropped', reason: 'INPUT_TOO_LARGE' });
      assert.deepEqual(await door.errors(), []);
    });

    it('in very many pieces is refused once, though its end comes with the last of them', async () => {
      await started();
      const pieces = (count: number): string => '1\r\nx\r\n'.repeat(count);
      const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
      const head = 'POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n';
      socket.write(head + pieces(147_000));
      // Read whole before the rest comes, so that the rest is read at once.
      while (socket.writableLength > 0) await systemClock.sleep(1);
      await systemClock.sleep(100);
      socket.write(`${pieces(1_000)}0\r\n\r\n`);
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      await once(socket, 'close');
      assert.equal(answer.match(/HTTP\/1\.1 413 /g)?.length, 1);
      assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1);
      assert.equal(door.lines.filter(({ outcome }) => outcome !== undefined).length, 1);
    });

    it('is rejected where it is larger than any request', async () => {
      await started({ env: { FIRESTORE_ERRORS_BUCKET: 'rejected' } });
      const body = Buffer.alloc(32 * 1024 * 1024 + 1, 1);
      assert.equal(await post({ body }), 204);
      const [record] = await door.errors();
      assert.equal(record?.attributes.error_reason, 'INPUT_TOO_LARGE');
      assert.equal(record?.attributes.payload_bytes, String(body.length));
      const [, , bucket, ...name] = (record?.attributes.payload_uri ?? '').split('/');
      const stored = await fetch(
        `http://${door.storage.address}/storage/v1/b/${bucket}/o/${encodeURIComponent(name.join('/'))}?alt=media`,
      );
      assert.ok(Buffer.from(await stored.arrayBuffer()).equals(body));
    });
  });

  describe('an event that is not taken', () => {
    const foreign = { value: { ...doc('a/b'), name: 's~partition/entity' } };
    const tooOld = { value: doc('a/b'), time: '2020-01-01T00:00:00Z' };
    for (const [reason, parts, env] of [
      ['foreign', { ...foreign }, {}],
      ['foreign', { value: doc('a/b'), type: 'google.cloud.datastore.entity.v1.written' }, {}],
      ['foreign', { value: doc('a') }, {}],
      ['unlisted', { value: doc('a/b') }, { FIRESTORE_DOCUMENTS: 'issues/{id},users/*/orders/{order}' }],
      ['too-old', tooOld, {}],
    ] as const) {
      it(`(${reason}, ${Object.keys(parts).join(', ')}) is rejected with the record where the configuration says so`, async () => {
        await started({ env: { ...env, FIRESTORE_REJECT: 'foreign,unlisted,too-old' } });
        assert.equal(await post(parts), 204);
        const { body } = binaryEvent(parts);
        const record = await assertRejected(reason, Buffer.from(body));
        assert.equal(record.attributes['ce-id'], 'e1');
      });

      it(`(${reason}, ${Object.keys(parts).join(', ')}) is dropped and counted where it says none`, async () => {
        await started({ env: { ...env, FIRESTORE_REJECT: 'none' } });
        assert.equal(await post(parts), 204);
        assert.deepEqual([await door.issues(), await door.errors()], [[], []]);
        await door.shutdown.close();
        const counted = door.lines.filter(({ metric }) => metric === 'firestore/events');
        assert.deepEqual(
          counted.map(({ value, labels }) => [value, labels]),
          [[1, { outcome: 'dropped', reason }]],
        );
      });
    }
  });

  describe('if Pub/Sub fails', () => {
    const topicFault = (resource: string, code: string, times: number): void =>
      void door.faults.add({ service: 'pubsub', method: 'Publish', resource, kind: 'error', code, times });

    it('for a while, the event is answered 503 without a word of the inside, and its redelivery is the same issue', async () => {
      await started({ env: { FIRESTORE_PUBLISH_DEADLINE: '1s' } });
      topicFault('issues-topic', 'UNAVAILABLE', 0);
      const { headers, body } = binaryEvent({ id: 'again', value: doc('a/b') });
      const send = (): Promise<Response> =>
        fetch(door.url, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> });
      const refused = await send();
      assert.deepEqual([refused.status, await refused.text()], [503, '']);
      assert.deepEqual([lastLine().outcome, lastLine().event_id], ['retry', 'again']);
      door.faults.clear();
      assert.equal((await send()).status, 204);
      const ids = new Set((await door.issues()).map((message) => issueOf(message).issue_id));
      assert.equal(ids.size, 1);
      assert.deepEqual(await door.errors(), []);
    });

    it('for good, the event goes to the error output and is done with', async () => {
      await started();
      topicFault('issues-topic', 'PERMISSION_DENIED', 0);
      const parts = { value: doc('a/b', { x: text('y') }) };
      assert.equal(await post(parts), 204);
      await assertRejected('PERMISSION_DENIED', encodeEventData(parts));
    });

    for (const code of ['UNAVAILABLE', 'PERMISSION_DENIED']) {
      it(`and the error output too (${code}), the event comes again`, async () => {
        await started({ env: { FIRESTORE_PUBLISH_DEADLINE: '1s' } });
        topicFault('issues-errors', code, 0);
        assert.equal(await post({ body: Buffer.from([1]) }), 503);
        assert.equal(lastLine().outcome, 'retry');
        door.faults.clear();
        assert.equal(await post({ body: Buffer.from([1]) }), 204);
        assert.equal((await door.errors()).length >= 1, true);
      });
    }
  });

  describe('an event that is too large for a message', () => {
    const large = (length: number): Fields => ({ x: text('"'.repeat(length)) });

    it('goes without its old data, and says so', async () => {
      await started();
      assert.equal(await post({ value: doc('a/b', large(1_500_000)), oldValue: doc('a/b', large(1_500_001)) }), 204);
      const payload = payloadOf((await door.issues())[0]);
      assert.deepEqual([payload.old_data, payload.old_data_dropped], [null, true]);
      assert.deepEqual(payload.changed_fields, ['x']);
      assert.equal((payload.data as { x: string }).x.length, 1_500_000);
    });

    it('tells a deletion without what was deleted', async () => {
      await started();
      assert.equal(await post({ oldValue: doc('a/b', large(4_000_000)) }), 204);
      const payload = payloadOf((await door.issues())[0]);
      assert.deepEqual([payload.operation, payload.old_data_dropped], ['DELETE', true]);
    });

    for (const parts of [
      { value: doc('a/b', large(4_000_000)) },
      { value: doc('a/b', large(4_000_000)), oldValue: doc('a/b') },
    ]) {
      it(`goes to the error output where nothing helps (${Object.keys(parts).join(', ')})`, async () => {
        await started();
        assert.equal(await post(parts), 204);
        await assertRejected('INPUT_TOO_LARGE', encodeEventData(parts));
      });
    }

    it('and for a record is referenced in Cloud Storage, the same object however often', async () => {
      await started({ env: { FIRESTORE_ERRORS_BUCKET: 'rejected' } });
      const parts = { value: doc('a/b', large(11_000_000)) };
      await post(parts);
      await post(parts);
      const uris = (await door.errors()).map(({ attributes }) => attributes.payload_uri);
      assert.equal(uris.length, 2);
      assert.match(uris[0] ?? '', /^gs:\/\/rejected\/errors\/firestore\/[\da-f]{64}$/);
      assert.equal(uris[0], uris[1]);
    });

    it('and for a record without a bucket is named as missing', async () => {
      await started();
      await post({ value: doc('a/b', large(11_000_000)) });
      const [record] = await door.errors();
      assert.equal(record?.attributes.payload_omitted, 'true');
      assert.equal(record?.attributes['ce-document'], 'a%2Fb');
      assert.equal(record?.data.length, 0);
    });

    it('comes again while Cloud Storage does not take it', async () => {
      await started({ env: { FIRESTORE_ERRORS_BUCKET: 'no-such-bucket' } });
      assert.equal(await post({ value: doc('a/b', large(11_000_000)) }), 503);
    });
  });

  describe('protected fields', () => {
    const KEY = 'a key of enough characters';
    const rules = { FIRESTORE_FIELDS: JSON.stringify({ 'p.ssn': 'hash', 'p.card': 'mask', notes: 'exclude' }) };
    const HASH = 'projects/p/secrets/s/versions/latest';
    const value = doc('a/b', {
      notes: text('RAW1'),
      p: { mapValue: { fields: { card: text('RAW2'), ssn: text('RAW3'), zip: text('ok') } } },
    });
    const hash = createHmac('sha256', KEY).update('RAW3').digest('hex');
    const sees = async (): Promise<boolean> =>
      /RAW\d/.test(
        [...(await door.issues()), ...(await door.errors())]
          .map((message) => message.data.toString('latin1') + JSON.stringify(message.attributes))
          .join() + JSON.stringify(door.lines),
      );
    const withKey = async (env: Record<string, string> = {}, key = `${KEY}\n`): Promise<void> => {
      secret = await startSecretText(key);
      await started({ env: { ...rules, FIRESTORE_HASH_SECRET: HASH, ...secret.env, ...env } });
    };

    it('leave masked, hashed or not at all, in the old data and the changed fields too', async () => {
      await withKey();
      await post({
        value,
        oldValue: { ...value, fields: { ...value.fields, notes: text('RAW4') } },
        updateMask: ['notes', 'p.ssn'],
      });
      const [message] = await door.issues();
      const shown = { p: { card: '***', ssn: hash, zip: 'ok' } };
      const payload = payloadOf(message);
      assert.deepEqual([payload.data, payload.old_data, payload.changed_fields], [shown, shown, ['p.ssn']]);
      assert.equal(/RAW\d/.test(message?.data.toString() ?? ''), false);
    });

    it('are not in the record of what Pub/Sub refuses: it holds the message, ready to be sent again', async () => {
      await withKey();
      door.faults.add({
        service: 'pubsub',
        method: 'Publish',
        resource: 'issues-topic',
        kind: 'error',
        code: 'NOT_FOUND',
        times: 0,
      });
      assert.equal(await post({ value }), 204);
      const [record] = await door.errors();
      assert.deepEqual(payloadOf(record).data, { p: { card: '***', ssn: hash, zip: 'ok' } });
      assert.equal(record?.attributes.input_type, 'flat-issue');
      assert.equal(record?.attributes.operation, 'CREATE');
    });

    it('are not in the record of what cannot be decoded: it holds no payload', async () => {
      await withKey();
      const whole = encodeEventData({ value });
      assert.equal(await post({ body: whole.subarray(0, whole.length - 3) }), 204);
      const [record] = await door.errors();
      assert.deepEqual(
        [record?.data.length, record?.attributes.payload_withheld, record?.attributes['ce-id']],
        [0, 'true', 'e1'],
      );
      assert.equal(await sees(), false);
    });

    it('do not leave while the key cannot be read', async () => {
      await withKey();
      secret?.faults.add({ service: 'secrets', method: '*', kind: 'error', code: 'PERMISSION_DENIED', times: 0 });
      assert.equal(await post({ value }), 503);
      assert.equal(await sees(), false);
    });

    it('do not leave under a key that could be guessed', async () => {
      await withKey({}, 'short');
      assert.equal(await post({ value }), 503);
      assert.match(String(lastLine().error_message), /fewer than 16 characters/);
      assert.equal(await sees(), false);
    });
  });

  it('answers and publishes what is under way before it ends', async () => {
    await started();
    door.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 200, times: 1 });
    const posting = post({ value: doc('a/b') });
    // The scripted delay is played once the message is on its way.
    await struck(door.faults);
    await door.shutdown.close();
    assert.equal(await posting, 204);
    assert.equal((await door.issues()).length, 1);
  });
});
