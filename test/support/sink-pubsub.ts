/** Topics and messages for the sink's tests, over Pub/Sub's REST. */

import type { LocalCloud } from '../../local/cloud.ts';

type Place = Pick<LocalCloud, 'addresses' | 'projectId'>;

export async function subscribe(cloud: Place, topic: string, subscription: string, more: object = {}): Promise<void> {
  await call(cloud, 'PUT', `topics/${topic}`, {});
  await call(cloud, 'PUT', `subscriptions/${subscription}`, {
    topic: `projects/${cloud.projectId}/topics/${topic}`,
    ...more,
  });
}

export interface Published {
  readonly data: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** In requests of up to 500. Returns the ids. */
export async function publishAll(
  cloud: Place,
  topic: string,
  messages: readonly (string | Published)[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = 0; from < messages.length; from += 500) {
    const some = messages.slice(from, from + 500).map((message) => {
      const { data, attributes } = typeof message === 'string' ? { data: message, attributes: undefined } : message;
      return { data: Buffer.from(data).toString('base64'), ...(attributes === undefined ? {} : { attributes }) };
    });
    const answer = (await call(cloud, 'POST', `topics/${topic}:publish`, { messages: some })) as {
      messageIds: string[];
    };
    ids.push(...answer.messageIds);
  }
  return ids;
}

async function call({ addresses, projectId }: Place, method: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(`http://${addresses.pubsub}/v1/projects/${projectId}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text);
}
