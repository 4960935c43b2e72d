/** Topics and subscriptions as they stand, and messages looked at, acknowledged and sent again by hand. */

import type { PubsubService } from '../../pubsub/index.ts';
import type { Rates } from '../rates.ts';
import { type ApiCall, ApiProblem, answer, bodyOf, noSuch, type Resource, textOf } from './call.ts';

type Pubsub = Pick<PubsubService, 'topics' | 'subscriptions' | 'peek' | 'acknowledge' | 'waiting' | 'publish'>;

/** `GET` what there is; `GET messages`; `POST acknowledge` and `POST redrive` for single messages. */
export function topicsApi(pubsub: Pubsub, rates: Rates): Resource {
  return async (call) => {
    const route = `${call.method} ${call.rest}`;
    if (route === 'GET ') return answer(call, overview(pubsub, rates));
    if (route === 'GET messages') return answer(call, { messages: messages(pubsub, call) });
    if (route === 'POST acknowledge') return answer(call, { acknowledged: await acknowledge(pubsub, call) });
    if (route === 'POST redrive') return answer(call, await redrive(pubsub, call));
    throw noSuch(call);
  };
}

function overview(pubsub: Pubsub, rates: Rates): object {
  return {
    topics: pubsub.topics().map((name) => ({ name, perMinute: rates.perMinute('published', name) })),
    subscriptions: pubsub.subscriptions(),
  };
}

function messages(pubsub: Pubsub, { query }: ApiCall): readonly unknown[] {
  const after = query.get('after');
  return pubsub.peek(query.get('subscription') ?? '', after === null ? {} : { after });
}

async function acknowledge(pubsub: Pubsub, call: ApiCall): Promise<number> {
  const body = await bodyOf(call);
  return pubsub.acknowledge(textOf(body, 'subscription'), idsOf(body));
}

/** Attributes that Pub/Sub adds to a dead letter: the message goes out again without them. */
const ADDED = /^CloudPubSubDeadLetterSource/;

/** Each is published before it is acknowledged: one that is interrupted may come twice, and none is lost. */
async function redrive(pubsub: Pubsub, call: ApiCall): Promise<{ readonly sent: number; readonly topics: string[] }> {
  const body = await bodyOf(call);
  const from = textOf(body, 'subscription');
  const topics = new Set<string>();
  let sent = 0;
  for (const id of idsOf(body)) {
    const found = pubsub.waiting(from, id);
    if (found === undefined) continue;
    const topic =
      typeof body.topic === 'string' && body.topic !== '' ? body.topic : sourceTopic(pubsub, found.attributes);
    const attributes = Object.fromEntries([...found.attributes].filter(([name]) => !ADDED.test(name)));
    await pubsub.publish(topic, [{ data: found.data, attributes, orderingKey: found.orderingKey }]);
    sent += await pubsub.acknowledge(from, [id]);
    topics.add(topic);
  }
  return { sent, topics: [...topics] };
}

/** The topic that a dead letter was first published to, by the subscription that gave it up. */
function sourceTopic(pubsub: Pubsub, attributes: ReadonlyMap<string, string>): string {
  const project = attributes.get('CloudPubSubDeadLetterSourceSubscriptionProject');
  const id = attributes.get('CloudPubSubDeadLetterSourceSubscription');
  const name = `projects/${project}/subscriptions/${id}`;
  const topic = pubsub.subscriptions().find((one) => one.name === name)?.topic;
  if (topic !== undefined) return topic;
  throw new ApiProblem(409, 'The message does not say which topic it came from: choose the topic to send it to.');
}

const MOST_IDS = 1_000;

function idsOf({ ids }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MOST_IDS || ids.some((id) => typeof id !== 'string'))
    throw new ApiProblem(400, `ids must be a list of 1 to ${MOST_IDS} message ids.`);
  return ids as string[];
}
