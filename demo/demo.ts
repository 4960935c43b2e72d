/** The topics, tables, buckets, triggers and jobs that `penstock start` makes, and that join the functions up. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Resources, SuiteFunction } from '@penstock/local/index.ts';

const BUCKET = 'penstock-demo';
/** Of its own, so that the loader's ledgers are no events of the files' bucket. */
const LEDGERS = 'penstock-ledgers';
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
    buckets: [BUCKET, LEDGERS],
    topics: [TOPIC, 'issues-errors', DEAD_LETTER.topic, DEAD_ISSUES.topic],
    subscriptions: [
      { name: 'issues-debug-sub', topic: TOPIC },
      { name: 'issues-sink', topic: TOPIC, pushTo: 'sink', deadLetter: DEAD_ISSUES },
      { name: 'issues-mirror', topic: TOPIC, pushTo: 'sink', deadLetter: DEAD_ISSUES },
      { name: 'issues-dead-letter-sub', topic: DEAD_ISSUES.topic },
      { name: 'eventarc-dead-letter-sub', topic: DEAD_LETTER.topic },
    ],
    datasets: ['issues_ds', 'mirror', 'demo', TRACKING],
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
    { name: 'pull', schedule: '*/10 * * * *', function: 'puller', retry: { retryCount: 3 } },
    // A request without a body is a sweep: it moves on the loads whose jobs took longer than their event was followed.
    { name: 'loader-sweep', schedule: '* * * * *', function: 'loader', retry: { retryCount: 1 } },
  ],
} as const;

const ENV: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  loader: { LEDGER_BUCKET: LEDGERS, TRACKING_DATASET: TRACKING, ERRORS_TOPIC: 'issues-errors' },
  sink: { SINK_CONFIG: fileURLToPath(new URL('sink.yaml', import.meta.url)) },
};

/** The suite's functions, by where their sources are. Read when they are started, and never imported from here. */
export function suiteFunctions(): readonly SuiteFunction[] {
  return (['intake', 'firestore', 'loader', 'puller', 'sink'] as const).map((name) => ({
    name,
    source: new URL(`../functions/${name}/index.ts`, import.meta.url).href,
    preload: inside(name, [`${name}.ts`, 'handler.ts', 'config.ts']),
    env: ENV[name] ?? {},
  }));
}

/** The modules of a door that exist: what a door imports without reading its environment. */
function inside(name: string, files: readonly string[]): readonly string[] {
  const urls = files.map((file) => new URL(`../functions/${name}/${file}`, import.meta.url));
  return urls.filter((url) => existsSync(url)).map(({ href }) => href);
}
