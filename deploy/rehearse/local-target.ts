/** The smoke test's target in the local cloud: what an operator and the users of the suite would do, by the same APIs. */

import { PubSub } from '@google-cloud/pubsub';
import type { LocalCloud } from '@penstock/local/index.ts';
import { type Resource, textOf } from '../check/resources.ts';
import { cloudTarget } from '../smoke/cloud-target.ts';
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
  const pubsub = new PubSub({ projectId: project });
  // The operator gives the intake its key: Terraform makes the secret and never its value.
  await post(`http://${cloud.addresses.secrets}/v1/projects/${project}/secrets/intake-keys:addVersion`, {
    payload: { data: Buffer.from(`smoke=${KEY}`).toString('base64') },
  });
  return {
    ...cloudTarget({
      project,
      intakeUrl: uriOf('penstock-intake'),
      intakeKey: KEY,
      issuesTable: 'issues_ds.issues_stream',
      workerTable: 'demo.issues_pulled',
      ingestBucket: nameOf(resources, 'google_storage_bucket', /\.ingest\[0\]$/),
    }),
    writeDocument: async (text) => {
      const path = `projects/${project}/databases/(default)/documents/issues/${text}`;
      const body = JSON.stringify({ fields: { text: { stringValue: text } } });
      const address = cloud.addresses.documents ?? cloud.addresses.firestore;
      const response = await fetch(`http://${address}/v1/${path}`, { method: 'PATCH', body });
      if (!response.ok) throw new Error(`Firestore answered ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
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
  };
}

function nameOf(resources: readonly Resource[], type: string, address: RegExp): string {
  return textOf(resources.find((one) => one.type === type && address.test(one.address))?.values.name);
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  await response.arrayBuffer();
}
