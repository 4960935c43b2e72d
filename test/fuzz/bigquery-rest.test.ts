import assert from 'node:assert/strict';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../support/warehouse.ts';

const CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 400;
const SEED = 20_261_121;

type Random = () => number;

const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

const STRAY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  'x',
  '\0',
  '🙂',
  'a'.repeat(300),
  [],
  {},
  [[]],
  [null],
  { '': {} },
  '9'.repeat(40),
  '$20260101',
  '*',
  'NaN',
  { __proto__: 1 },
];
const IDS = [
  'd',
  't',
  'missing',
  '',
  '%00',
  '..',
  'ü',
  't$20260101',
  't$x',
  't@0',
  'a'.repeat(1100),
  '*',
  '_anonymous',
  'anonx',
  '%2F',
  '"',
];

const SCHEMA = {
  fields: [
    { name: 'id', type: 'INTEGER', mode: 'NULLABLE' },
    { name: 'r', type: 'RECORD', mode: 'REPEATED', fields: [{ name: 'x', type: 'NUMERIC' }] },
  ],
};
const DESTINATION = { projectId: PROJECT, datasetId: 'd', tableId: 't' };

/** Bodies that are right, for each method; each case spoils one. */
const BODIES: readonly (readonly [string, string, unknown])[] = [
  [
    'POST',
    '/datasets',
    { datasetReference: { datasetId: 'e' }, labels: { a: 'b' }, defaultTableExpirationMs: '3600000' },
  ],
  ['PATCH', '/datasets/d', { labels: { a: null }, description: 'x' }],
  [
    'POST',
    '/datasets/d/tables',
    {
      tableReference: { tableId: 'n' },
      schema: SCHEMA,
      timePartitioning: { type: 'DAY' },
      clustering: { fields: ['id'] },
      tableConstraints: { primaryKey: { columns: ['id'] } },
    },
  ],
  ['PATCH', '/datasets/d/tables/t', { schema: SCHEMA, labels: {}, expirationTime: '9999999999999' }],
  ['PUT', '/datasets/d/tables/t', { schema: SCHEMA }],
  [
    'POST',
    '/datasets/d/tables/t/insertAll',
    {
      rows: [{ insertId: 'a', json: { id: 1, r: [{ x: '1.5' }] } }],
      skipInvalidRows: true,
      ignoreUnknownValues: false,
    },
  ],
  [
    'POST',
    '/queries',
    {
      query: 'SELECT id FROM d.t WHERE id = @p',
      useLegacySql: false,
      parameterMode: 'NAMED',
      queryParameters: [{ name: 'p', parameterType: { type: 'INT64' }, parameterValue: { value: '1' } }],
      maxResults: 5,
      timeoutMs: 2000,
      formatOptions: { useInt64Timestamp: true },
    },
  ],
  [
    'POST',
    '/jobs',
    {
      jobReference: { projectId: PROJECT, location: 'US' },
      configuration: {
        query: {
          query: 'SELECT 1 AS id',
          useLegacySql: false,
          destinationTable: DESTINATION,
          writeDisposition: 'WRITE_APPEND',
          schemaUpdateOptions: [],
        },
      },
    },
  ],
  [
    'POST',
    '/jobs',
    {
      configuration: {
        load: {
          sourceUris: ['gs://b/x.json'],
          sourceFormat: 'NEWLINE_DELIMITED_JSON',
          schema: SCHEMA,
          destinationTable: DESTINATION,
          maxBadRecords: 1,
          hivePartitioningOptions: null,
        },
      },
    },
  ],
  [
    'POST',
    '/jobs',
    {
      configuration: {
        load: {
          sourceUris: ['gs://b/x*.csv'],
          fieldDelimiter: ',',
          quote: '"',
          nullMarker: '',
          encoding: 'UTF-8',
          skipLeadingRows: 1,
          schema: { fields: [{ name: 'id', type: 'STRING' }] },
          destinationTable: { ...DESTINATION, tableId: 'c' },
        },
      },
    },
  ],
  [
    'POST',
    '/jobs',
    {
      configuration: {
        copy: {
          sourceTables: [DESTINATION],
          destinationTable: { ...DESTINATION, tableId: 'copy' },
          writeDisposition: 'WRITE_TRUNCATE',
        },
      },
    },
  ],
  ['GET', '/datasets/d/tables/t/data?maxResults=3&startIndex=0&selectedFields=id', undefined],
  ['GET', '/jobs?stateFilter=done&maxResults=2', undefined],
  ['GET', '/datasets?maxResults=1', undefined],
];

/** The value with one of its places changed to something else, or dropped. */
function spoil(random: Random, value: unknown): unknown {
  if (random() < 0.2 || typeof value !== 'object' || value === null) return pick(random, STRAY);
  if (Array.isArray(value)) {
    if (value.length === 0 || random() < 0.2) return [...value, pick(random, STRAY)];
    const at = Math.floor(random() * value.length);
    return value.map((element, index) => (index === at ? spoil(random, element) : element));
  }
  const keys = Object.keys(value);
  if (keys.length === 0 || random() < 0.1)
    return { ...value, [pick(random, ['zz', '', 'schema', 'load', 'view'])]: pick(random, STRAY) };
  const key = pick(random, keys);
  const { [key]: member, ...rest } = value as Record<string, unknown>;
  return random() < 0.15 ? rest : { ...rest, [key]: spoil(random, member) };
}

function spoilText(random: Random, text: string): string {
  const at = Math.floor(random() * text.length);
  return pick(random, [
    text.slice(0, at),
    `${text.slice(0, at)}${pick(random, ['{', '"', '\\u0000', ',', '[', '1e999', '\uFEFF'])}${text.slice(at)}`,
    '['.repeat(20_000),
    '{"a":'.repeat(5000),
  ]);
}

describe('the local BigQuery under malformed REST calls', function () {
  this.timeout(300_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await startWarehouse({ limits: { loadBytes: 1000 } });
    warehouse.objects.put('gs://b/x.json', '{"id":1}\n');
    warehouse.objects.put('gs://b/x.csv', 'id\n1\n');
    await warehouse.client.createDataset('d');
    await warehouse.client.dataset('d').createTable('t', { schema: SCHEMA });
  });
  after(() => warehouse.close());

  it(`answers every call in the API's own shape and goes on (${CASES} cases, seed ${SEED})`, async () => {
    const random = mulberry32(SEED);
    const base = `http://${warehouse.service.address}/bigquery/v2/projects/${PROJECT}`;
    for (let index = 0; index < CASES; index += 1) {
      const [verb, path, body] = pick(random, BODIES);
      const place = random() < 0.15 ? path.replace(/\b(?:d|t)\b(?=[/?]|$)/, () => pick(random, IDS)) : path;
      const query =
        random() < 0.1
          ? `${place.includes('?') ? '&' : '?'}${pick(random, ['maxResults', 'pageToken', 'startIndex', 'fields', 'selectedFields', 'location', 'formatOptions.timestampOutputFormat'])}=${encodeURIComponent(String(pick(random, STRAY)))}`
          : '';
      const spoiled =
        body === undefined ? undefined : (JSON.stringify(random() < 0.85 ? spoil(random, body) : body) ?? 'undefined');
      const text = spoiled !== undefined && random() < 0.15 ? spoilText(random, spoiled) : spoiled;
      const sent = `case ${index}: ${verb} ${place}${query} ${text?.slice(0, 500)}`;
      const response = await fetch(`${base}${place}${query}`, {
        method: verb,
        ...(text !== undefined && { body: text }),
      }).catch((error: unknown) => {
        throw new Error(`${sent}: ${String(error)}`);
      });
      const answer = await response.text();
      assert.ok(response.status < 500, `${sent}: ${response.status} ${answer}`);
      if (response.status >= 400) {
        const { error } = JSON.parse(answer) as {
          error: { code: number; message: string; errors: { reason: string; domain: string }[] };
        };
        assert.equal(error.code, response.status, sent);
        assert.equal(typeof error.message, 'string', sent);
        assert.ok(error.errors[0]?.reason !== undefined, sent);
      } else if (answer !== '') JSON.parse(answer);
    }
    // Jobs that were taken end, and none of them by an error of ours.
    const deadline = Date.now() + 60_000;
    const pending = async (): Promise<unknown[]> =>
      ((await (await fetch(`${base}/jobs?stateFilter=pending,running`)).json()) as { jobs: unknown[] }).jobs;
    while ((await pending()).length > 0) {
      assert.ok(Date.now() < deadline, 'a job hangs');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { jobs } = (await (await fetch(`${base}/jobs?maxResults=100000`)).json()) as {
      jobs: { errorResult?: { reason: string; message: string }; configuration: unknown }[];
    };
    for (const { errorResult, configuration } of jobs) {
      assert.notEqual(
        errorResult?.reason,
        'internalError',
        `${JSON.stringify(errorResult)} ${JSON.stringify(configuration)}`,
      );
    }
  });
});
