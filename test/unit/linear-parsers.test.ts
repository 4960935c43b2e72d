import { parseExact } from '@penstock/shared/bigquery/codec/exact-json.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import { parseTableName } from '@penstock/shared/bigquery/table-name.ts';
import { parseMaxStaleness } from '@penstock/shared/bigquery/tables/max-staleness.ts';
import { parseTableSpec } from '@penstock/shared/bigquery/tables/table-spec.ts';
import { parseStreamName } from '@penstock/shared/bigquery/write/stream-name.ts';
import { parseJson } from '@penstock/shared/config/json.ts';
import { parseYaml } from '@penstock/shared/config/yaml.ts';
import { readRecordLine } from '@penstock/shared/errors/record-line.ts';
import { readCloudEvent } from '@penstock/shared/events/cloud-event.ts';
import { readPush } from '@penstock/shared/events/push.ts';
import { readStorageObject } from '@penstock/shared/events/storage-object.ts';
import { readTimestamp } from '@penstock/shared/events/timestamp.ts';
import { readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { bytes, duration, integer, list, readConfig } from '@penstock/shared/runtime/config.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { retryAfterMs } from '@penstock/shared/runtime/http-errors.ts';
import { SECRET_VERSION } from '@penstock/shared/runtime/secrets.ts';
import { traceAttributes, traceFields } from '@penstock/shared/runtime/trace.ts';
import { parseDocumentName } from '../../functions/firestore/document-name.ts';
import { eventBytes } from '../../functions/firestore/event-bytes.ts';
import { decodeEventData } from '../../functions/firestore/event-data.ts';
import { parseFieldPath } from '../../functions/firestore/field-path.ts';
import { matchPattern, parsePattern } from '../../functions/firestore/path-pattern.ts';
import { readRules } from '../../functions/firestore/protect.ts';
import { readDocument } from '../../functions/firestore/rest-document.ts';
import {
  byApiKey,
  byPlatform,
  bySignature,
  parseKeys,
  parseSigningSecrets,
} from '../../functions/intake/authentication.ts';
import { kindOf } from '../../functions/intake/body.ts';
import { checkForm, readForm } from '../../functions/intake/form.ts';
import { readKey } from '../../functions/intake/idempotency.ts';
import { namesTwice, readIssues } from '../../functions/intake/json-text.ts';
import { addressOf } from '../../functions/intake/rate-limit.ts';
import { routeOf } from '../../functions/intake/routes.ts';
import { labelValue } from '../../functions/loader/labels.ts';
import { groupsByDefault } from '../../functions/loader/path-groups.ts';
import { isScript, substitute } from '../../functions/loader/transform-sql.ts';
import { parseCsv } from '../../functions/puller/http-source/decode/csv.ts';
import { parseExactJson } from '../../functions/puller/http-source/decode/exact-json.ts';
import { decodeText } from '../../functions/puller/http-source/decode/text.ts';
import { parseXml } from '../../functions/puller/http-source/decode/xml.ts';
import { linkOf } from '../../functions/puller/http-source/paging/link-header.ts';
import { snakeCase as pullerName } from '../../functions/puller/http-source/rows/steps.ts';
import { parseTemplate } from '../../functions/puller/http-source/template.ts';
import { timeFormat } from '../../functions/puller/http-source/time-format.ts';
import { zoneOf } from '../../functions/puller/http-source/time-zone.ts';
import { snakeCase as sinkName } from '../../functions/sink/routing/snake-case.ts';
import { compileTemplate } from '../../functions/sink/routing/template.ts';
import { parseExactly } from '../../functions/sink/rows/exact-json.ts';
import { codecOf, field } from '../support/codec-rows.ts';
import { assertLinear, type Parser } from '../support/worst-texts.ts';

const request = (headers: Record<string, string>, rawBody = '') => ({ headers, rawBody: Buffer.from(rawBody) });
const event = { 'ce-id': '1', 'ce-source': 's', 'ce-type': 't', 'ce-time': '2026-01-02T03:04:05Z' };
const limits = { maxDepth: 32, maxItems: 1_000 };
const clock = { now: () => 0, sleep: async () => undefined, random: () => 0 };
const pattern = parsePattern('a/{b=**}/c/{d}');

function column(type: string, begins: readonly string[] = ['']): Parser {
  const codec = codecOf([field('c', type as never)]);
  return {
    begins,
    parse: (text) => {
      codec.encode({ c: text }, new RowBuffer());
    },
  };
}

/** Every parser of text that comes from outside a door, by its name. */
const PARSERS: Readonly<Record<string, Parser>> = {
  'a setting that is a duration': {
    parse: (text) => readConfig({ A: text }, { a: duration('A', { about: '', min: '1s', max: '1d' }) }),
  },
  'a setting that is a size': {
    parse: (text) => readConfig({ A: text }, { a: bytes('A', { about: '', min: '1B', max: '1GB' }) }),
  },
  'a setting that is a number': {
    parse: (text) => readConfig({ A: text }, { a: integer('A', { about: '', min: 0, max: 9 }) }),
  },
  'a setting that is a list': { parse: (text) => readConfig({ A: text }, { a: list('A', { about: '' }) }) },
  'the host of an emulator': {
    parse: (text) => readEmulators({ PUBSUB_EMULATOR_HOST: text }),
    begins: ['', 'http://'],
  },
  'the name of a secret': { parse: (text) => SECRET_VERSION.test(text), begins: ['', 'projects/p/secrets/'] },
  'the header Retry-After': { parse: (text) => retryAfterMs(text, 0), begins: ['', 'Fri, 02 Jan '] },
  'the header traceparent': {
    parse: (traceparent) => [traceFields({ traceparent }, 'p'), traceAttributes({ traceparent })],
    begins: ['', '00-'],
  },
  'the header X-Cloud-Trace-Context': {
    parse: (text) => traceFields({ 'x-cloud-trace-context': text }, 'p'),
    begins: ['', `${'a'.repeat(32)}/`],
  },
  'a timestamp': { parse: readTimestamp, begins: ['', '2026-01-02T03:04:05.'] },
  'a CloudEvent in headers': {
    parse: (text) => readCloudEvent(request({ ...event, 'ce-subject': text, 'ce-time': text })),
  },
  'a CloudEvent in an envelope': {
    parse: (text) => readCloudEvent(request({ 'content-type': 'application/cloudevents+json' }, text)),
    begins: ['', '{"a":"', '{"id":'],
  },
  'a pushed message': { parse: (text) => readPush(request({}, text)), begins: ['', '{"message":{"data":"'] },
  'an object event': { parse: (text) => readStorageObject(request({}, text)), begins: ['', '{"name":"'] },
  'a flat issue': { parse: (text) => readFlatIssue(Buffer.from(text)), begins: ['', '{"payload":"'] },
  'a line of an error record': { parse: (text) => readRecordLine(Buffer.from(text)), begins: ['', '{"data":"'] },
  'a JSON config file': { parse: (text) => parseJson('f', text), begins: ['', '{"a":'] },
  'a YAML config file': { parse: (text) => parseYaml('f', text), slow: true },
  'a table name': { parse: (text) => parseTableName(text), begins: ['', 'projects/p/datasets/d/tables/', 'p:d.'] },
  'a stream name': { parse: parseStreamName, begins: ['', 'projects/p/datasets/d/tables/t/'] },
  'a max_staleness': { parse: parseMaxStaleness, begins: ['', 'INTERVAL ', '0-0 0 '] },
  'a table spec': { parse: parseTableSpec, begins: ['', '{"schema":['] },
  'JSON text with exact numbers': { parse: parseExact, begins: ['', '{"a":', '[1', '[-0.'] },
  'a row of a DATE': column('DATE', ['', '2026-01-']),
  'a row of a TIME': column('TIME', ['', '03:04:05.']),
  'a row of a DATETIME': column('DATETIME', ['', '2026-01-02T03:04:05.']),
  'a row of a TIMESTAMP': column('TIMESTAMP', ['', '2026-01-02 03:04:05.', '2026-01-02 03:04:05 ']),
  'a row of an INTERVAL': column('INTERVAL', ['', '1-2 3 4:5:6.']),
  'a row of an INT64': column('INT64', ['', '-', '1.']),
  'a row of a FLOAT64': column('FLOAT64', ['', '1.', '1e']),
  'a row of a NUMERIC': column('NUMERIC', ['', '1.', '1e', '-0']),
  'a row of a BIGNUMERIC': column('BIGNUMERIC', ['', '1.', '1e', '-0']),
  'a row of a BOOL': column('BOOL'),
  'a row of a STRING': column('STRING'),
  'a row of BYTES': column('BYTES'),
  'a row of a JSON': column('JSON', ['', '{"a":"', '[1']),
  'a row of a GEOGRAPHY': column('GEOGRAPHY', [
    '',
    'POINT(',
    'POINT(1 ',
    'POLYGON((',
    '{"type":"Point","coordinates":[',
  ]),
  'an API key': {
    parse: (text) => byApiKey(async () => [])({ headers: { authorization: text }, body: Buffer.alloc(0) }),
    begins: ['', 'Bearer '],
  },
  'a platform token': {
    parse: (text) => byPlatform()({ headers: { authorization: text }, body: Buffer.alloc(0) }),
    begins: ['', 'Bearer ', 'Bearer a.'],
  },
  'the secret with the API keys': { parse: parseKeys, begins: ['', 'a='] },
  'the secret with the signing keys': { parse: parseSigningSecrets, begins: ['', 'whsec_'] },
  'the headers of a webhook': {
    parse: (text) => {
      const headers = { 'webhook-id': text, 'webhook-timestamp': text, 'webhook-signature': text };
      void Promise.resolve(bySignature(async () => [], 1, clock)({ headers, body: Buffer.alloc(0) })).catch(
        () => undefined,
      );
    },
    begins: ['', 'v1,'],
  },
  'a content type': { parse: kindOf, begins: ['', 'application/', 'application/json; charset='] },
  'a form': { parse: readForm, begins: ['', 'a=', '%c3'] },
  'the fields of the page': { parse: (text) => checkForm({ title: text, reporter: text, priority: text }) },
  'an idempotency key': { parse: readKey, begins: ['', '"', '"\\'] },
  'a posted issue': { parse: (text) => readIssues(text, limits), begins: ['', '{"a":"', '[{"a":', '['] },
  'the names of an issue': { parse: (text) => namesTwice({ text, value: {} }), begins: ['', '{"a":"'] },
  'the header X-Forwarded-For': { parse: (text) => addressOf(text, undefined, 1), begins: ['', '::', '1:2:'] },
  'the target of a request': { parse: (text) => routeOf('POST', text, true), begins: ['', '/issues?'] },
  'a document name': { parse: parseDocumentName, begins: ['', 'projects/p/databases/d/documents/'] },
  'a field path': { parse: parseFieldPath, begins: ['', '`', 'a.`'] },
  'a path pattern': { parse: parsePattern, begins: ['', 'a/{', '**/'] },
  'a path held against a pattern': { parse: (text) => matchPattern(pattern, text), begins: ['', 'a/'] },
  'field rules': { parse: (text) => readRules({ [text]: 'mask' }) },
  'event data in base64': { parse: (text) => eventBytes(Buffer.from(text)) },
  'event data': { parse: (text) => decodeEventData(Buffer.from(text, 'latin1')), begins: ['', '\u0012', '\n\u007f'] },
  'the values of a document': {
    parse: (text) => {
      for (const type of ['integerValue', 'doubleValue', 'timestampValue', 'bytesValue', text])
        try {
          readDocument({ name: text, fields: { a: { [type]: text } } });
        } catch {
          // The next type is tried all the same.
        }
    },
  },
  'JSON of an API': { parse: parseExactJson, begins: ['', '[1', '[-0.', '{"a":1e'] },
  'XML of an API': { parse: parseXml, begins: ['', '<a>', '<a b="'], slow: true },
  'CSV of an API': {
    parse: (text) => parseCsv(text, { delimiter: ',', header: true } as never),
    begins: ['', 'a,b\n"'],
  },
  'a content type of an API': {
    parse: (text) => decodeText(Buffer.alloc(0), text),
    begins: ['', 'text/html; charset='],
  },
  'the header Link': { parse: (text) => linkOf(text, 'next'), begins: ['', '<a>; rel="'] },
  'a field name of an API': { parse: pullerName },
  'a time format': { parse: (text) => timeFormat(text), begins: ['', '%'] },
  'a time zone': { parse: zoneOf, begins: ['', 'Europe/'] },
  'a template of a source': { parse: parseTemplate, begins: ['', '{window.'] },
  'a template of a route': { parse: (text) => compileTemplate(text), begins: ['', '${'] },
  'an attribute in snake case': { parse: sinkName },
  'JSON of a message': { parse: parseExactly, begins: ['', '{"a":', '[-0.'] },
  'a label': { parse: labelValue },
  'the path of a success file': { parse: groupsByDefault, begins: ['', 'd/t/'] },
  'transform SQL': {
    parse: (text) => [isScript(text), substitute(text, { projectId: 'p', datasetId: 'd', tableId: 't' } as never)],
    begins: ['', "SELECT '", '/*', '--'],
  },
};

describe('a megabyte of its worst text', () => {
  for (const [name, parser] of Object.entries(PARSERS)) {
    it(`takes ${name} no longer than its length explains`, () => assertLinear(parser)).timeout(600_000);
  }
});
