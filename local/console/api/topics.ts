/** Topics and subscriptions as they stand, and messages looked at, acknowledged and sent again by hand. */

import type { PubsubService, SubscriptionSummary, WaitingMessage } from '../../pubsub/index.ts';
import type { Rates } from '../rates.ts';
import { type ApiCall, ApiProblem, answer, bodyOf, noSuch, type Resource, textOf } from './call.ts';
import { matcherOf, type Page, pageOf } from './page.ts';

type Pubsub = Pick<PubsubService, 'topics' | 'subscriptions' | 'peek' | 'acknowledge' | 'waiting' | 'publish'>;

export interface TopicLine {
  readonly name: string;
  readonly perMinute: number;
  /** The first few of its subscriptions. */
  readonly subscriptions: readonly SubscriptionSummary[];
  readonly subscriptionCount: number;
}

/**
 * `GET` pages of topics, `GET topic?name=` one, `GET subscriptions?topic=` pages of its subscriptions, `GET
 * subscription?name=` one, `GET messages`; `POST acknowledge` and `POST redrive` for single messages.
 */
export function topicsApi(pubsub: Pubsub, rates: Rates): Resource {
  return async (call) => {
    const { query } = call;
    switch (`${call.method} ${call.rest}`) {
      case 'GET ':
        return answer(call, topicPage(pubsub, rates, query));
      case 'GET topic':
        return answer(call, topicLines(pubsub, rates, [existing(pubsub.topics(), query.get('name'), 'topic')])[0]);
      case 'GET subscriptions':
        return answer(call, subscriptionPage(pubsub, query));
      case 'GET subscription':
        return answer(call, oneSubscription(pubsub, query.get('name') ?? ''));
      case 'GET messages':
        return answer(call, messages(pubsub, query));
      case 'POST acknowledge':
        return answer(call, { acknowledged: await acknowledge(pubsub, call) });
      case 'POST redrive':
        return answer(call, await redrive(pubsub, call));
      default:
        throw noSuch(call);
    }
  };
}

function topicPage(pubsub: Pubsub, rates: Rates, query: URLSearchParams): Page<TopicLine> {
  const matches = matcherOf(query);
  const { rows, ...rest } = pageOf(
    pubsub.topics().filter((name) => matches(shortOf(name))),
    query,
  );
  return { ...rest, rows: topicLines(pubsub, rates, rows) };
}

const MOST_NAMED = 5;

function topicLines(pubsub: Pubsub, rates: Rates, names: readonly string[]): readonly TopicLine[] {
  const wanted = new Set(names);
  const byTopic = Map.groupBy(
    pubsub.subscriptions().filter(({ topic }) => wanted.has(topic)),
    ({ topic }) => topic,
  );
  return names.map((name) => {
    const subscriptions = byTopic.get(name) ?? [];
    return {
      name,
      perMinute: rates.perMinute('published', name),
      subscriptions: subscriptions.slice(0, MOST_NAMED),
      subscriptionCount: subscriptions.length,
    };
  });
}

function subscriptionPage(pubsub: Pubsub, query: URLSearchParams): Page<SubscriptionSummary> {
  const topic = query.get('topic');
  const matches = matcherOf(query);
  const found = pubsub.subscriptions().filter((one) => (topic === null || one.topic === topic) && matches(one.name));
  return pageOf(found, query);
}

function oneSubscription(pubsub: Pubsub, name: string): SubscriptionSummary {
  const found = pubsub.subscriptions().find((one) => one.name === name);
  if (found === undefined) throw new ApiProblem(404, `There is no subscription ${name}.`);
  return found;
}

function existing(names: readonly string[], name: string | null, what: string): string {
  if (name !== null && names.includes(name)) return name;
  throw new ApiProblem(404, `There is no ${what} ${shortOf(name ?? '')}.`);
}

function shortOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

const PAGE_MESSAGES = 50;

/** The place of a page is the last message of the page before, so that messages may go meanwhile. */
function messages(pubsub: Pubsub, query: URLSearchParams): Pick<Page<WaitingMessage>, 'rows' | 'next'> {
  const after = query.get('after') ?? '';
  const found = pubsub.peek(query.get('subscription') ?? '', {
    most: PAGE_MESSAGES + 1,
    ...(after === '' ? {} : { after }),
  });
  const rows = found.slice(0, PAGE_MESSAGES);
  return found.length > rows.length ? { rows, next: rows.at(-1)?.id ?? '' } : { rows };
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
