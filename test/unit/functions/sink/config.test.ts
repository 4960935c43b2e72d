import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SinkFile } from '../../../../functions/sink/config/file.ts';
import { parseSinkFile } from '../../../../functions/sink/config/parse.ts';
import { resolve } from '../../../../functions/sink/config/resolve.ts';
import { checkFile } from '../../../../functions/sink/config/rules.ts';
import { summaryOf } from '../../../../functions/sink/config/summary.ts';
import { readSinkConfig } from '../../../../functions/sink/config.ts';

const PROJECT = { GOOGLE_CLOUD_PROJECT: 'p-1' };

async function problems(file: object): Promise<string> {
  try {
    await parseSinkFile('sink.json', JSON.stringify(file));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const ROUTE = { name: 'a', table: 'd.t' };
const ERRORS = { topic: 'errors' };

describe('AS-12: the configuration', () => {
  it('of nothing is one route into the issues table', async () => {
    const { plan, drain } = await readSinkConfig(PROJECT);
    assert.deepEqual(
      plan.routes.map(({ table, mode }) => [table, mode]),
      [['issues_ds.issues_stream', 'STREAMING_INSERTS']],
    );
    assert.equal(plan.errorOutput.topic, 'issues-errors');
    assert.equal(plan.defaultProject, 'p-1');
    assert.equal(drain, 8_000);
    assert.equal((await readSinkConfig({ GCLOUD_PROJECT: 'p-2' })).plan.defaultProject, 'p-2');
    assert.equal((await readSinkConfig({})).plan.defaultProject, '');
  });

  it('by variables has the names of the system that the seed describes', async () => {
    const { plan } = await readSinkConfig({
      ...PROJECT,
      INPUT_SUBSCRIPTION: 'sub-a, projects/o/subscriptions/sub-b',
      INPUT_COMPRESSION: 'GZIP',
      INPUT_PARALLELISM: '3',
      MAX_OUTSTANDING_ELEMENT_COUNT: '100',
      MAX_OUTSTANDING_REQUEST_BYTES: '30MB',
      OUTPUT_TABLE: 'd.${type}',
      BIG_QUERY_OUTPUT_MODE: 'MIXED',
      BIG_QUERY_DEFAULT_PROJECT: 'other',
      OUTPUT_FORMAT: 'envelope',
      BATCH_MAX_BYTES: '1MB',
      BATCH_MAX_MESSAGES: '10',
      BATCH_MAX_DELAY: '2s',
      OUTPUT_BUCKET: 'b',
      LOAD_MAX_BYTES: '1GB',
      LOAD_MAX_FILES: '5',
      LOAD_MAX_DELAY: '9m',
      STREAMING_DOCTYPES: 'main|event',
      FALLBACK_TOPIC: 'rest',
      ERROR_OUTPUT_TOPIC: 'bad',
      ERROR_OUTPUT_BUCKET: 'bad-payloads',
    });
    assert.deepEqual(plan.subscriptions, ['projects/p-1/subscriptions/sub-a', 'projects/o/subscriptions/sub-b']);
    assert.equal(plan.compression, 'GZIP');
    assert.deepEqual(plan.limits, { maxMessages: 100, maxBytes: 30_000_000 });
    assert.equal(plan.pullStreams, 3);
    assert.deepEqual(plan.errorOutput, { topic: 'bad', bucket: 'bad-payloads', prefix: 'sink-errors/' });
    assert.equal(plan.fallbackTopic, 'rest');
    assert.deepEqual(plan.fileLoads, {
      bucket: 'b',
      prefix: 'sink-loads/',
      triggeringMs: 540_000,
      maxFiles: 5,
      maxBytes: 1_000_000_000,
      deduplicateMs: 3_600_000,
      mostKeys: 5_000_000,
    });
    const [route] = plan.routes;
    assert.deepEqual(route?.limits, { maxBytes: 1_000_000, maxRows: 10, maxAgeMs: 2_000 });
    assert.deepEqual(route?.streamed, { match: { document_type: { pattern: 'main|event' } }, maxBytes: 1_000_000 });
  });

  for (const [what, env, reason] of [
    ['a bad duration', { BATCH_MAX_DELAY: 'soon' }, /BATCH_MAX_DELAY/],
    ['an unknown mode', { BIG_QUERY_OUTPUT_MODE: 'streaming' }, /BIG_QUERY_OUTPUT_MODE.*STREAMING_INSERTS/],
    ['a setting that the mode does not use', { OUTPUT_BUCKET: 'b' }, /OUTPUT_BUCKET.*BIG_QUERY_OUTPUT_MODE=FILE_LOADS/],
    [
      'files without a bucket',
      { BIG_QUERY_OUTPUT_MODE: 'FILE_LOADS' },
      /fileLoads: found nothing, allowed is a bucket/,
    ],
    ['a malformed template', { OUTPUT_TABLE: 'd.${' }, /dollar sign/],
    [
      'a malformed pattern',
      { BIG_QUERY_OUTPUT_MODE: 'MIXED', OUTPUT_BUCKET: 'b', STREAMING_DOCTYPES: '(' },
      /routes\.0\.streamed\.match\.document_type\.pattern: found a value/,
    ],
    [
      'a variable beside a file that makes it meaningless',
      { SINK_CONFIG: 'x.yaml', OUTPUT_TABLE: 'd.t' },
      /OUTPUT_TABLE: set them there/,
    ],
    ['a file that is not there', { SINK_CONFIG: '/nowhere/x.yaml' }, /\/nowhere\/x\.yaml cannot be read/],
  ] as const) {
    it(`stops the start for ${what}, and names it`, async () => {
      await assert.rejects(readSinkConfig({ ...PROJECT, ...env }), (error: Error) => {
        assert.match(error.message, reason);
        return (error as { code?: string }).code === 'CONFIG_INVALID';
      });
    });
  }

  it('is read from a file that the environment names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sink-config-'));
    try {
      const file = join(folder, 'sink.yaml');
      await writeFile(
        file,
        'subscriptions: [s-1]\nerrorOutput: { bucket: b }\nroutes:\n  - { name: a, table: d.t, mode: CDC, sequence: ["#message_id"] }\n',
      );
      const { plan } = await readSinkConfig({ ...PROJECT, SINK_CONFIG: file });
      assert.deepEqual(plan.routes[0]?.change, { sequence: ['#message_id'], deletes: undefined });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const [what, file, reason] of [
    [
      'an unknown key, with the nearest',
      { routes: [{ ...ROUTE, tabel: 'x' }], errorOutput: ERRORS },
      /routes\[0\]\.tabel.*did you mean table/,
    ],
    ['no error output', { routes: [ROUTE] }, /errorOutput/],
    ['an error output that is nowhere', { routes: [ROUTE], errorOutput: { prefix: 'p/' } }, /topic.*bucket/],
    ['two routes of one name', { routes: [ROUTE, ROUTE], errorOutput: ERRORS }, /routes\[1\]\.name/],
    [
      'CDC without a sequence',
      { routes: [{ ...ROUTE, mode: 'CDC' }], errorOutput: ERRORS },
      /routes\[0\]\.sequence.*the mode is CDC/,
    ],
    [
      'deletions in another mode',
      { routes: [{ ...ROUTE, deletes: { source: '@a', in: ['b'] } }], errorOutput: ERRORS },
      /deletes.*mode CDC/,
    ],
    [
      'connections in another mode',
      { routes: [{ ...ROUTE, connections: 2 }], errorOutput: ERRORS },
      /connections.*STORAGE_WRITE or CDC/,
    ],
    [
      'a mapping without columns',
      { routes: [{ ...ROUTE, format: 'mapping' }], errorOutput: ERRORS },
      /columns.*the format is mapping/,
    ],
    [
      'columns without a mapping',
      { routes: [{ ...ROUTE, columns: { a: '$.a' } }], errorOutput: ERRORS },
      /the format is not mapping/,
    ],
    [
      'constants without a mapping',
      { routes: [{ ...ROUTE, constants: { a: 1 } }], errorOutput: ERRORS },
      /the format is not mapping/,
    ],
    [
      'a column with two sources',
      { routes: [{ ...ROUTE, format: 'mapping', columns: { a: '$.a' }, constants: { a: 1 } }], errorOutput: ERRORS },
      /constants\.a/,
    ],
    [
      'a malformed source',
      { routes: [{ ...ROUTE, format: 'mapping', columns: { a: 'a' } }], errorOutput: ERRORS },
      /columns\.a/,
    ],
    [
      'a malformed sequence and deletion',
      {
        routes: [{ ...ROUTE, mode: 'CDC', sequence: ['s'], deletes: { source: 'x', in: ['y'] } }],
        errorOutput: ERRORS,
      },
      /sequence\[0\][\s\S]*deletes\.source/,
    ],
    [
      'a malformed pattern',
      { routes: [{ ...ROUTE, match: { a: { pattern: '(' } } }], errorOutput: ERRORS },
      /match\.a\.pattern/,
    ],
    [
      'nowhere to collect into',
      { routes: [{ ...ROUTE, unknownFields: 'collect' }], errorOutput: ERRORS },
      /collectInto/,
    ],
    [
      'a column to collect into without collecting',
      { routes: [{ ...ROUTE, collectInto: 'c' }], errorOutput: ERRORS },
      /collectInto/,
    ],
    [
      'files that no route stages',
      { routes: [ROUTE], errorOutput: ERRORS, fileLoads: { bucket: 'b' } },
      /fileLoads.*no route/,
    ],
    ['a duration beyond a year', { routes: [{ ...ROUTE, maxDelay: '400d' }], errorOutput: ERRORS }, /maxDelay/],
    [
      'a route for a subscription that is not read',
      { routes: [{ ...ROUTE, from: ['x-1'] }], errorOutput: ERRORS },
      /from\[0\]/,
    ],
  ] as const) {
    it(`of a file is refused for ${what}`, async () => {
      assert.match(await problems(file), reason);
    });
  }

  it('checks a file without any list of subscriptions too', () => {
    const found: unknown[] = [];
    checkFile({ routes: [{ ...ROUTE, from: ['s-1'] }], errorOutput: ERRORS }, (path) => found.push(path));
    assert.deepEqual(found, [['routes', 0, 'from', 0]]);
  });

  it('is told in a few lines at the start', () => {
    const file: SinkFile = {
      subscriptions: ['s-1'],
      errorOutput: { bucket: 'b' },
      fallbackTopic: 'rest',
      fileLoads: { bucket: 'f' },
      routes: [
        {
          name: 'a',
          from: ['s-1'],
          match: {
            x: { equals: '1' },
            y: { in: ['2', '3'] },
            z: { pattern: '4' },
            u: { present: true },
            v: { present: false },
          },
          table: 'd.a',
          mode: 'FILE_LOADS',
        },
        { name: 'b', table: 'd.b', unknownFields: 'collect', collectInto: 'rest' },
      ],
    };
    assert.deepEqual(summaryOf(resolve(file, 'p-1')), [
      '1. a: from projects/p-1/subscriptions/s-1 and x = 1 and y in 2, 3 and z ~ 4 and u present and no v -> d.a (FILE_LOADS, json, unknown fields drop)',
      '2. b: every message -> d.b (STREAMING_INSERTS, json, unknown fields collected into rest)',
      'no route: topic rest',
      'errors: gs://b/sink-errors/',
      'files: gs://f/sink-loads/, loaded every 300 s',
      'subscriptions: projects/p-1/subscriptions/s-1',
    ]);
    const bare = summaryOf(resolve({ errorOutput: { topic: 'e' }, routes: [ROUTE] }, 'p-1'));
    assert.deepEqual(bare.slice(1), [
      'no route: dropped and counted',
      'errors: topic e',
      'subscriptions: none named, so pushes of any are taken',
    ]);
  });

  it('fills in what a CDC route and its rows leave out', () => {
    const [route] = resolve(
      {
        errorOutput: {},
        routes: [
          {
            name: 'a',
            table: 'd.t',
            mode: 'CDC',
            maxRows: 5,
            maxBytes: '1KB',
            maxDelay: '0ms',
            connections: 3,
            insertIds: false,
            streamed: { maxBytes: '5B' },
          },
        ],
      },
      'p',
    ).routes;
    assert.deepEqual(route?.limits, { maxBytes: 1_000, maxRows: 5, maxAgeMs: 1 });
    assert.deepEqual([route?.connections, route?.insertIds, route?.streamed.maxBytes], [3, false, 5]);
  });
});
