/**
 * The error record (design, section 5): the original payload byte for byte, the original attributes, and why it was
 * rejected. The same for every door and mode, so that one redrive understands them all.
 */

import { cut, LIMITS } from '../pubsub/attributes.ts';
import type { PubsubMessage } from '../pubsub/message.ts';
import { PenstockError } from '../runtime/errors.ts';

export interface Rejection {
  /** What was received, untouched. */
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  readonly error: unknown;
  /** What applies: where it came from and where it was going. */
  readonly facts?: Partial<Record<RecordFact, string>>;
}

export type RecordFact =
  | 'error_table'
  | 'error_reason'
  | 'error_location'
  | 'input'
  | 'input_type'
  | 'job_name'
  | 'attempt';

/** How many causes behind the error are told. */
const CAUSES = 5;

/** What makes it an error record comes first; where there are too many attributes, original ones give way. */
export function errorRecord({ data, attributes, error, facts = {} }: Rejection): PubsubMessage {
  const told = { ...describe(error), ...facts };
  const record: Record<string, string> = {};
  for (const [key, value] of Object.entries(told)) record[key] = cut(value, LIMITS.valueBytes);
  for (const [key, value] of Object.entries(attributes)) {
    if (Object.keys(record).length >= LIMITS.attributes) break;
    // Pub/Sub delivers attributes of its own, of a topic's schema for one, and takes none of that name from a publisher.
    const name = cut(key.startsWith('goog') ? `original_${key}` : key, LIMITS.keyBytes);
    if (name !== '' && !Object.hasOwn(record, name)) record[name] = cut(value, LIMITS.valueBytes);
  }
  return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), attributes: record };
}

function describe(error: unknown): Record<string, string> {
  const causes = chainOf(error);
  const first = causes[0];
  const described: Record<string, string> = {
    error_type: error instanceof PenstockError ? error.stage : 'processing',
    error_message: first === undefined ? String(error) : first.message,
    exception_class: first === undefined ? typeof error : error instanceof PenstockError ? error.code : first.name,
    stack_trace: first?.stack ?? '',
  };
  causes.slice(1, CAUSES + 1).forEach((cause, at) => {
    described[`stack_trace_cause_${at + 1}`] = cause.stack ?? cause.message;
  });
  return described;
}

function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at) && chain.length <= CAUSES; at = at.cause)
    chain.push(at);
  return chain;
}
