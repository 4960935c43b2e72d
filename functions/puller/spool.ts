/**
 * The spool: the encoded rows of one listing as immutable numbered objects in Cloud Storage, and with it the plan.
 *
 * Each listing has a folder of its own, so that two listings never mix. An object holds the rows of one batch as they go
 * over the wire (a serialized ProtoRows), so that every run sends the same bytes, and rows are encoded once.
 *
 *     <listing>/schema.json         the writer schema of the rows
 *     <listing>/000000.pages        a JSON line a page of the source that ends in the batch
 *     <listing>/000000.rejected     an error record a line, of rows that the codec rejected
 *     <listing>/000000.rows         the rows
 *     <listing>/plan.json           the number of rows of each batch, once the listing is complete
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Objects } from '@penstock/shared/storage/objects.ts';

export interface Spool {
  readonly objects: Objects;
  readonly bucket: string;
  /** The folder of the window, with its final `/`. */
  readonly folder: string;
}

export interface SpooledSchema {
  /** The serialized DescriptorProto, in base64. */
  readonly descriptor: string;
}

export interface PlanObject {
  readonly listing: string;
  /** Rows of each batch. */
  readonly rows: readonly number[];
  /** Rejected rows of each batch. */
  readonly rejected: readonly number[];
}

export interface SpooledBatch {
  readonly number: number;
  /** The plan's row that is the first of this batch. */
  readonly first: number;
  readonly rows: number;
  readonly protoRows: Buffer;
}

export type Part = 'rows' | 'pages' | 'rejected';

export function partName({ folder }: Pick<Spool, 'folder'>, listing: string, number: number, part: Part): string {
  return `${folder}${listing}/${String(number).padStart(6, '0')}.${part}`;
}

/** Writes an object of a listing once. Its name is this listing's alone, so another object there is no answer of ours. */
export async function spoolOnce(spool: Spool, name: string, data: Buffer, contentType: string): Promise<void> {
  const { created } = await spool.objects.create(spool.bucket, name, data, { contentType });
  if (created) return;
  const message = `gs://${spool.bucket}/${name} was written by another listing of the same id: the source must name each anew`;
  throw new PenstockError('INTERNAL', message, { kind: 'permanent' });
}

export function spoolJson(spool: Spool, listing: string, name: 'schema' | 'plan', value: object): Promise<void> {
  const data = Buffer.from(JSON.stringify(value));
  return spoolOnce(spool, `${spool.folder}${listing}/${name}.json`, data, 'application/json');
}

export async function readPlan(spool: Spool, listing: string): Promise<PlanObject> {
  return (await readJson(spool, `${listing}/plan.json`)) as PlanObject;
}

/** The writer schema that the listing's rows were encoded by. */
export async function readSchema(spool: Spool, listing: string): Promise<{ readonly descriptorBytes: Buffer }> {
  const { descriptor } = (await readJson(spool, `${listing}/schema.json`)) as SpooledSchema;
  return { descriptorBytes: Buffer.from(descriptor, 'base64') };
}

async function readJson({ objects, bucket, folder }: Spool, name: string): Promise<unknown> {
  return JSON.parse((await objects.read(bucket, `${folder}${name}`)).toString('utf8'));
}

/**
 * The batches of a plan from a row on, each read while the one before is sent: `ahead` are in memory at most. The first
 * batch is cut where the row stands in it.
 */
export async function* readBatches(
  spool: Spool,
  plan: PlanObject,
  from: number,
  ahead: number,
): AsyncGenerator<SpooledBatch> {
  const wanted = placesFrom(plan, from);
  const reading: Promise<SpooledBatch>[] = [];
  const begin = (): void => {
    const { done, value } = wanted.next();
    if (done === true) return;
    const batch = readBatch(spool, plan.listing, value);
    // Whether it failed is found out when its turn comes.
    batch.catch(() => undefined);
    reading.push(batch);
  };
  for (let n = 0; n < ahead; n += 1) begin();
  for (let next = reading.shift(); next !== undefined; next = reading.shift()) {
    const batch = await next;
    begin();
    yield cutAt(batch, from);
  }
}

interface Place {
  readonly number: number;
  readonly first: number;
  readonly rows: number;
}

/** Batches that hold the row or come behind it. */
function* placesFrom({ rows }: PlanObject, from: number): Generator<Place> {
  let first = 0;
  for (const [number, count] of rows.entries()) {
    if (first + count > from) yield { number, first, rows: count };
    first += count;
  }
}

async function readBatch(spool: Spool, listing: string, place: Place): Promise<SpooledBatch> {
  const name = partName(spool, listing, place.number, 'rows');
  const protoRows = await spool.objects.read(spool.bucket, name);
  const { rows: found, end } = skipRows(protoRows, Number.POSITIVE_INFINITY);
  if (found === place.rows && end === protoRows.length) return { ...place, protoRows };
  const message = `gs://${spool.bucket}/${name} holds ${found} rows and the plan has ${place.rows}: the spool is damaged`;
  throw new PenstockError('OFFSET_MISMATCH', message, { kind: 'permanent' });
}

/** The batch from a row of the plan on. The bytes are not copied. */
export function cutAt(batch: SpooledBatch, from: number): SpooledBatch {
  const skip = from - batch.first;
  if (skip <= 0) return batch;
  const { end } = skipRows(batch.protoRows, skip);
  return { ...batch, first: from, rows: batch.rows - skip, protoRows: batch.protoRows.subarray(end) };
}

/**
 * Copies the records of rejected rows from the spool to the error output. Copied again by another run, they are the same
 * objects with the same bytes.
 */
export async function publishRejected(
  spool: Spool,
  { listing, rejected }: PlanObject,
  errors: { readonly bucket: string; readonly prefix: string },
): Promise<void> {
  for (const [number, count] of rejected.entries()) {
    if (count === 0) continue;
    const from = { bucket: spool.bucket, name: partName(spool, listing, number, 'rejected') };
    const name = `${errors.prefix}${spool.folder}${listing}/${String(number).padStart(6, '0')}.ndjson`;
    await spool.objects.copy(from, { bucket: errors.bucket, name });
  }
}

/** Steps over rows of a serialized ProtoRows. Returns how many there were and where the next one begins. */
export function skipRows(bytes: Buffer, count: number): { readonly rows: number; readonly end: number } {
  let at = 0;
  let rows = 0;
  while (rows < count && at < bytes.length) {
    // Tag 0x0a, then the length as a varint.
    at += 1;
    let length = 0;
    let shift = 1;
    for (let byte = 0x80; byte >= 0x80; at += 1) {
      byte = bytes[at] ?? 0;
      length += (byte & 0x7f) * shift;
      shift *= 128;
    }
    at += length;
    rows += 1;
  }
  return { rows, end: at };
}

/** A serialized ProtoRows without some of its rows, by their index. */
export function withoutRows(bytes: Buffer, left: ReadonlySet<number>): Buffer {
  const kept: Buffer[] = [];
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const { end } = skipRows(bytes.subarray(at), 1);
    if (!left.has(index)) kept.push(bytes.subarray(at, at + end));
    at += end;
  }
  return Buffer.concat(kept);
}
