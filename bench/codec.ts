/**
 * Rows a second that the codec encodes, against Google's JSONEncoder on the same 12-column rows, and against
 * `JSON.parse` of their text. Both encoders' rows are decoded and compared before anything is timed.
 */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { compileCodec } from '../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../shared/bigquery/schema/table-schema.ts';
import { bufDecoder } from '../test/support/decode-rows.ts';

const require = createRequire(import.meta.url);

const ROUNDS = 7;
const BATCH = 1000;
/** How long one side runs in one round. */
const ROUND_MS = 400;

const fields: readonly Field[] = [
  { name: 'name', type: 'STRING', mode: 'NULLABLE' },
  { name: 'id', type: 'INT64', mode: 'REQUIRED' },
  { name: 'ratio', type: 'FLOAT64', mode: 'NULLABLE' },
  { name: 'active', type: 'BOOL', mode: 'NULLABLE' },
  { name: 'created_at', type: 'TIMESTAMP', mode: 'NULLABLE' },
  { name: 'day', type: 'DATE', mode: 'NULLABLE' },
  { name: 'price', type: 'NUMERIC', mode: 'NULLABLE' },
  { name: 'digest', type: 'BYTES', mode: 'NULLABLE' },
  { name: 'payload', type: 'JSON', mode: 'NULLABLE' },
  { name: 'tags', type: 'STRING', mode: 'REPEATED' },
  {
    name: 'customer',
    type: 'STRUCT',
    mode: 'NULLABLE',
    fields: [
      { name: 'id', type: 'INT64', mode: 'NULLABLE' },
      { name: 'city', type: 'STRING', mode: 'NULLABLE' },
    ],
  },
  { name: 'note', type: 'STRING', mode: 'NULLABLE' },
];

/** As a source sends them: text. */
function texts(): string[] {
  return Array.from({ length: BATCH }, (_, i) =>
    JSON.stringify({
      name: `customer ${i}`,
      id: i * 1_000_003,
      ratio: i / 7,
      active: i % 2 === 0,
      created_at: new Date(Date.UTC(2026, 2, 1) + i * 61_007).toISOString(),
      day: new Date(Date.UTC(2026, 2, 1) + i * 86_400_000).toISOString().slice(0, 10),
      price: (i * 1.25).toFixed(2).replace(/\.?0+$/, ''),
      digest: Buffer.from(`0123456789ab${i}`).toString('base64'),
      payload: { kind: 'web', number: i, ok: true },
      tags: ['a', 'bb', 'ccc'],
      customer: { id: i, city: i % 5 === 0 ? 'München' : 'Berlin' },
      note: i % 3 === 0 ? 'hello' : null,
    }),
  );
}

type Row = Record<string, unknown>;

/**
 * Rows that both encoders come to the same values for: Google's bends text of dates and times, and throws for objects in
 * JSON columns, so these are Dates, bytes and JSON text here. Ours also runs on the rows as JSON has them (`fromJson`).
 */
function forBoth(row: Row): Row {
  return {
    ...row,
    created_at: new Date(row.created_at as string),
    day: new Date(row.day as string),
    digest: Buffer.from(row.digest as string, 'base64'),
    payload: JSON.stringify(row.payload),
  };
}

export async function run(): Promise<Record<string, unknown>> {
  const { adapt, protos } = require('@google-cloud/bigquery-storage');
  const { JSONEncoder } = require('@google-cloud/bigquery-storage/build/src/managedwriter/encoder.js');
  const descriptor = adapt.convertStorageSchemaToProto2Descriptor({ fields: fields.map(storageField) }, 'root');
  const google = new JSONEncoder({ protoDescriptor: descriptor });
  const codec = compileCodec({ fields }, { unknownFields: 'reject' });
  const out = new RowBuffer();
  const lines = texts();
  const rows = lines.map((line) => JSON.parse(line) as Row);
  const sameRows = rows.map(forBoth);

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
    best: Math.round(Math.max(...(rates.get('ours') as number[]))),
    bytesPerRow: Math.round(out.byteLength / BATCH),
    megabytesPerSecond: Math.round((of('ours') * out.byteLength) / BATCH / 1e6),
  };
}

/** How many rows a second one side does in one round. */
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

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
