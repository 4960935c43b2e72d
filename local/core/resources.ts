/**
 * Makes what a set-up needs over the services' own APIs, and mends what an earlier run left unfit: a subscription that
 * lost its topic receives nothing more for ever, and says nothing of it.
 */

import { ask } from './http/ask.ts';

export interface Resources {
  readonly buckets?: readonly string[];
  readonly topics?: readonly string[];
  readonly subscriptions?: readonly WantedSubscription[];
  readonly datasets?: readonly string[];
  readonly tables?: readonly { readonly datasetId: string; readonly tableId: string; readonly resource: object }[];
}

export interface WantedSubscription {
  readonly name: string;
  readonly topic: string;
  /** Names a function. */
  readonly pushTo?: string;
  readonly deadLetter?: { readonly topic: string; readonly maxDeliveryAttempts: number };
}

export interface Places {
  readonly projectId: string;
  readonly addresses: Readonly<Record<string, string>>;
}

/** The resources that were made or changed, one phrase each: `subscription issues-sink, which had lost its topic`. */
export interface Made {
  readonly made: readonly string[];
  readonly mended: readonly string[];
  /** Whether anything was there already. */
  readonly found: boolean;
}

export async function makeResources(resources: Resources, places: Places): Promise<Made> {
  const { projectId, addresses } = places;
  const pubsub = `http://${addresses.pubsub}/v1/projects/${projectId}`;
  const bigquery = `http://${addresses.bigquery}/bigquery/v2/projects/${projectId}`;
  const buckets = (resources.buckets ?? []).map((name) =>
    ensure(`bucket ${name}`, 'POST', `http://${addresses.storage}/storage/v1/b?project=${projectId}`, { name }),
  );
  const topics = (resources.topics ?? []).map((name) => ensure(`topic ${name}`, 'PUT', `${pubsub}/topics/${name}`, {}));
  const datasets = (resources.datasets ?? []).map((datasetId) =>
    ensure(`dataset ${datasetId}`, 'POST', `${bigquery}/datasets`, { datasetReference: { projectId, datasetId } }),
  );
  const first = await Promise.all([...buckets, ...topics, ...datasets]);
  const subscriptions = (resources.subscriptions ?? []).map((wanted) => ensureSubscription(pubsub, wanted, places));
  const tables = (resources.tables ?? []).map(({ datasetId, tableId, resource }) =>
    ensure(`table ${datasetId}.${tableId}`, 'POST', `${bigquery}/datasets/${datasetId}/tables`, {
      ...resource,
      tableReference: { projectId, datasetId, tableId },
    }),
  );
  const all = [...first, ...(await Promise.all([...subscriptions, ...tables]))];
  return {
    made: all.filter(({ did }) => did === 'made').map(({ what }) => what),
    mended: all.filter(({ did }) => did === 'mended').map(({ what }) => what),
    found: all.some(({ did }) => did !== 'made'),
  };
}

interface Ensured {
  readonly what: string;
  readonly did: 'made' | 'mended' | 'found';
}

async function ensure(what: string, method: string, url: string, body: object): Promise<Ensured> {
  const { status } = await call(method, url, body, [409]);
  return { what, did: status === 409 ? 'found' : 'made' };
}

async function ensureSubscription(pubsub: string, wanted: WantedSubscription, places: Places): Promise<Ensured> {
  const url = `${pubsub}/subscriptions/${wanted.name}`;
  const body = subscriptionBody(wanted, places);
  const what = `subscription ${wanted.name}`;
  const made = await ensure(what, 'PUT', url, body);
  if (made.did === 'made') return made;
  const found = (await call('GET', url)).body as FoundSubscription;
  if (found.detached === true || found.topic !== body.topic) {
    await call('DELETE', url);
    await call('PUT', url, body);
    const lost = found.topic === '_deleted-topic_' || found.detached === true;
    return { what: `${what}, which ${lost ? 'had lost its topic' : `was of ${found.topic}`}`, did: 'mended' };
  }
  // The ports may have changed since: a push to the old address would reach nothing, or another process.
  if (body.pushConfig !== undefined && found.pushConfig?.pushEndpoint !== body.pushConfig.pushEndpoint)
    await call('POST', `${url}:modifyPushConfig`, { pushConfig: body.pushConfig });
  if (body.deadLetterPolicy === undefined || found.deadLetterPolicy !== undefined) return made;
  await call('PATCH', url, {
    subscription: { deadLetterPolicy: body.deadLetterPolicy },
    updateMask: 'deadLetterPolicy',
  });
  return { what: `${what}, which had no dead letter topic`, did: 'mended' };
}

interface FoundSubscription {
  readonly topic: string;
  readonly detached?: boolean;
  readonly pushConfig?: { readonly pushEndpoint?: string };
  readonly deadLetterPolicy?: object;
}

function subscriptionBody({ topic, pushTo, deadLetter }: WantedSubscription, { projectId, addresses }: Places) {
  const pushConfig = pushTo === undefined ? undefined : { pushEndpoint: `http://${addresses[pushTo]}/` };
  const deadLetterPolicy = deadLetter && {
    deadLetterTopic: `projects/${projectId}/topics/${deadLetter.topic}`,
    maxDeliveryAttempts: deadLetter.maxDeliveryAttempts,
  };
  return {
    topic: `projects/${projectId}/topics/${topic}`,
    ...(pushConfig === undefined ? {} : { pushConfig }),
    ...(deadLetterPolicy === undefined ? {} : { deadLetterPolicy }),
  };
}

/** Throws what the service said, unless its status is one of `also`. */
async function call(method: string, url: string, body?: object, also: readonly number[] = []) {
  const { status, ok, text } = await ask({
    method,
    url,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!ok && !also.includes(status)) throw new Error(`${method} ${url} was answered ${status}: ${text.slice(0, 500)}`);
  return { status, body: ok && text !== '' ? (JSON.parse(text) as unknown) : undefined };
}
