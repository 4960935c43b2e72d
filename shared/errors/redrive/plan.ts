/** Decides how a redrive treats an error record. Pure: nothing is read or sent here. */

import type { PubsubMessage } from '../../pubsub/attributes.ts';
import { ORIGINAL, RECORD_ATTRIBUTES } from '../record.ts';

export type ErrorRecord = Pick<PubsubMessage, 'data' | 'attributes'>;

/** Every given attribute of the record must have this value; none takes every record. */
export type RedriveFilter = Readonly<Record<string, string>>;

/** Why a record is not sent again. */
export type LeftReason = 'filtered' | 'payload-missing' | 'attributes-missing';

export type RedriveStep =
  | {
      readonly action: 'send';
      readonly message: PubsubMessage;
      /** The address of the payload, if it is not in the record: `gs://bucket/name`. */
      readonly payloadUri: string | undefined;
    }
  | { readonly action: 'leave'; readonly reason: LeftReason };

/**
 * The original message of the record. A record whose original is not whole any more is left where it is: to send it would
 * be to make another message.
 *
 * @example
 * const record = { data: Buffer.from('{}'), attributes: { a: 'b', error_reason: 'TOO_LONG', error_type: 'sending' } };
 * const step = planRedrive(record, { error_reason: 'TOO_LONG' });
 * step.action === 'send' && step.message.attributes; // { a: 'b' }
 */
export function planRedrive({ data, attributes }: ErrorRecord, filter: RedriveFilter = {}): RedriveStep {
  const isWanted = Object.entries(filter).every(([name, value]) => attributes[name] === value);
  if (!isWanted) return { action: 'leave', reason: 'filtered' };
  const { payload_omitted, payload_withheld, payload_uri: payloadUri, ordering_key: orderingKey } = attributes;
  if (payload_omitted !== undefined || payload_withheld !== undefined)
    return { action: 'leave', reason: 'payload-missing' };
  if (attributes.attributes_incomplete !== undefined) return { action: 'leave', reason: 'attributes-missing' };
  const original = { data, attributes: originalAttributes(attributes) };
  const message = orderingKey === undefined ? original : { ...original, orderingKey };
  return { action: 'send', message, payloadUri };
}

/** Pub/Sub adds attributes like CloudPubSubDeadLetterSourceSubscription to a dead letter. */
const OF_A_DEAD_LETTER = /^CloudPubSubDeadLetterSource/;

/** Pub/Sub sets attributes that begin with `goog` itself, and takes none from a publisher. */
function originalAttributes(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const own = Object.entries(attributes).flatMap(([name, value]) => {
    if (RECORD_ATTRIBUTES.has(name) || OF_A_DEAD_LETTER.test(name)) return [];
    const original = name.startsWith(ORIGINAL) ? name.slice(ORIGINAL.length) : name;
    return original.startsWith('goog') ? [] : [[original, value]];
  });
  return Object.fromEntries(own);
}
