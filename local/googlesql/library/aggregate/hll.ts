/**
 * HLL_COUNT.*: sketches of distinct values. A sketch here is exact: the fingerprints of the values, sorted, eight bytes
 * each behind a mark and the kind of the values. It is not the format of BigQuery, which reads its own sketches only.
 */

import { type Native, native } from '../../emit/native.ts';
import { define, on } from '../define.ts';
import { type AggregateDefinition, CallRefused } from '../signature.ts';
import { farmFingerprint } from '../text/farm-fingerprint.ts';
import { aggregate, over } from './aggregate-call.ts';

const MARK = 'gsql-hll';
/** The sketch of more would be no sketch. */
const MAX_VALUES = 1_000_000;
const KINDS = ['INT64', 'STRING', 'BYTES', 'NUMERIC', 'BIGNUMERIC'] as const;

function sketch(kind: string, values: Iterable<bigint>): Buffer {
  const sorted = BigInt64Array.from(new Set(values)).sort();
  if (sorted.length > MAX_VALUES)
    throw new Error(`HLL_COUNT over more than ${MAX_VALUES} distinct values is not supported by the local BigQuery`);
  return Buffer.concat([Buffer.from(`${MARK}:${kind};`), Buffer.from(sorted.buffer)]);
}

function read(bytes: Uint8Array): { readonly kind: string; readonly values: BigInt64Array } {
  const buffer = Buffer.from(bytes);
  const end = buffer.indexOf(';');
  const head = buffer.subarray(0, end).toString('latin1');
  const rest = buffer.subarray(end + 1);
  if (!head.startsWith(`${MARK}:`) || rest.length % 8 !== 0)
    throw new Error(
      'Invalid or incompatible sketch in HLL_COUNT: it was not made by HLL_COUNT.INIT of the local BigQuery',
    );
  // A copy begins where eight bytes may.
  return { kind: head.slice(MARK.length + 1), values: new BigInt64Array(Uint8Array.from(rest).buffer) };
}

function merge(sketches: readonly (Uint8Array | null)[]): Buffer | null {
  const present = sketches.filter((one) => one !== null).map(read);
  const [first] = present;
  if (first === undefined) return null;
  if (present.some(({ kind }) => kind !== first.kind))
    throw new Error('HLL_COUNT cannot merge sketches of different types');
  return sketch(
    first.kind,
    present.flatMap(({ values }) => [...values]),
  );
}

const init = KINDS.map((kind) => ({
  kind,
  native: native(
    `bq_hll_init_${kind.toLowerCase()}`,
    { takes: [`${kind as 'INT64'}[]`], returns: 'BYTES' },
    (values) => {
      const present = values.filter((value) => value !== null) as readonly (bigint | string | Uint8Array)[];
      if (present.length === 0) return null;
      return sketch(
        kind,
        present.map((value) =>
          typeof value === 'bigint' && kind === 'INT64'
            ? value
            : farmFingerprint(typeof value === 'object' ? value : Buffer.from(String(value))),
        ),
      );
    },
  ),
}));
const mergePartial = native('bq_hll_merge_partial', { takes: ['BYTES[]'], returns: 'BYTES' }, merge);
const mergeCount = native('bq_hll_merge', { takes: ['BYTES[]'], returns: 'INT64' }, (sketches) => {
  const merged = merge(sketches);
  return merged === null ? 0n : BigInt(read(merged).values.length);
});
const extract = native('bq_hll_extract', { takes: ['BYTES'], returns: 'INT64' }, (bytes) =>
  BigInt(read(bytes).values.length),
);

export const natives: readonly Native[] = [...init.map((one) => one.native), mergePartial, mergeCount, extract];

function precision(literal: unknown): void {
  if (typeof literal !== 'bigint' || literal < 10n || literal > 24n)
    throw new CallRefused('invalid', 'The precision of HLL_COUNT.INIT must be a literal from 10 to 24');
}

export const aggregates: readonly AggregateDefinition[] = [
  aggregate(
    'HLL_COUNT.INIT',
    init.flatMap(({ kind, native: make }) => [
      over(`${kind} -> BYTES`, (apply, { sql }) => make.of(apply('list', [sql[0] ?? '']))),
      over(`${kind}, INT64 -> BYTES`, (apply, { args, sql }) => {
        precision(args[1]?.literal);
        return make.of(apply('list', [sql[0] ?? '']));
      }),
    ]),
  ),
  aggregate('HLL_COUNT.MERGE', [
    over('BYTES -> INT64', (apply, { sql }) => `coalesce(${mergeCount.of(apply('list', [sql[0] ?? '']))}, 0)`),
  ]),
  aggregate('HLL_COUNT.MERGE_PARTIAL', [
    over('BYTES -> BYTES', (apply, { sql }) => mergePartial.of(apply('list', [sql[0] ?? '']))),
  ]),
];

export const functions = [
  define('HLL_COUNT.EXTRACT', [on('BYTES -> INT64', (bytes) => `coalesce(${extract.of(bytes)}, 0)`)]),
];
