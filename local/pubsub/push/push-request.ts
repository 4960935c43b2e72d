/** The HTTP request of one push delivery (https://cloud.google.com/pubsub/docs/push#receive_push, payload unwrapping). Pure. */

import { type Contents, contentsOf, type Message } from '../backlog/message.ts';
import type { SubscriptionConfig } from '../resources/shapes.ts';

export interface PushRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Any of these acknowledges the message; every other status is a nack. */
export const PUSH_SUCCESS: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);

export function pushRequest(config: SubscriptionConfig, message: Message, attempt: number): PushRequest {
  // An OIDC token would need Google's key: the setting is kept and shown, no Authorization header is sent.
  const { pushEndpoint: url = '', noWrapper } = config.pushConfig;
  const contents = contentsOf(message);
  const common = { 'user-agent': 'CloudPubSub-Google' };
  if (noWrapper === undefined) {
    const body = Buffer.from(JSON.stringify(wrapped(config, message, contents, attempt)));
    return { url, headers: { ...common, 'content-type': 'application/json' }, body };
  }
  const metadata = noWrapper.writeMetadata === true ? metadataHeaders(config, message, contents) : {};
  return { url, headers: { ...common, ...metadata }, body: contents.data };
}

/** Both spellings of the id and the time are sent, as Google's service sends them. */
function wrapped(config: SubscriptionConfig, message: Message, contents: Contents, attempt: number): object {
  const id = String(message.seq);
  const time = new Date(message.time).toISOString();
  const { data, attributes, orderingKey } = contents;
  return {
    message: {
      ...(attributes.size > 0 && { attributes: Object.fromEntries(attributes) }),
      ...(data.length > 0 && { data: data.toString('base64') }),
      messageId: id,
      message_id: id,
      ...(orderingKey !== '' && { orderingKey }),
      publishTime: time,
      publish_time: time,
    },
    subscription: config.name,
    ...(config.deadLetterPolicy !== undefined && { deliveryAttempt: attempt }),
  };
}

function metadataHeaders(
  config: SubscriptionConfig,
  message: Message,
  { attributes, orderingKey }: Contents,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [key, value] of attributes) if (isHeader(key, value)) headers[key.toLowerCase()] = value;
  headers['x-goog-pubsub-subscription-name'] = config.name;
  headers['x-goog-pubsub-message-id'] = String(message.seq);
  headers['x-goog-pubsub-publish-time'] = new Date(message.time).toISOString();
  if (orderingKey !== '' && isHeader('x', orderingKey)) headers['x-goog-pubsub-ordering-key'] = orderingKey;
  return headers;
}

/** Attributes that are no header (RFC 9110 section 5) or that steer the connection itself are left out. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function isHeader(name: string, value: string): boolean {
  return HEADER_NAME.test(name) && HEADER_VALUE.test(value) && !OF_THE_CONNECTION.has(name.toLowerCase());
}
