/** Answers to a push, as pure decisions: Pub/Sub takes any 2xx for an acknowledgement and delivers again after anything else. */

import type { Settling } from './message.ts';

export interface Answer {
  readonly status: number;
  readonly body: { readonly outcome: 'settled' | 'retry' | 'rejected'; readonly reason?: string };
}

export function answerOf(settling: Settling): Answer {
  if (settling === 'settled') return { status: 200, body: { outcome: 'settled' } };
  return retryLater('the message is not durable yet');
}

/** 503, never 429: both are retried alike, and load balancers take 429 for the sender's fault. */
export function retryLater(reason: string): Answer {
  return { status: 503, body: { outcome: 'retry', reason } };
}

/** A sender that the configuration does not name, or a body that is no message: it writes no row. */
export function refused(status: 400 | 403 | 404 | 405 | 413, reason: string): Answer {
  return { status, body: { outcome: 'rejected', reason } };
}
