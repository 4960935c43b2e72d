/**
 * One event in, its outcome out. 2xx tells the platform that the event is done with: its message is acknowledged, it
 * was dropped on purpose, or its record is durable in the error output. Anything else is tried again.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import {
  type CloudEvent,
  type EventRequest,
  readCloudEvent,
  receivedEvent,
} from '@penstock/shared/events/cloud-event.ts';
import type { PubsubMessage } from '@penstock/shared/pubsub/attributes.ts';
import type { Publisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Excess } from '@penstock/shared/runtime/framework/read-body.ts';
import type { Fields as LogFields, Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import { traceAttributes, traceFields } from '@penstock/shared/runtime/trace.ts';
import type { Change } from './change.ts';
import { type DecideOptions, decide, type Reason } from './decide.ts';
import { type IssueOptions, issueOf } from './issue.ts';
import type { METRICS } from './metrics.ts';

export interface FirestoreParts {
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly errors: Pick<ErrorOutput, 'reject'>;
  readonly decide: DecideOptions;
  /** A promise where the key of the hashes must be read first. */
  readonly issue: () => IssueOptions | Promise<IssueOptions>;
  readonly reject: ReadonlySet<string>;
  /** Whether fields are protected: what was received must then leave nowhere. */
  readonly protects: boolean;
  readonly log: Logger;
  readonly metrics: Metrics<typeof METRICS>;
  readonly clock: Clock;
  readonly projectId: string;
}

/** As functions-framework hands it over. */
export type FirestoreRequest = IncomingMessage & EventRequest;

interface Outcome {
  readonly outcome: 'delivered' | 'dropped' | 'rejected';
  readonly reason: string;
  readonly facts: LogFields;
  readonly error?: PenstockError;
}

/** Not an async function: within functions-framework each promise costs a request microseconds. */
export function createHandler(parts: FirestoreParts) {
  return function firestore(request: FirestoreRequest, response: ServerResponse): void {
    if (request.method !== 'POST') {
      sendReply(response, 405, '', { allow: 'POST' });
      return;
    }
    const began = parts.clock.now();
    const fields = traceFields(request.headers, parts.projectId);
    const settle = ({ outcome, reason, facts, error }: Outcome): void => {
      const ms = parts.clock.now() - began;
      parts.metrics.count('firestore/events', 1, { outcome, reason });
      if (outcome === 'delivered') parts.metrics.observe('firestore/publish_ms', ms);
      const line = { ...fields, ...facts, outcome, reason, ms };
      if (error === undefined) parts.log.info(outcome, line);
      else parts.log.error(outcome, error, line);
      sendReply(response, 204);
    };
    const askAgain = (thrown: unknown): void => {
      const error = fromUnknown(thrown);
      parts.metrics.count('firestore/events', 1, { outcome: 'retry', reason: error.code });
      const facts = { event_id: request.headers['ce-id'], event_type: request.headers['ce-type'] };
      const ms = parts.clock.now() - began;
      parts.log.error('not delivered', error, { ...fields, ...facts, outcome: 'retry', reason: error.code, ms });
      // 503 without a body: Eventarc reads only the status, and the answer must reveal nothing internal.
      sendReply(response, 503);
    };
    const handled = handle(parts, request);
    if (handled instanceof Promise) handled.then(settle, askAgain);
    else settle(handled);
  };
}

/** Twice the limit of Cloud Run. A larger body cannot have come through Cloud Run, so it is not kept for an error record. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Refuses a body that no sender of events would send, while it arrives. The event is dropped and counted. */
export function createEarlyRefusal(parts: FirestoreParts) {
  return (request: IncomingMessage, response: ServerResponse, excess: Excess): void => {
    const reason = 'INPUT_TOO_LARGE';
    const error = new PenstockError(reason, `The body has too many ${excess}`, { stage: 'receiving' });
    parts.metrics.count('firestore/events', 1, { outcome: 'dropped', reason });
    const fields = { ...traceFields(request.headers, parts.projectId), outcome: 'dropped', reason };
    parts.log.error('dropped', error, fields);
    sendReply(response, 413);
  };
}

/** The promise is rejected if the event must be delivered again. */
function handle(parts: FirestoreParts, request: FirestoreRequest): Outcome | Promise<Outcome> {
  let event: CloudEvent | undefined;
  let decision: ReturnType<typeof decide>;
  try {
    event = readCloudEvent(request);
    decision = decide(event, parts.decide, parts.clock.now());
  } catch (thrown) {
    const error = fromUnknown(thrown);
    return reject(parts, request, { reason: error.code, error, facts: factsOf(event) });
  }
  const facts = factsOf(event);
  if ('change' in decision) return deliver(parts, request, event, decision.change);
  const { reason, error } = decision;
  return parts.reject.has(reason)
    ? reject(parts, request, { reason, error, facts })
    : { outcome: 'dropped', reason, facts };
}

function deliver(
  parts: FirestoreParts,
  request: FirestoreRequest,
  event: CloudEvent,
  change: Change,
): Promise<Outcome> {
  const work: Delivery = {
    parts,
    request,
    event,
    change,
    facts: { ...factsOf(event), issue_id: change.issueId, document: change.name.path },
  };
  const options = parts.issue();
  return options instanceof Promise ? options.then((read) => send(work, read)) : send(work, options);
}

interface Delivery {
  readonly parts: FirestoreParts;
  readonly request: FirestoreRequest;
  readonly event: CloudEvent;
  readonly change: Change;
  readonly facts: LogFields;
}

function send(work: Delivery, options: IssueOptions, dropOldData = false): Promise<Outcome> {
  const { parts, request, event, change, facts } = work;
  let message: PubsubMessage;
  try {
    message = issueOf(change, options, { trace: traceAttributes(request.headers), dropOldData });
  } catch (thrown) {
    // A message that cannot be built now cannot be built from a redelivery either.
    const error = fromUnknown(thrown);
    return reject(parts, request, { reason: error.code, error, facts });
  }
  const delivered = (): Outcome => {
    if (dropOldData) parts.metrics.count('firestore/old_data_dropped');
    parts.metrics.observe('firestore/event_age_ms', Math.max(0, parts.clock.now() - Date.parse(event.time)));
    return { outcome: 'delivered', reason: change.operation, facts: { ...facts, bytes: message.data.length } };
  };
  const failed = (thrown: unknown): Promise<Outcome> => {
    const error = fromUnknown(thrown);
    if (error.code === 'INPUT_TOO_LARGE' && change.oldData !== undefined && !dropOldData)
      return send(work, options, true);
    if (error.kind === 'transient') throw error;
    return reject(parts, request, { reason: error.code, error, facts, message });
  };
  return parts.publisher.publish(message).then(delivered, failed);
}

interface Refused {
  readonly reason: Reason | PenstockError['code'];
  readonly error: PenstockError;
  readonly facts: LogFields;
  /** The message, if it was built before the refusal. */
  readonly message?: PubsubMessage | undefined;
}

/**
 * The record holds the received bytes. If fields are protected it must not: then it holds the message, in which they are
 * protected already. If no message was built, it holds only names.
 */
async function reject(
  parts: FirestoreParts,
  request: FirestoreRequest,
  { reason, error, facts, message }: Refused,
): Promise<Outcome> {
  const received = receivedEvent(request);
  const sent = parts.protects ? message : undefined;
  const withheld = parts.protects && message === undefined;
  await parts.errors.reject({
    ...(sent ?? (withheld ? { ...received, data: new Uint8Array() } : received)),
    error,
    facts: {
      error_reason: reason,
      input: 'firestore',
      input_type: sent === undefined ? 'cloud-event' : 'flat-issue',
      ...(withheld ? { payload_withheld: 'true' } : {}),
    },
  });
  return { outcome: 'rejected', reason, facts, error };
}

function factsOf(event: CloudEvent | undefined): LogFields {
  return event === undefined ? {} : { event_id: event.id, event_type: event.type };
}
