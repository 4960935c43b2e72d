/**
 * The functions that take STRING and BYTES alike: over a sequence of characters, or of bytes. BYTES are handled as
 * strings of one-byte characters (latin1), so that each rule is written once.
 */

import { type Native, native } from '../../emit/native.ts';
import { stringText } from '../../emit/text.ts';
import { type Bound, define, onBound } from '../define.ts';
import type { FunctionDefinition } from '../signature.ts';
import { isWhiteSpace, points, WHITE_SPACE } from './unicode.ts';

/** More than this in one value is refused, as BigQuery refuses it (a row may hold 100 MB). */
const MAX_OUTPUT = 100n * 1024n * 1024n;

/** A search's time grows with the product of the lengths. */
const MAX_COMPARISONS = 1_000_000_000;

export const natives: Native[] = [];
export const functions: FunctionDefinition[] = [];

type Slot = 'S' | 'N';
type Value = string | bigint;

interface SequenceOptions {
  /** The arguments of each type where the two differ. */
  readonly strings?: string;
  readonly bytes?: string;
  /** DuckDB's own text for STRING, where it does the same; given the native's as a way out. */
  readonly plain?: (bound: Bound, native: string) => string;
}

/**
 * One function for both types. `takes` has a letter an argument: S for a value of the type itself, N for an INT64; those
 * after the bar are optional.
 */
function sequence(
  names: readonly string[],
  takes: string,
  returns: 'S' | 'INT64' | 'BOOL' | 'S[]',
  compute: (split: (text: string) => readonly string[], ...args: Value[]) => unknown,
  options: SequenceOptions = {},
): void {
  const overloads = (['STRING', 'BYTES'] as const).flatMap((kind) => {
    const pattern = (kind === 'STRING' ? options.strings : options.bytes) ?? takes;
    const [required = '', optional = ''] = pattern.split('|');
    const all = required + optional;
    const kindOf = (slot: string) => (slot === 'S' ? kind : 'INT64');
    const result = returns.replace('S', kind) as 'STRING';
    const counts = Array.from({ length: optional.length + 1 }, (_, extra) => required.length + extra);
    const byCount = counts.map((count) => {
      const slots = [...all.slice(0, count)] as Slot[];
      const one = native(
        `bq_${names[0]?.toLowerCase()}_${kind.toLowerCase()}_${count}`,
        {
          takes: slots.map(kindOf),
          returns: returns === 'INT64' || returns === 'BOOL' ? (returns as 'STRING') : result,
        },
        (...args) => {
          const plain = args.map((arg) => (arg instanceof Uint8Array ? Buffer.from(arg).toString('latin1') : arg));
          const split = kind === 'STRING' ? points : (text: string) => text.split('');
          const output = compute(split, ...(plain as unknown as Value[]));
          return (kind === 'STRING' ? output : toBytes(output)) as string;
        },
      );
      natives.push(one);
      return one;
    });
    const plain = kind === 'STRING' ? options.plain : undefined;
    return byCount.map((one, extra) =>
      onBound(
        `${[...all.slice(0, required.length + extra)].map(kindOf).join(', ')} -> ${returns.replace(/^S/, kind)}`,
        (bound) => plain?.(bound, one.of(...bound.sql)) ?? one.of(...bound.sql),
      ),
    );
  });
  functions.push(define(names, overloads));
}

function toBytes(output: unknown): unknown {
  if (typeof output === 'string') return Buffer.from(output, 'latin1');
  return Array.isArray(output) ? output.map(toBytes) : output;
}

const text = (value: Value | undefined) => value as string;
const whole = (value: Value | undefined) => value as bigint;

/** A function of DuckDB that does the same for every STRING. */
const same = (name: string) => ({ plain: ({ sql }: Bound) => `${name}(${sql.join(', ')})` });

sequence(['LENGTH'], 'S', 'INT64', (split, value) => BigInt(split(text(value)).length), same('length'));
sequence(['REVERSE'], 'S', 'S', (split, value) => [...split(text(value))].reverse().join(''));

sequence(
  ['SUBSTR', 'SUBSTRING'],
  'SN|N',
  'S',
  (split, value, position, length) => {
    const all = split(text(value));
    const count = BigInt(all.length);
    const from = whole(position);
    if (length !== undefined && whole(length) < 0n) throw new Error('Third argument in SUBSTR() cannot be negative');
    // Off the left end, or 0, is the first character.
    const start = from > 0n ? from - 1n : from < 0n && from >= -count ? count + from : 0n;
    if (start >= count) return '';
    const end = length === undefined ? count : start + whole(length);
    return all.slice(Number(start), Number(end < count ? end : count)).join('');
  },
  { plain: plainSubstring },
);

/** From a known place on the left, and no longer than known. */
function plainSubstring({ args, sql }: Bound, native: string): string {
  const [, position, length] = args.map((arg) => arg?.literal);
  const fits = (value: unknown, least: bigint) => typeof value === 'bigint' && value >= least && value < 2n ** 31n;
  return fits(position, 1n) && (args.length < 3 || fits(length, 0n)) ? `substring(${sql.join(', ')})` : native;
}

function side(name: 'LEFT' | 'RIGHT'): void {
  sequence([name], 'SN', 'S', (split, value, length) => {
    if (whole(length) < 0n) throw new Error(`Second argument in ${name}() cannot be negative`);
    const all = split(text(value));
    const count = whole(length) < BigInt(all.length) ? Number(length) : all.length;
    return (name === 'LEFT' ? all.slice(0, count) : all.slice(all.length - count)).join('');
  });
}
side('LEFT');
side('RIGHT');

function pad(name: 'LPAD' | 'RPAD'): void {
  sequence([name], 'SN|S', 'S', (split, value, length, pattern = ' ') => {
    if (whole(length) < 0n) throw new Error(`Second argument (output size) for ${name} cannot be negative`);
    if (whole(length) > MAX_OUTPUT) throw new Error(`Output of ${name} exceeds max allowed output size`);
    const fill = split(text(pattern));
    if (fill.length === 0) throw new Error(`Third argument (pad pattern) for ${name} cannot be empty`);
    const all = split(text(value));
    const size = Number(length);
    if (all.length >= size) return all.slice(0, size).join('');
    const missing = size - all.length;
    const padding =
      text(pattern).repeat(Math.floor(missing / fill.length)) + fill.slice(0, missing % fill.length).join('');
    return name === 'LPAD' ? padding + text(value) : text(value) + padding;
  });
}
pad('LPAD');
pad('RPAD');

sequence(['REPEAT'], 'SN', 'S', (_split, value, times) => {
  if (whole(times) < 0n) throw new Error('Second argument in REPEAT() cannot be negative');
  if (BigInt(text(value).length) * whole(times) > MAX_OUTPUT)
    throw new Error('Output of REPEAT exceeds max allowed output size');
  return text(value).repeat(Number(times));
});

sequence(
  ['REPLACE'],
  'SSS',
  'S',
  (_split, value, from, to) => (text(from) === '' ? text(value) : text(value).split(text(from)).join(text(to))),
  same('replace'),
);

sequence(
  ['STARTS_WITH'],
  'SS',
  'BOOL',
  (_split, value, prefix) => text(value).startsWith(text(prefix)),
  same('starts_with'),
);
sequence(['ENDS_WITH'], 'SS', 'BOOL', (_split, value, suffix) => text(value).endsWith(text(suffix)), same('ends_with'));

sequence(
  ['STRPOS'],
  'SS',
  'INT64',
  (split, value, sought) => {
    const at = text(value).indexOf(text(sought));
    return at < 0 ? 0n : BigInt(split(text(value).slice(0, at)).length + 1);
  },
  same('instr'),
);

sequence(['INSTR'], 'SS|NN', 'INT64', (split, value, sought, position = 1n, occurrence = 1n) => {
  if (whole(position) === 0n) throw new Error('The third argument (position) of INSTR cannot be 0');
  if (whole(occurrence) <= 0n) throw new Error('The fourth argument (occurrence) of INSTR must be positive');
  const all = split(text(value));
  const wanted = split(text(sought));
  if (all.length * wanted.length > MAX_COMPARISONS)
    throw new Error('INSTR of values so long is not supported by the local BigQuery');
  const step = whole(position) > 0n ? 1 : -1;
  // An empty subvalue is found behind the last character too.
  const end = wanted.length === 0 ? all.length + 1 : all.length;
  const start = whole(position) > 0n ? whole(position) - 1n : BigInt(end) + whole(position);
  let left = whole(occurrence);
  if (start < 0n || start > BigInt(all.length)) return 0n;
  for (let at = Number(start); at >= 0 && at < end; at += step) {
    if (wanted.every((character, index) => all[at + index] === character) && --left === 0n) return BigInt(at + 1);
  }
  return 0n;
});

function trim(name: string, left: boolean, right: boolean): void {
  sequence(
    [name],
    'S|S',
    'S',
    (split, value, set) => {
      const all = split(text(value));
      const removed = set === undefined ? undefined : new Set(split(text(set)));
      const goes = (character: string | undefined) =>
        character !== undefined && (removed === undefined ? isWhiteSpace(character) : removed.has(character));
      let from = 0;
      let to = all.length;
      while (left && from < to && goes(all[from])) from++;
      while (right && to > from && goes(all[to - 1])) to--;
      return all.slice(from, to).join('');
    },
    {
      bytes: 'SS',
      plain: ({ sql: [value = '', set = WHITE_SPACE_TEXT] }) => `${name.toLowerCase()}(${value}, ${set})`,
    },
  );
}
const WHITE_SPACE_TEXT = stringText([...WHITE_SPACE].join(''));
trim('TRIM', true, true);
trim('LTRIM', true, false);
trim('RTRIM', false, true);

sequence(
  ['SPLIT'],
  'S|S',
  'S[]',
  (split, value, delimiter = ',') => {
    if (text(value) === '') return [''];
    return text(delimiter) === '' ? [...split(text(value))] : text(value).split(text(delimiter));
  },
  { bytes: 'SS' },
);

sequence(['TRANSLATE'], 'SSS', 'S', (split, value, source, target) => {
  const to = split(text(target));
  const mapping = new Map<string, string>();
  for (const [index, character] of split(text(source)).entries()) {
    if (mapping.has(character)) throw new Error(`Duplicate character "${character}" in TRANSLATE source characters`);
    mapping.set(character, to[index] ?? '');
  }
  return split(text(value))
    .map((character) => mapping.get(character) ?? character)
    .join('');
});
