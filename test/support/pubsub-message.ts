/** The bytes of a PubsubMessage, for tests below the wire. */

import { encodeContents } from '../../local/pubsub/backlog/message.ts';

export function encodeMessage(
  text: string,
  attributes: Readonly<Record<string, string>> = {},
  orderingKey = '',
): Buffer {
  return encodeContents({ data: Buffer.from(text), attributes: new Map(Object.entries(attributes)), orderingKey });
}
