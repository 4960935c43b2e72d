/** Makes what a set-up needs over the services' own APIs, and leaves alone what is there already. */

export interface Resources {
  readonly buckets?: readonly string[];
  readonly topics?: readonly string[];
  /** `pushTo` names a function. */
  readonly subscriptions?: readonly { readonly name: string; readonly topic: string; readonly pushTo?: string }[];
  readonly datasets?: readonly string[];
  readonly tables?: readonly { readonly datasetId: string; readonly tableId: string; readonly resource: object }[];
}

export interface Places {
  readonly projectId: string;
  readonly addresses: Readonly<Record<string, string>>;
}

export async function makeResources(resources: Resources, { projectId, addresses }: Places): Promise<void> {
  const pubsub = `http://${addresses.pubsub}/v1/projects/${projectId}`;
  const bigquery = `http://${addresses.bigquery}/bigquery/v2/projects/${projectId}`;
  const buckets = (resources.buckets ?? []).map((name) =>
    ensure('POST', `http://${addresses.storage}/storage/v1/b?project=${projectId}`, { name }),
  );
  const topics = (resources.topics ?? []).map((name) => ensure('PUT', `${pubsub}/topics/${name}`, {}));
  const datasets = (resources.datasets ?? []).map((datasetId) =>
    ensure('POST', `${bigquery}/datasets`, { datasetReference: { projectId, datasetId } }),
  );
  await Promise.all([...buckets, ...topics, ...datasets]);
  const subscriptions = (resources.subscriptions ?? []).map(({ name, topic, pushTo }) =>
    ensure('PUT', `${pubsub}/subscriptions/${name}`, {
      topic: `projects/${projectId}/topics/${topic}`,
      ...(pushTo === undefined ? {} : { pushConfig: { pushEndpoint: `http://${addresses[pushTo]}/` } }),
    }),
  );
  const tables = (resources.tables ?? []).map(({ datasetId, tableId, resource }) =>
    ensure('POST', `${bigquery}/datasets/${datasetId}/tables`, {
      ...resource,
      tableReference: { projectId, datasetId, tableId },
    }),
  );
  await Promise.all([...subscriptions, ...tables]);
}

/** A subscription that was kept from an earlier start may push to an address that is no longer ours. */
async function ensure(method: string, url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.ok) return;
  if (response.status !== 409)
    throw new Error(`${method} ${url} was answered ${response.status}: ${text.slice(0, 500)}`);
  const { pushConfig } = body as { pushConfig?: object };
  if (pushConfig === undefined) return;
  const changed = await fetch(`${url}:modifyPushConfig`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pushConfig }),
  });
  const said = await changed.text();
  if (!changed.ok)
    throw new Error(`POST ${url}:modifyPushConfig was answered ${changed.status}: ${said.slice(0, 500)}`);
}
