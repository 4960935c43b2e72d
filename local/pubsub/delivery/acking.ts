/** Acknowledge and ModifyAckDeadline, unary and on a stream. */

import { invalid, outOfBounds, PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { LIMITS } from '../limits.ts';
import { subscriptionNamed } from '../resources/subscriptions.ts';
import { type AckId, parseAckId } from '../wire/ack-id.ts';
import { parseAcknowledge, parseModifyAckDeadline } from '../wire/requests.ts';

const NOTHING = Buffer.alloc(0);

export async function acknowledge(hub: Hub, body: Buffer): Promise<Uint8Array> {
  checkSize(body);
  const request = parseAcknowledge(body);
  const subscription = subscriptionNamed(hub, request.subscription);
  const ids = parseIds(request.ackIds, subscription);
  const late = await acknowledgeIds(hub, subscription, ids);
  if (late.length > 0) throw expiredIds(late);
  return NOTHING;
}

export async function modifyAckDeadline(hub: Hub, body: Buffer): Promise<Uint8Array> {
  checkSize(body);
  const request = parseModifyAckDeadline(body);
  const subscription = subscriptionNamed(hub, request.subscription);
  const ids = parseIds(request.ackIds, subscription);
  checkDeadline(request.ackDeadlineSeconds);
  const late = ids.filter((id) => !modifyDeadline(hub, subscription, id, request.ackDeadlineSeconds));
  if (late.length > 0 && subscription.exactlyOnce) throw expiredIds(late);
  return NOTHING;
}

/**
 * Resolves, once durable, to the ids that came too late. Only exactly-once delivery refuses those; otherwise "acknowledging
 * a message whose ack deadline has expired may succeed" (proto comment of Acknowledge), and here it does.
 */
export async function acknowledgeIds(
  hub: Hub,
  subscription: Subscription,
  ids: readonly AckId[],
): Promise<readonly AckId[]> {
  if (!subscription.exactlyOnce) {
    await hub.acknowledge(subscription, ids);
    return [];
  }
  const { now } = hub;
  const inTime = new Set(ids.filter(({ seq, lease }) => subscription.backlog.holds(seq, lease, now)));
  const late = ids.filter((id) => !inTime.has(id) && !subscription.ackedUnder(id.seq, id.lease));
  await hub.acknowledge(subscription, [...inTime]);
  return late;
}

/** False if the lease is not running any more. */
export function modifyDeadline(hub: Hub, subscription: Subscription, id: AckId, seconds: number): boolean {
  const { now } = hub;
  const entry = subscription.backlog.get(id.seq);
  if (entry === undefined || !subscription.backlog.holds(id.seq, id.lease, now)) return false;
  if (seconds === 0) hub.failed(subscription, entry);
  else subscription.backlog.extend(entry, now + seconds * 1000);
  return true;
}

export function checkDeadline(seconds: number): void {
  const { max } = LIMITS.ackDeadline;
  if (seconds < 0 || seconds > max) throw outOfBounds('ack_deadline_seconds', seconds, 0, max);
}

export function parseIds(ackIds: readonly string[], subscription: Subscription): AckId[] {
  if (ackIds.length === 0) throw invalid('No ack ids specified.');
  return ackIds.map((text) => parseAckId(text, subscription));
}

/** The error details that exactly-once clients read: the id that failed, and that a retry will not help. */
export function expiredIds(ids: readonly AckId[]): PubsubError {
  return new PubsubError(
    'FAILED_PRECONDITION',
    'Some acknowledgement ids in the request were invalid. This could be because the acknowledgement ids have expired or the acknowledgement ids were malformed.',
    {
      reason: 'EXACTLY_ONCE_ACKID_FAILURE',
      metadata: Object.fromEntries(ids.map(({ text }) => [text, 'PERMANENT_FAILURE_INVALID_ACK_ID'])),
    },
  );
}

function checkSize(body: Buffer): void {
  if (body.length > LIMITS.ackRequestBytes) {
    throw invalid(`Request payload size exceeds the limit: ${LIMITS.ackRequestBytes} bytes.`);
  }
}
