/**
 * The flat issue message: UTF-8 JSON, four fields, every value text. Anything nested becomes JSON
 * text first, because a STRING column refuses an object.
 */

import type { PubsubMessage } from '../pubsub/attributes.ts';
import { checkAttributes } from '../pubsub/attributes.ts';
import { PenstockError } from '../runtime/errors.ts';
import { isJsonObject } from '../runtime/json-object.ts';

export type IssueSource = 'manual-api' | 'firestore-eventarc';

export interface FlatIssue {
  readonly issue_id: string;
  readonly source: IssueSource;
  /** RFC 3339 in UTC. */
  readonly created_at: string;
  /** JSON text. */
  readonly payload: string;
}

/** Raised with every change that a reader of the messages must know of. */
export const SCHEMA_VERSION = '1';

export interface IssueParts {
  readonly issueId: string;
  readonly source: IssueSource;
  readonly createdAt: string;
  /** Anything that has a JSON form; text stays the JSON text that it is. */
  readonly payload: object | string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

export function issueMessage(parts: IssueParts): PubsubMessage {
  const flat: FlatIssue = {
    issue_id: parts.issueId,
    source: parts.source,
    created_at: parts.createdAt,
    payload: typeof parts.payload === 'string' ? parts.payload : JSON.stringify(parts.payload),
  };
  const attributes = {
    issue_id: flat.issue_id,
    source: flat.source,
    schema_version: SCHEMA_VERSION,
    ...parts.attributes,
  };
  checkAttributes(attributes);
  const data = Buffer.from(JSON.stringify(flat));
  return { data, attributes, ...(parts.orderingKey === undefined ? {} : { orderingKey: parts.orderingKey }) };
}

const FIELDS: readonly (keyof FlatIssue)[] = ['issue_id', 'source', 'created_at', 'payload'];

/** Refuses what is not flat, naming the field: `payload is an object: make it JSON text`. */
export function checkFlat(message: unknown): asserts message is Readonly<Record<string, string>> {
  if (!isJsonObject(message)) {
    throw notFlat('the message is not a JSON object');
  }
  for (const [name, value] of Object.entries(message)) {
    if (typeof value !== 'string') throw notFlat(`${name} is ${kindOf(value)}: make it text`);
  }
}

/** Reads a flat issue strictly: the four fields, nothing else, all text. */
export function readFlatIssue(data: Uint8Array): FlatIssue {
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch {
    throw notFlat('the message is not UTF-8 JSON');
  }
  checkFlat(message);
  const missing = FIELDS.find((name) => !Object.hasOwn(message, name));
  if (missing !== undefined) throw notFlat(`${missing} is missing`);
  const extra = Object.keys(message).find((name) => !(FIELDS as readonly string[]).includes(name));
  if (extra !== undefined) throw notFlat(`${extra} is not a field of an issue`);
  return message as unknown as FlatIssue;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function notFlat(reason: string): PenstockError {
  return new PenstockError('INPUT_INVALID', `Not a flat message: ${reason}`, { stage: 'processing' });
}
