/** From a read body to acknowledged messages: ids, keys, schema, publishing. Knows nothing of HTTP but its refusals. */

import { issueMessage } from '@penstock/shared/pubsub/flat-message.ts';
import { randomIssueId } from '@penstock/shared/pubsub/issue-id.ts';
import type { Publisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { checkKey, fingerprintOf, type KeyMemory, type KeyUse, keyedIssueId } from './idempotency.ts';
import type { IssueSchema } from './issue-schema.ts';
import type { Batch, Issue } from './json-text.ts';
import { type Problem, Refusal } from './problem.ts';

export interface CreateParts {
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly memory: KeyMemory;
  /** Compiling begins at the start; the first requests wait for it. */
  readonly schema: Promise<IssueSchema> | undefined;
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
  const schema = parts.schema && (await parts.schema);
  const keyed = order.key === undefined ? undefined : await readKeyed(parts, order, order.key);
  const createdAt = new Date(keyed?.firstMs ?? parts.clock.now()).toISOString();
  const idOf = (item: number): string =>
    keyed === undefined ? randomIssueId('INC') : keyedIssueId(order.caller, keyed.key, keyed.fingerprint, item);
  const create = async (item: Issue | Refusal, index: number): Promise<Created> => {
    if (item instanceof Refusal) throw item;
    schema?.check(item.value);
    const issueId = idOf(index);
    const attributes = schema === undefined ? order.trace : { ...order.trace, issue_schema: schema.id };
    await parts.publisher.publish(
      issueMessage({ issueId, source: 'manual-api', createdAt, payload: item.text, attributes }),
    );
    return { issue_id: issueId, status: 'created' };
  };
  const { items, isBatch } = order.batch;
  if (!isBatch) return [await create(items[0] as Issue, 0)];
  const settled = await Promise.allSettled(items.map(create));
  return settled.map((one) =>
    one.status === 'fulfilled' ? one.value : { status: 'rejected', problem: refusalOf(one.reason).problem },
  );
}

interface Keyed extends KeyUse {
  readonly key: string;
}

async function readKeyed({ memory, clock }: CreateParts, { caller, text }: Order, key: string): Promise<Keyed> {
  const fingerprint = fingerprintOf(text);
  return { key, fingerprint, firstMs: await checkKey(memory, caller, key, fingerprint, clock) };
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
