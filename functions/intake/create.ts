/** From a read body to acknowledged messages: ids, keys, schema, publishing. Knows nothing of HTTP but its refusals. */

import { issueMessage } from '@penstock/shared/pubsub/flat-message.ts';
import { randomIssueId } from '@penstock/shared/pubsub/issue-id.ts';
import type { Publisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { checkKey, fingerprintOf, type KeyMemory, keyedIssueId } from './idempotency.ts';
import type { IssueSchema } from './issue-schema.ts';
import type { Batch, Issue } from './json-text.ts';
import { type Problem, Refusal } from './problem.ts';

export interface CreateParts {
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly memory: KeyMemory;
  readonly schema: IssueSchema | undefined;
  readonly clock: Clock;
}

export interface Order {
  readonly batch: Batch;
  /** The body's own text: what a key stands for. */
  readonly text: string;
  readonly caller: string;
  readonly key: string | undefined;
  /** Trace context, handed on as attributes. */
  readonly trace: Readonly<Record<string, string>>;
}

export type Created = { readonly issue_id: string; readonly status: 'created' };
export type ItemAnswer = Created | { readonly status: 'rejected'; readonly problem: Problem };

/** Throws the Refusal of a single issue; a batch answers one by one, and fails as a whole only on its key. */
export async function createIssues(parts: CreateParts, order: Order): Promise<readonly ItemAnswer[]> {
  const fingerprint = fingerprintOf(order.text);
  const at = order.key === undefined ? parts.clock.now() : await firstSeen(parts, order, order.key, fingerprint);
  const createdAt = new Date(at).toISOString();
  const create = async (item: Issue | Refusal, index: number): Promise<Created> => {
    if (item instanceof Refusal) throw item;
    parts.schema?.check(item.value);
    const issueId =
      order.key === undefined ? randomIssueId('INC') : keyedIssueId(order.caller, order.key, fingerprint, index);
    const attributes = { ...order.trace, ...(parts.schema === undefined ? {} : { issue_schema: parts.schema.id }) };
    const message = issueMessage({ issueId, source: 'manual-api', createdAt, payload: item.text, attributes });
    await parts.publisher.publish(message).catch((error: unknown) => {
      throw refusalOf(error);
    });
    return { issue_id: issueId, status: 'created' };
  };
  if (!order.batch.isBatch) return Promise.all(order.batch.items.map(create));
  const settled = await Promise.allSettled(order.batch.items.map(create));
  return settled.map((one) =>
    one.status === 'fulfilled' ? one.value : { status: 'rejected', problem: refusalOf(one.reason).problem },
  );
}

async function firstSeen(
  { memory, clock }: CreateParts,
  { caller }: Order,
  key: string,
  fingerprint: string,
): Promise<number> {
  try {
    return await checkKey(memory, caller, key, fingerprint, clock);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** How long a caller should wait where Pub/Sub did not say. */
const RETRY_AFTER_S = 2;

/** What went wrong on our side, in words that tell the caller what to do and nothing of what is inside. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof PenstockError)) return new Refusal('internal', 'The error was logged.');
  if (error.code === 'INPUT_TOO_LARGE') return new Refusal('too-large', 'The issue is larger than a message can be.');
  if (error.kind === 'transient') {
    const retryAfter = Math.max(RETRY_AFTER_S, Math.ceil((error.retryAfterMs ?? 0) / 1_000));
    return new Refusal(
      'unavailable',
      `Send it again after ${retryAfter} s, with the same Idempotency-Key if it had one.`,
      { retryAfter },
    );
  }
  return new Refusal('internal', 'The error was logged.');
}
