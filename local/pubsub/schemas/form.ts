/** The form that a schema's definition gives to messages, whatever its language. */

import { invalid, PubsubError } from '../errors.ts';

export type SchemaType = 'AVRO' | 'PROTOCOL_BUFFER';
export type Encoding = 'JSON' | 'BINARY';

/** A field of the message itself, for a table whose columns take it. */
export interface FormField {
  readonly name: string;
  /** The types of columns that can hold it. */
  readonly columns: readonly string[];
}

export interface Form {
  readonly fields: readonly FormField[];
  /** The message as a row for BigQuery. Throws an Error that says why the message does not fit. */
  read(data: Buffer, encoding: Encoding): unknown;
}

/** "The schema definition field can't exceed 300 KB" (cloud.google.com/pubsub/quotas). */
const MAX_DEFINITION_BYTES = 300 * 1024;

/** Parsers are loaded when the first definition is read. Throws PubsubError. */
export async function formOf(type: unknown, definition: string): Promise<Form> {
  if (type !== 'AVRO' && type !== 'PROTOCOL_BUFFER')
    throw invalid('Invalid schema type: it must be AVRO or PROTOCOL_BUFFER.');
  if (definition === '') throw invalid('Invalid schema definition: it is empty.');
  if (Buffer.byteLength(definition) > MAX_DEFINITION_BYTES)
    throw invalid(`Invalid schema definition: it has more than ${MAX_DEFINITION_BYTES} bytes.`);
  try {
    if (type === 'AVRO') return (await import('./avro-form.ts')).avroForm(definition);
    return (await import('./proto-form.ts')).protoForm(definition);
  } catch (error) {
    if (error instanceof PubsubError) throw error;
    const language = type === 'AVRO' ? 'Avro' : 'protocol buffer';
    throw invalid(`Invalid ${language} schema definition: ${(error as Error).message.slice(0, 500)}`);
  }
}

/** JSON whose whole numbers keep every digit: those beyond 2^53 come as bigint. */
export function parseJson(data: Buffer): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  const exact = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')
      ? BigInt(source ?? '')
      : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

/** A name that says in an error what stands at a place. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

/** A whole number within its bounds, from JSON; undefined for anything else. */
export function wholeNumber(value: unknown, bits: 32 | 64, signed = true): bigint | undefined {
  const isText = typeof value === 'string' && /^-?\d{1,20}$/.test(value);
  if (!isText && typeof value !== 'bigint' && !Number.isInteger(value)) return undefined;
  const whole = BigInt(value as string | number | bigint);
  const fits = signed ? BigInt.asIntN(bits, whole) === whole : BigInt.asUintN(bits, whole) === whole;
  return fits ? whole : undefined;
}
