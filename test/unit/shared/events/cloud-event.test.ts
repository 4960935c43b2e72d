import assert from 'node:assert/strict';
import { isCloudEvent, MAX_EVENT_BYTES, readCloudEvent, receivedEvent } from '@penstock/shared/events/cloud-event.ts';

const BINARY = { 'ce-id': '1', 'ce-source': '//s', 'ce-type': 't', 'ce-time': '2026-01-02T03:04:05Z' };
const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const ENVELOPE = { id: '1', source: '//s', type: 't', time: '2026-01-02T03:04:05Z', specversion: '1.0' };
const structured = (envelope: unknown) => ({
  headers: STRUCTURED,
  rawBody: Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)),
});

describe('a CloudEvent', () => {
  it('is read from headers, each value percent-decoded once, with the body as its data', () => {
    const headers = { ...BINARY, 'ce-subject': 'a%20%2525', 'ce-odd': '100%', host: 'h', 'no-subject': 'x' };
    const event = readCloudEvent({ headers, rawBody: Buffer.from([1, 2]) });
    assert.deepEqual(
      [event.id, event.source, event.type, event.time],
      ['1', '//s', 't', '2026-01-02T03:04:05.000000Z'],
    );
    assert.deepEqual([event.attributes.subject, event.attributes.odd], ['a %25', '100%']);
    assert.deepEqual(Object.keys(event.attributes).sort(), ['id', 'odd', 'source', 'subject', 'time', 'type']);
    assert.deepEqual(event.data, Buffer.from([1, 2]));
    assert.deepEqual(readCloudEvent({ headers: BINARY }).data, new Uint8Array());
  });

  for (const [title, data, expected] of [
    ['base64', { data_base64: '//4=' }, Buffer.from([0xff, 0xfe])],
    ['a JSON value', { data: { a: [1] } }, Buffer.from('{"a":[1]}')],
    ['a text', { data: 'plain' }, Buffer.from('plain')],
    ['nothing', {}, new Uint8Array()],
  ] as const) {
    it(`is read from an envelope whose data is ${title}`, () => {
      const event = readCloudEvent(structured({ ...ENVELOPE, ...data, number: 7 }));
      assert.deepEqual(event.data, expected);
      assert.deepEqual([event.id, event.attributes.number], ['1', undefined]);
    });
  }

  it('is recognised in either mode, whatever the case of the content type', () => {
    assert.equal(isCloudEvent({ headers: BINARY }), true);
    assert.equal(isCloudEvent({ headers: { 'content-type': 'Application/CloudEvents+JSON' } }), true);
    assert.equal(isCloudEvent({ headers: { 'content-type': 'application/json' } }), false);
  });

  for (const [title, request, problem] of [
    ['without an id', { headers: { ...BINARY, 'ce-id': '' } }, /the attribute id is missing/],
    ['without a source', { headers: { 'ce-id': 'x' } }, /the attribute source is missing/],
    ['without a type', structured({ ...ENVELOPE, type: undefined }), /the attribute type is missing/],
    ['without a time', { headers: { ...BINARY, 'ce-time': 'noon' } }, /the attribute time is missing/],
    ['whose envelope is not JSON', structured('{'), /of the envelope: it is not JSON$/],
    ['whose envelope is no object', structured('[]'), /it is not a JSON object/],
    ['whose envelope is empty', structured(''), /it is not JSON/],
    ['whose envelope is nested 65 levels deep', structured(`{"a":${'['.repeat(64)}`), /nested deeper than 64 levels/],
    ['whose base64 is no text', structured({ ...ENVELOPE, data_base64: 7 }), /data_base64 is not text/],
    ['whose bytes are not UTF-8', { headers: STRUCTURED, rawBody: Buffer.from([0xff]) }, /it is not UTF-8/],
  ] as const) {
    it(`${title} is refused`, () => {
      assert.throws(() => readCloudEvent(request), { code: 'INPUT_MALFORMED', stage: 'receiving', message: problem });
    });
  }

  it('nested 64 levels deep is read, and brackets within texts count for nothing', () => {
    const text = `["\\"${'['.repeat(100)}"]`;
    const envelope = `{"data":${'['.repeat(62)}${text}${']'.repeat(62)},${JSON.stringify(ENVELOPE).slice(1)}`;
    assert.equal(readCloudEvent(structured(envelope)).id, '1');
  });

  it('of the largest size is read, and one of a byte more is too large', () => {
    const rawBody = Buffer.alloc(MAX_EVENT_BYTES + 1);
    assert.throws(() => readCloudEvent({ headers: BINARY, rawBody }), { code: 'INPUT_TOO_LARGE' });
    assert.equal(readCloudEvent({ headers: BINARY, rawBody: rawBody.subarray(1) }).data.length, MAX_EVENT_BYTES);
  });
});

describe('the received bytes of an event', () => {
  it('is its body byte for byte, and the headers with which it can be posted again', () => {
    const headers = { ...BINARY, 'content-type': 'application/json', host: 'h' };
    assert.deepEqual(receivedEvent({ headers, rawBody: Buffer.from('{') }), {
      data: Buffer.from('{'),
      attributes: { ...BINARY, 'content-type': 'application/json' },
    });
    const nothing = { data: new Uint8Array(), attributes: { 'ce-id': 'x' } };
    assert.deepEqual(receivedEvent({ headers: { 'ce-id': 'x', host: 'h' } }), nothing);
  });
});
