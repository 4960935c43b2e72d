/**
 * Rows a second that the codec encodes, against Google's JSONEncoder on the same 12-column rows, and against
 * `JSON.parse` of their text. Both encoders' rows are decoded and compared before anything is timed.
 */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { compileCodec } from '../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../shared/bigquery/schema/table-schema.ts';
import { bufDecoder } from '../test/support/decode-rows.ts';
import { jsonRowsOf, preparedRowsOf, type Row, SCHEMA, textsOf } from './support/twelve-columns.ts';

const require = createRequire(import.meta.url);

const ROUNDS = 9;
const BATCH = 1000;
/** The time that one side runs in one round. */
const ROUND_MS = 400;

export async function run(): Promise<Record<string, unknown>> {
  const { adapt, protos } = require('@google-cloud/bigquery-storage');
  const { JSONEncoder } = require('@google-cloud/bigquery-storage/build/src/managedwriter/encoder.js');
  const descriptor = adapt.convertStorageSchemaToProto2Descriptor({ fields: SCHEMA.fields.map(storageField) }, 'root');
  const google = new JSONEncoder({ protoDescriptor: descriptor });
  const codec = compileCodec(SCHEMA, { unknownFields: 'reject' });
  const out = new RowBuffer();
  const lines = textsOf(BATCH);
  const rows = jsonRowsOf(BATCH);
  const sameRows = preparedRowsOf(BATCH);

  const encodeAll = (of: readonly Row[]): void => {
    out.reset();
    for (const row of of) codec.encode(row, out);
    assert.equal(out.rowCount, BATCH);
  };
  const encoded: Uint8Array[] = google.encodeRows(sameRows);
  const decodeOurs = bufDecoder(codec.descriptorBytes);
  const decodeTheirs = bufDecoder(protos.google.protobuf.DescriptorProto.encode(descriptor).finish());
  for (const input of [rows, sameRows]) {
    encodeAll(input);
    encoded.forEach((row, index) => {
      assert.deepEqual(decodeOurs(out.row(index)), decodeTheirs(row));
    });
  }

  const sides: readonly (readonly [string, () => void])[] = [
    ['ours', () => encodeAll(sameRows)],
    ['fromJson', () => encodeAll(rows)],
    ['theirs', () => assert.equal(google.encodeRows(sameRows).length, BATCH)],
    ['parse', () => lines.forEach((line) => void JSON.parse(line))],
    ['parseAndEncode', () => parseAndEncode()],
  ];
  const parseAndEncode = (): void => {
    out.reset();
    for (const line of lines) codec.encode(JSON.parse(line), out);
  };
  const rates = new Map<string, number[]>(sides.map(([name]) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, side] of sides) {
      const rate = rowsPerSecond(side);
      // The first round warms up.
      if (round > 0) rates.get(name)?.push(rate);
    }
    process.stderr.write(`codec: round ${round} of ${ROUNDS}\n`);
  }
  const of = (name: string): number => Math.round(median(rates.get(name) as number[]));
  return {
    name: 'codec',
    unit: 'rows/s',
    ours: of('ours'),
    theirs: of('theirs'),
    ratio: round2(of('ours') / of('theirs')),
    fromJson: of('fromJson'),
    jsonParse: of('parse'),
    ofJsonParse: round2(of('fromJson') / of('parse')),
    parseAndEncode: of('parseAndEncode'),
    spread: spreadOf(rates),
    load: loadavg()[0],
    bytesPerRow: Math.round(out.byteLength / BATCH),
    megabytesPerSecond: Math.round((of('ours') * out.byteLength) / BATCH / 1e6),
  };
}

/** The rows a second of one side in one round. */
function rowsPerSecond(side: () => void): number {
  const started = process.hrtime.bigint();
  let batches = 0;
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    side();
    batches += 1;
    elapsed = Number(process.hrtime.bigint() - started) / 1e6;
  }
  return (batches * BATCH * 1000) / elapsed;
}

function storageField(field: Field): object {
  const type = field.type === 'FLOAT64' ? 'DOUBLE' : field.type;
  return { ...field, type, ...(field.fields ? { fields: field.fields.map(storageField) } : {}) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

/** The slowest and the fastest round of each side. */
function spreadOf(rates: ReadonlyMap<string, readonly number[]>): Record<string, readonly [number, number]> {
  return Object.fromEntries(
    [...rates].map(([name, all]) => [name, [Math.round(Math.min(...all)), Math.round(Math.max(...all))] as const]),
  );
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
