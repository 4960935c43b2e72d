import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { errorRecord } from '@penstock/shared/errors/record.ts';
import { readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { ISSUE_ID_PATTERN } from '@penstock/shared/issues/issue-id.ts';
import type { PubsubMessage } from '@penstock/shared/pubsub/attributes.ts';
import { checkAttributes } from '@penstock/shared/pubsub/attributes.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { createHandler, type FirestoreRequest } from '../../functions/firestore/handler.ts';
import { METRICS } from '../../functions/firestore/metrics.ts';
import { parsePattern } from '../../functions/firestore/path-pattern.ts';
import { readRules } from '../../functions/firestore/protect.ts';
import type { Document, Fields } from '../../functions/firestore/value.ts';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { binaryEvent } from '../support/document-events.ts';

const SEED = 20_260_105;
const EVENTS = process.env.PENSTOCK_SOAK === '1' ? 100_000 : 30_000;
/** Of the processor, not of the wall: other work on the machine does not count. An event takes a tenth of a millisecond. */
const MAX_CPU_MS = 250;

const FIELDS: Fields = {
  a: { stringValue: 'some text, ü and 🚰' },
  b: { integerValue: '-9223372036854775808' },
  c: { doubleValue: 'NaN' },
  d: { timestampValue: '2026-01-02T03:04:05.123456Z' },
  e: { bytesValue: 'AAECAwQFBgcICQ==' },
  f: { referenceValue: 'projects/p/databases/d/documents/users/alice' },
  g: { geoPointValue: { latitude: 1, longitude: 2 } },
  h: { arrayValue: { values: [{ nullValue: null }, { booleanValue: true }, { integerValue: '300' }] } },
  i: { mapValue: { fields: { j: { mapValue: { fields: { k: { stringValue: 'deep' } } } } } } },
};
const document = (fields: Fields): Document => ({
  name: 'projects/p/databases/(default)/documents/users/alice/orders/1',
  fields,
  createTime: '2026-01-02T03:04:05.000001Z',
  updateTime: '2026-01-02T03:04:05.123456Z',
});
const { headers, body } = binaryEvent({
  time: new Date().toISOString(),
  value: document(FIELDS),
  oldValue: document({ ...FIELDS, a: { stringValue: 'before' } }),
  updateMask: ['a', 'i.j.`odd name`'],
});
const VALID = Buffer.from(body);

describe('mutated events of Firestore', () => {
  const random = mulberry32(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const someBytes = (): Buffer => Buffer.from(Array.from({ length: 1 + below(12) }, () => below(256)));

  const MUTATIONS: readonly ((bytes: Buffer) => Buffer)[] = [
    (bytes) => bytes.fill(below(256), below(bytes.length), undefined).subarray(0, bytes.length - below(8)),
    (bytes) => bytes.subarray(0, below(bytes.length)),
    (bytes) => bytes.subarray(below(bytes.length)),
    (bytes) => {
      for (let count = 1 + below(6); count > 0; count -= 1) bytes[below(bytes.length)] = below(256);
      return bytes;
    },
    (bytes) => {
      const at = below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
      return bytes;
    },
    (bytes) =>
      Buffer.concat([bytes.subarray(0, below(bytes.length)), someBytes(), bytes.subarray(below(bytes.length))]),
    // The longest content for its size: a part over and over, and numbers that do not end.
    (bytes) => {
      const from = below(bytes.length);
      const part = bytes.subarray(from, from + 1 + below(40));
      return Buffer.concat([bytes, ...new Array<Buffer>(below(200)).fill(part)]);
    },
    (bytes) => Buffer.concat([bytes.subarray(0, below(bytes.length)), Buffer.alloc(1 + below(2_000), 0xff)]),
    // Nesting upon nesting: arrays in values in arrays.
    () => {
      let inner = Buffer.from([0x58, 0]);
      for (let depth = below(120); depth > 0; depth -= 1) {
        const size = inner.length < 128 ? [inner.length] : [(inner.length & 127) | 128, inner.length >> 7];
        inner = Buffer.concat([Buffer.from([depth % 2 === 0 ? 0x4a : 0x0a, ...size]), inner]);
      }
      return Buffer.concat([Buffer.from([0x0a, 0x80 | (inner.length & 127), inner.length >> 7]), inner]);
    },
    (bytes) => Buffer.from(bytes.toString('base64')),
    () => someBytes(),
  ];

  function mutated(): { readonly headers: Record<string, string>; readonly body: Buffer } {
    let bytes: Buffer = Buffer.from(VALID);
    for (let count = 1 + below(3); count > 0 && bytes.length > 0; count -= 1) {
      bytes = Buffer.from((MUTATIONS[below(MUTATIONS.length)] as (given: Buffer) => Buffer)(bytes));
    }
    if (random() < 0.8) return { headers, body: bytes };
    const names = Object.keys(headers);
    const name = names[below(names.length)] as string;
    const value = ['', '%', '%ff', '%00', 'application/cloudevents+json', '"', someBytes().toString('latin1')][
      below(7)
    ] as string;
    return { headers: { ...headers, [name]: value }, body: bytes };
  }

  it(`are published whole or rejected with a record, never a crash and never slow (seed ${SEED}, ${EVENTS} events)`, async () => {
    const messages: PubsubMessage[] = [];
    const records: PubsubMessage[] = [];
    const lines: string[] = [];
    const log = createLogger({ write: (line) => void lines.push(line) });
    const handle = createHandler({
      publisher: { publish: async (message) => String(messages.push(message)) },
      errors: { reject: async (rejection) => void records.push(errorRecord(rejection)) },
      decide: { documents: [parsePattern('users/{uid}/{rest=**}')], maxAge: 86_400_000 },
      issue: async () => ({
        encoding: 'plain',
        rules: readRules({ e: 'hash', 'i.*.k': 'mask', h: 'exclude' }),
        key: 'k',
        ordering: true,
      }),
      reject: new Set(['foreign', 'unlisted', 'too-old']),
      protects: false,
      log,
      metrics: createMetrics(METRICS, log),
      clock: systemClock,
      projectId: 'p',
    });
    let slowest = 0;
    let decoded = 0;
    for (let event = 0; event < EVENTS; event += 1) {
      const sent = mutated();
      const at = `event ${event}: ${sent.body.toString('base64')}`;
      const statuses: number[] = [];
      const before = process.threadCpuUsage();
      await new Promise<void>((end) => {
        const response = { writeHead: (code: number) => statuses.push(code), end };
        handle(
          { method: 'POST', headers: sent.headers, rawBody: sent.body } as unknown as FirestoreRequest,
          response as unknown as ServerResponse,
        );
      });
      const { user, system } = process.threadCpuUsage(before);
      slowest = Math.max(slowest, (user + system) / 1_000);
      assert.deepEqual(statuses, [204], at);
      assert.equal(messages.length + records.length, 1, at);
      assert.ok(slowest < MAX_CPU_MS, `${slowest} ms: ${at}`);
      for (const message of messages.splice(0)) {
        decoded += 1;
        const issue = readFlatIssue(message.data);
        assert.match(issue.issue_id, ISSUE_ID_PATTERN, at);
        assert.match(issue.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}Z$/, at);
        assert.equal(typeof JSON.parse(issue.payload), 'object', at);
      }
      for (const record of records.splice(0)) {
        checkAttributes(record.attributes);
        assert.ok(record.data.equals(sent.body), at);
        assert.match(
          record.attributes.error_reason ?? '',
          /^(?:INPUT_MALFORMED|INPUT_INVALID|foreign|unlisted|too-old)$/,
          at,
        );
      }
      lines.length = 0;
    }
    // Both ends are met, or the mutations tell nothing.
    assert.ok(decoded > EVENTS / 50 && decoded < EVENTS / 2, `${decoded} of ${EVENTS} were decoded`);
  }).timeout(300_000);
});
