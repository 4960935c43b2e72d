/** The topics, tables, buckets, triggers and jobs that `penstock start` makes, and that join the functions up. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Resources, SuiteFunction } from '@penstock/local/index.ts';

const BUCKET = 'penstock-demo';
/** A bucket apart, so that writes of the loader's ledgers are no events of the files' bucket. */
const LEDGERS = 'penstock-ledgers';
/** The puller's ledgers, spool and error output. */
const PULLS = 'penstock-puller';
/** Has the tables `loads` and `load_files`. */
const TRACKING = 'penstock';
const TOPIC = 'issues-topic';
/** Takes events that a function kept refusing. */
const DEAD_LETTER = { topic: 'eventarc-dead-letter', maxDeliveryAttempts: 10 } as const;
/** Takes messages that the sink kept refusing: without it a poison message is pushed for as long as it is kept. */
const DEAD_ISSUES = { topic: 'issues-dead-letter', maxDeliveryAttempts: 30 } as const;

export const DEMO = {
  bucket: BUCKET,
  resources: {
    buckets: [BUCKET, LEDGERS, PULLS],
    topics: [TOPIC, 'issues-errors', DEAD_LETTER.topic, DEAD_ISSUES.topic],
    subscriptions: [
      { name: 'issues-debug-sub', topic: TOPIC },
      { name: 'issues-sink', topic: TOPIC, pushTo: 'sink', deadLetter: DEAD_ISSUES },
      { name: 'issues-mirror', topic: TOPIC, pushTo: 'sink', deadLetter: DEAD_ISSUES },
      { name: 'issues-errors-sub', topic: 'issues-errors' },
      { name: 'issues-dead-letter-sub', topic: DEAD_ISSUES.topic },
      { name: 'eventarc-dead-letter-sub', topic: DEAD_LETTER.topic },
    ],
    datasets: ['issues_ds', 'mirror', 'demo', 'shop', TRACKING],
    tables: [
      {
        datasetId: 'issues_ds',
        tableId: 'issues_stream',
        resource: {
          // Seed 002's four columns; created_at clusters.
          schema: { fields: ['issue_id', 'source', 'created_at', 'payload'].map((name) => ({ name, type: 'STRING' })) },
          clustering: { fields: ['created_at'] },
        },
      },
      {
        // The live mirror of the Firestore collection `issues`, by the sink's CDC mode: `demo/sink.yaml`.
        datasetId: 'mirror',
        tableId: 'issues',
        resource: {
          schema: {
            fields: [
              { name: 'document_name', type: 'STRING', mode: 'REQUIRED' },
              { name: 'title', type: 'STRING' },
              { name: 'priority', type: 'STRING' },
              { name: 'data', type: 'JSON' },
              { name: 'changed_at', type: 'TIMESTAMP' },
            ],
          },
          tableConstraints: { primaryKey: { columns: ['document_name'] } },
          maxStaleness: '0-0 0 0:0:0',
        },
      },
      {
        // The rows of the sample source: `demo/sources/orders.yaml`.
        datasetId: 'shop',
        tableId: 'orders',
        resource: {
          schema: {
            fields: [
              { name: 'order_id', type: 'STRING', mode: 'REQUIRED' },
              { name: 'created_at', type: 'TIMESTAMP', mode: 'REQUIRED' },
              { name: 'status', type: 'STRING' },
              { name: 'total', type: 'NUMERIC' },
              { name: 'delivery_date', type: 'DATE' },
              {
                name: 'customer',
                type: 'RECORD',
                fields: [
                  ...['customer_id', 'email', 'full_name'].map((name) => ({ name, type: 'STRING' })),
                  // Dropped before it is sent, by the .proto.
                  { name: 'birth_date', type: 'DATE' },
                ],
              },
              {
                name: 'items',
                type: 'RECORD',
                mode: 'REPEATED',
                fields: [
                  { name: 'sku', type: 'STRING' },
                  { name: 'quantity', type: 'INTEGER' },
                  { name: 'price', type: 'NUMERIC' },
                  { name: 'tags', type: 'STRING', mode: 'REPEATED' },
                ],
              },
              { name: 'attributes', type: 'JSON' },
            ],
          },
          timePartitioning: { type: 'DAY', field: 'created_at' },
        },
      },
    ],
  } satisfies Resources,
  triggers: [
    {
      name: 'loader',
      filters: [
        { attribute: 'type', value: 'google.cloud.storage.object.v1.finalized' },
        { attribute: 'bucket', value: BUCKET },
      ],
      function: 'loader',
      retry: true,
      deadLetter: DEAD_LETTER,
    },
    {
      name: 'firestore',
      filters: [
        { attribute: 'type', value: 'google.cloud.firestore.document.v1.written.withAuthContext' },
        { attribute: 'document', value: '{path=**}', operator: 'match-path-pattern' as const },
      ],
      function: 'firestore',
      retry: true,
      deadLetter: DEAD_LETTER,
    },
  ],
  jobs: [
    // The sample source has windows of a minute.
    { name: 'pull', schedule: '* * * * *', function: 'puller', retry: { retryCount: 1 } },
    // A request without a body is a sweep: it moves on the loads whose jobs took longer than their event was followed.
    { name: 'loader-sweep', schedule: '* * * * *', function: 'loader', retry: { retryCount: 1 } },
  ],
} as const;

/** The ledgers that the console shows. */
export const DEMO_LEDGERS = [
  { kind: 'load', bucket: LEDGERS, prefix: '_penstock/loader/loads/', suffix: '.json' },
  { kind: 'window', bucket: PULLS, prefix: 'puller/windows/', suffix: '' },
] as const;

/** Settings of the functions by which a word of the command finds the same ledgers. */
export const DEMO_COMMANDS = {
  env: { LEDGER_BUCKET: LEDGERS, TRACKING_DATASET: TRACKING, ERRORS_TOPIC: 'issues-errors' },
  puller: ['--bucket', PULLS, '--prefix', 'puller/'],
} as const;

const ENV: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  loader: DEMO_COMMANDS.env,
  puller: {
    PULLER_BUCKET: PULLS,
    PULLER_PROTO: fileURLToPath(new URL('../proto', import.meta.url)),
    PULLER_ALLOW_LOOPBACK: 'true',
  },
  sink: { SINK_CONFIG: fileURLToPath(new URL('sink.yaml', import.meta.url)) },
};

/** State of the functions themselves: ledgers, spools, temporary and tracking tables. */
const BOOKKEEPING = new RegExp(
  [`^(${LEDGERS}|${PULLS})/`, `:${TRACKING}\\.`, `/datasets/${TRACKING}/`, ':[^.]+\\.penstock_load_'].join('|'),
);

/** Whether something happened only to the functions' own state, which says little to a person who watches rows. */
export function isBookkeeping(resource: string): boolean {
  return BOOKKEEPING.test(resource);
}

/** The suite's functions, by where their sources are. Read when they are started, and never imported from here. */
/** `sources` is the folder of the puller's source files. Default: the sample, whose API is not started. */
export function suiteFunctions(
  sources: string = fileURLToPath(new URL('sources', import.meta.url)),
): readonly SuiteFunction[] {
  return (['intake', 'firestore', 'loader', 'puller', 'sink'] as const).map((name) => ({
    name,
    source: new URL(`../functions/${name}/index.ts`, import.meta.url).href,
    preload: inside(name, [`${name}.ts`, 'handler.ts', 'config.ts']),
    env: { ...ENV[name], ...(name === 'puller' ? { PULLER_SOURCES: sources } : {}) },
  }));
}

/** The modules of a door that exist: what a door imports without reading its environment. */
function inside(name: string, files: readonly string[]): readonly string[] {
  const urls = files.map((file) => new URL(`../functions/${name}/${file}`, import.meta.url));
  return urls.filter((url) => existsSync(url)).map(({ href }) => href);
}
