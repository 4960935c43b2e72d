/**
 * The error record: the original payload byte for byte, the original attributes, and why the message
 * was rejected. It is the same for every door and mode, so that one redrive understands them all.
 */

import type { PubsubMessage } from '../pubsub/attributes.ts';
import { cut, LIMITS } from '../pubsub/attributes.ts';
import { PenstockError } from '../runtime/errors.ts';
import { setOwn } from '../runtime/json-object.ts';

export interface Rejection {
  /** The received bytes, untouched. */
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  /** Kept, so that a redrive sends the message in its place. Default: none. */
  readonly orderingKey?: string;
  readonly error: unknown;
  /** The origin and the destination of the message, as far as they are known. */
  readonly facts?: Partial<Record<RecordFact, string>>;
}

export type RecordFact =
  | 'error_table'
  | 'error_reason'
  | 'error_location'
  | 'input'
  | 'input_type'
  | 'job_name'
  | 'attempt'
  /** `true` where the payload must not leave the door: then the record has none. */
  | 'payload_withheld';

/** The number of causes behind the error that are recorded. */
export const CAUSES = 5;

/** Before an original attribute whose name a record has a use for, or that Pub/Sub takes from no publisher. */
export const ORIGINAL = 'original_';

/** The attributes that a record adds. All others are the message's own. */
export const RECORD_ATTRIBUTES: ReadonlySet<string> = new Set([
  'error_type',
  'error_message',
  'exception_class',
  'stack_trace',
  ...Array.from({ length: CAUSES }, (_, at) => `stack_trace_cause_${at + 1}`),
  'error_table',
  'error_reason',
  'error_location',
  'input',
  'input_type',
  'job_name',
  'attempt',
  'ordering_key',
  'attributes_incomplete',
  'payload_uri',
  'payload_bytes',
  'payload_omitted',
  'payload_withheld',
]);

/** Kept free for what says where a payload is that does not fit into the message, and that attributes are missing. */
const RESERVED = 3;

/**
 * The attributes of the error come first. If there are too many attributes, original ones are left out, and
 * `attributes_incomplete` says so.
 *
 * @example
 * const error = new PenstockError('INPUT_MALFORMED', 'not JSON');
 * errorRecord({ data: Buffer.from('{'), attributes: { a: 'b' }, error }).attributes.exception_class; // 'INPUT_MALFORMED'
 */
export function errorRecord(
  { data, attributes, orderingKey = '', error, facts = {} }: Rejection,
  told: (error: unknown) => Described = describe,
): PubsubMessage {
  const record: Record<string, string> = { ...told(error) };
  for (const [key, value] of Object.entries(facts)) record[key] = cut(value, LIMITS.valueBytes);
  if (orderingKey !== '') record.ordering_key = cut(orderingKey, LIMITS.valueBytes);
  const room = LIMITS.attributes - RESERVED - Object.keys(record).length;
  const names = Object.keys(attributes);
  let incomplete = names.length > room;
  for (const own of names.slice(0, room)) {
    const [key, value] = [keptAs(own), attributes[own] as string];
    const name = cut(key, LIMITS.keyBytes);
    const kept = cut(value, LIMITS.valueBytes);
    incomplete ||= name !== key || kept !== value || name === '';
    if (name !== '') setOwn(record, name, kept);
  }
  if (incomplete) record.attributes_incomplete = 'true';
  return { data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), attributes: record };
}

/** The name under which an original attribute is kept. */
function keptAs(key: string): string {
  const isTaken = RECORD_ATTRIBUTES.has(key) || key.startsWith(ORIGINAL) || key.startsWith('goog');
  return isTaken ? `${ORIGINAL}${key}` : key;
}

/** The attributes that tell an error. */
export type Described = Readonly<Record<string, string>>;

const REMEMBERED = 64;

/** Describes errors that many messages share once: the text of a stack costs more than the rest of a record. */
export function rememberDescribed(): (error: unknown) => Described {
  const known = new Map<unknown, Described>();
  return (error) => {
    let told = known.get(error);
    if (told === undefined) {
      if (known.size >= REMEMBERED) known.clear();
      told = describe(error);
      known.set(error, told);
    }
    return told;
  };
}

function describe(error: unknown): Described {
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
  for (const key of Object.keys(described)) described[key] = cut(described[key] as string, LIMITS.valueBytes);
  return described;
}

function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && !chain.includes(at) && chain.length <= CAUSES; at = at.cause)
    chain.push(at);
  return chain;
}
