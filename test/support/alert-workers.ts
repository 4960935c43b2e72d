/** Scenes of the sink's worker for the replay of alerts: each starts a worker beside the stage's own, with settings of its own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { PubSub } from '@google-cloud/pubsub';
import { PROJECT, type Stage } from '../../deploy/rehearse/stage.ts';
import { startWorkerPool } from '../../deploy/rehearse/worker.ts';
import { poolResource } from '../../deploy/replay/log-entry.ts';
import type { Recorder } from './alert-recorder.ts';
import { eventually } from './suite.ts';

const WORKER = poolResource('penstock-worker');
const JSON_TYPE = { 'content-type': 'application/json' };

export interface WorkerScenes {
  /** A start without a setting that is required. */
  wrongSettings(): Promise<void>;
  /** Files are staged: one load lands, and the table of the next one is gone before it is loaded. */
  failingLoads(post: (text: string) => Promise<unknown>): Promise<void>;
  /** Changes by key: one takes another's place in a batch, and more come than are held while the service is unavailable. */
  changes(): Promise<void>;
}

export function workerScenes(stage: Stage, recorder: Recorder): WorkerScenes {
  const tables = `http://${stage.cloud.addresses.bigquery}/bigquery/v2/projects/${PROJECT}/datasets/demo/tables`;
  const pubsub = `http://${stage.cloud.addresses.pubsub}/v1/projects/${PROJECT}`;
  const send = async (method: string, url: string, body: object): Promise<void> => {
    const response = await fetch(url, { method, headers: JSON_TYPE, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${url}: ${await response.text()}`);
  };
  const start = (name: string, env: Readonly<Record<string, string>>, config?: { name: string; content: string }) =>
    startWorkerPool(
      { ...stage.pool, env, root: `${stage.pool.root}-${name}`, ...(config ? { config: [config] } : {}) },
      stage.cloud.env,
    );
  const writes = (output: readonly string[], text: string) =>
    eventually(
      async () => output,
      (lines) => lines.some((line) => line.includes(text)),
      40_000,
    );

  const refuse = (code: string, times: number) =>
    stage.cloud.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'error', code, times });

  return {
    wrongSettings: async () => {
      const { INPUT_SUBSCRIPTION: _missing, ...env } = stage.pool.env;
      const failed = await start('wrong', env).then(
        () => '',
        (error: Error) => error.message,
      );
      recorder.add(failed.split('\n'), WORKER);
    },

    failingLoads: async (post) => {
      const fields = ['issue_id', 'source', 'created_at', 'payload'].map((name) => ({ name, type: 'STRING' }));
      const tableReference = { projectId: PROJECT, datasetId: 'demo', tableId: 'staged' };
      await send('POST', tables, { tableReference, schema: { fields } });
      await send('PUT', `${pubsub}/subscriptions/staged`, { topic: `projects/${PROJECT}/topics/penstock-issues` });
      const worker = await start('loads', {
        ...stage.pool.env,
        INPUT_SUBSCRIPTION: 'staged',
        OUTPUT_TABLE: 'demo.staged',
        BIG_QUERY_OUTPUT_MODE: 'FILE_LOADS',
        OUTPUT_BUCKET: `${PROJECT}-penstock-loads`,
        BATCH_MAX_DELAY: '100ms',
        LOAD_MAX_DELAY: '5s',
      });
      await post('staged');
      await writes(worker.output, '"message":"loaded"');
      await post('staged again');
      await sleep(1_500);
      await fetch(`${tables}/staged`, { method: 'DELETE' });
      await writes(worker.output, '"error_code"').catch(() => undefined);
      await worker.stop();
      recorder.add(worker.output, WORKER);
    },

    changes: async () => {
      await send('POST', tables, {
        tableReference: { projectId: PROJECT, datasetId: 'demo', tableId: 'changes' },
        schema: { fields: ['id', 'n'].map((name) => ({ name, type: 'INT64' })) },
        tableConstraints: { primaryKey: { columns: ['id'] } },
      });
      await send('PUT', `${pubsub}/topics/changes`, {});
      await send('PUT', `${pubsub}/subscriptions/changes`, { topic: `projects/${PROJECT}/topics/changes` });
      const content = JSON.stringify({
        subscriptions: ['changes'],
        errorOutput: { topic: 'penstock-errors' },
        maxMessages: 100,
        routes: [{ name: 'changes', table: 'demo.changes', mode: 'CDC', sequence: ['$.n'], maxDelay: '500ms' }],
      });
      const { GOOGLE_CLOUD_PROJECT = PROJECT } = stage.pool.env;
      const env = { GOOGLE_CLOUD_PROJECT, SINK_CONFIG: '/config/changes.json' };
      const worker = await start('changes', env, { name: 'changes.json', content });
      const client = new PubSub({ projectId: PROJECT });
      const publish = (id: number, n: number) =>
        client.topic('changes').publishMessage({ data: Buffer.from(JSON.stringify({ id, n })) });
      const ids = () => stage.target.query('SELECT id FROM demo.changes', {});
      try {
        await Promise.all([1, 2, 3].map((n) => publish(0, n)));
        await eventually(ids, (rows) => rows.length === 1, 90_000);
        const publishAll = (from: number) => Promise.all(Array.from({ length: 40 }, (_, at) => publish(from + at, 10)));
        refuse('UNAVAILABLE', 3);
        await publishAll(0);
        await eventually(ids, (rows) => rows.length === 40, 90_000);
        refuse('PERMISSION_DENIED', 0);
        await publishAll(40);
        // More than a quarter of what a worker holds waits for a table that refuses: what comes now is given back.
        await sleep(3_000);
        await publishAll(80);
        await sleep(1_000);
        stage.cloud.faults.clear();
        await eventually(ids, (rows) => rows.length === 120, 90_000);
      } finally {
        await client.close();
        await worker.stop();
      }
      recorder.add(worker.output, WORKER);
    },
  };
}
