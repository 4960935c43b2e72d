/** From a read body to acknowledged messages: ids, keys, schema, publishing. Knows nothing of HTTP but its refusals. */

import { issueMessage } from '@penstock/shared/issues/flat-message.ts';
import { randomIssueId } from '@penstock/shared/issues/issue-id.ts';
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

/** The properties that all issues of an order share. */
interface Terms {
  readonly createdAt: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly schema: IssueSchema | undefined;
  /** By the item's place in the order. */
  readonly idOf: (item: number) => string;
}

/** The result of an order. */
export interface Outcome {
  /** One an issue, in order. */
  readonly answers: readonly ItemAnswer[];
  /** The server's own failure, for the log. Mistakes of the sender are in the answers alone. */
  readonly failures: readonly unknown[];
}

/** Fails with what is wrong with a single issue; a batch answers one by one, and fails as a whole only on its key. */
export function createIssues(parts: CreateParts, order: Order): Promise<Outcome> {
  if (order.key !== undefined || parts.schema !== undefined) {
    return readTerms(parts, order).then((terms) => createAll(parts, order, terms));
  }
  const createdAt = createdAtOf(parts.clock.now());
  return createAll(parts, order, {
    createdAt,
    attributes: order.trace,
    schema: undefined,
    idOf: () => randomIssueId('INC'),
  });
}

/** A single issue has a path of its own, because every promise of the path for batches costs a request microseconds. */
function createAll(parts: CreateParts, { batch }: Order, terms: Terms): Promise<Outcome> {
  const items = terms.schema === undefined ? batch.items : checked(terms.schema, batch.items);
  if (batch.isBatch) return createBatch(parts, items, terms);
  return createOne(parts, terms, items[0] as Issue, 0, (created) => ({ answers: [created], failures: [] }));
}

/** The items, with the refusal of each that breaks the schema in its place. */
function checked(schema: IssueSchema, items: Batch['items']): Batch['items'] {
  const issues = items.filter((item): item is Issue => !(item instanceof Refusal));
  const refusals = schema.check(issues);
  const refusalOfIssue = new Map(issues.map((issue, at) => [issue, refusals[at]]));
  return items.map((item) => (item instanceof Refusal ? item : (refusalOfIssue.get(item) ?? item)));
}

async function createBatch(parts: CreateParts, items: Batch['items'], terms: Terms): Promise<Outcome> {
  const settled = await Promise.allSettled(
    items.map(async (item, at) => createOne(parts, terms, item, at, (created) => created)),
  );
  const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  return {
    answers: settled.map((one) =>
      one.status === 'fulfilled' ? one.value : { status: 'rejected', problem: refusalOf(one.reason).problem },
    ),
    failures: reasons.filter((reason) => refusalOf(reason).problem.status >= 500),
  };
}

function createOne<T>(
  { publisher }: CreateParts,
  terms: Terms,
  item: Issue | Refusal,
  at: number,
  tell: (created: Created) => T,
): Promise<T> {
  if (item instanceof Refusal) throw item;
  const { createdAt, attributes } = terms;
  const issueId = terms.idOf(at);
  const message = issueMessage({ issueId, source: 'manual-api', createdAt, payload: item.text, attributes });
  return publisher.publish(message).then(() => tell({ issue_id: issueId, status: 'created' }));
}

async function readTerms(parts: CreateParts, order: Order): Promise<Terms> {
  const { schema } = parts;
  const keyed = order.key === undefined ? undefined : await readKeyed(parts, order, order.key);
  return {
    createdAt: createdAtOf(keyed?.firstMs ?? parts.clock.now()),
    attributes: schema === undefined ? order.trace : { ...order.trace, issue_schema: schema.id },
    schema,
    idOf: (item) =>
      keyed === undefined ? randomIssueId('INC') : keyedIssueId(order.caller, keyed.key, keyed.fingerprint, item),
  };
}

/** With six digits, as the other sources have, so that the order of the texts is the order of the times. */
function createdAtOf(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

interface Keyed extends KeyUse {
  readonly key: string;
}

async function readKeyed({ memory, clock }: CreateParts, { caller, text }: Order, key: string): Promise<Keyed> {
  const fingerprint = fingerprintOf(text);
  return { key, fingerprint, firstMs: await checkKey(memory, caller, key, fingerprint, clock) };
}

/** The wait that a caller is told if Pub/Sub named none. */
const RETRY_AFTER_S = 2;

/** The refusal for a failure of ours. It tells the caller what to do and reveals nothing internal. */
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
