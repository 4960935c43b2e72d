/** The smoke test's target in the local cloud: what an operator and the users of the suite would do, by the same APIs. */

import { BigQuery } from '@google-cloud/bigquery';
import { PubSub } from '@google-cloud/pubsub';
import { Storage } from '@google-cloud/storage';
import type { LocalCloud } from '@penstock/local/index.ts';
import { type Resource, textOf } from '../check/resources.ts';
import type { SmokeTarget } from '../smoke/smoke.ts';

export interface LocalTargetOptions {
  readonly cloud: LocalCloud;
  readonly resources: readonly Resource[];
  readonly uriOf: (service: string) => string;
  readonly project: string;
}

const KEY = 'smoke-key-0123456789';

export async function localTarget({ cloud, resources, uriOf, project }: LocalTargetOptions): Promise<SmokeTarget> {
  Object.assign(process.env, cloud.env, { METADATA_SERVER_DETECTION: 'none' });
  const bigquery = new BigQuery({ projectId: project });
  const storage = new Storage({ projectId: project });
  const pubsub = new PubSub({ projectId: project });
  const ingest = nameOf(resources, 'google_storage_bucket', /\.ingest\[0\]$/);
  // The operator gives the intake its key: Terraform makes the secret and never its value.
  await post(`http://${cloud.addresses.secrets}/v1/projects/${project}/secrets/intake-keys:addVersion`, {
    payload: { data: Buffer.from(`smoke=${KEY}`).toString('base64') },
  });
  return {
    issuesTable: `${project}.issues_ds.issues_stream`,
    workerTable: `${project}.demo.issues_pulled`,
    postIssue: async (text) => {
      const headers = { 'x-api-key': KEY, authorization: `Bearer ${KEY}` };
      return (await post(uriOf('penstock-intake'), { text }, headers)).status;
    },
    writeDocument: async (text) => {
      const path = `projects/${project}/databases/(default)/documents/issues/${text}`;
      const body = JSON.stringify({ fields: { text: { stringValue: text } } });
      const address = cloud.addresses.documents ?? cloud.addresses.firestore;
      const response = await fetch(`http://${address}/v1/${path}`, { method: 'PATCH', body });
      if (!response.ok) throw new Error(`Firestore answered ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    },
    uploadFile: async (text) => {
      const bucket = storage.bucket(ingest);
      const config = { sourceFormat: 'NEWLINE_DELIMITED_JSON', autodetect: true };
      await bucket.file('demo/people/_config/load.json').save(JSON.stringify(config), { resumable: false });
      await bucket.file('demo/people/a.json').save(`${JSON.stringify({ name: text })}\n`, { resumable: false });
      await bucket.file('demo/people/_SUCCESS').save('', { resumable: false });
      return { table: `${project}.demo.people` };
    },
    runWindow: async () => {
      const job = resources.find(
        ({ type, values }) => type === 'google_cloud_scheduler_job' && values.name === 'penstock-puller',
      );
      const [target] = (job?.values.http_target ?? []) as { readonly uri: string }[];
      const response = await fetch(target?.uri ?? '', {
        method: 'POST',
        headers: { 'x-cloudscheduler': 'true', 'x-cloudscheduler-scheduletime': new Date().toISOString() },
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`the puller answered ${response.status}: ${answer.slice(0, 500)}`);
      return { table: `${project}.demo.orders` };
    },
    rejectMessage: async (text) => {
      const subscription = pubsub.subscription('penstock-errors');
      const held: string[] = [];
      subscription.on('message', (message) => {
        held.push(message.data.toString());
        message.ack();
      });
      subscription.on('error', () => undefined);
      await pubsub.topic('penstock-issues').publishMessage({ data: Buffer.from(`{"${text}": `) });
      return async () => {
        const found = held.filter((data) => data.includes(text)).length;
        if (found > 0) await subscription.close();
        return found;
      };
    },
    query: async (query, params) => (await bigquery.query({ query, params }))[0] as object[],
  };
}

function nameOf(resources: readonly Resource[], type: string, address: RegExp): string {
  return textOf(resources.find((one) => one.type === type && address.test(one.address))?.values.name);
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  await response.arrayBuffer();
  return response;
}
