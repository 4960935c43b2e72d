/**
 * REGEXP_*: DuckDB's regular expressions are RE2, as BigQuery's are. This file adds the rules around a match: NULL if
 * there is none, the one group that may be captured, positions and occurrences.
 */

import { native } from '../../emit/native.ts';
import { stringText } from '../../emit/text.ts';
import { type Bound, define, onBound } from '../define.ts';
import { CallRefused, type Expression } from '../signature.ts';
import { matchPlaces } from './match-places.ts';
import { aroundGroup, capturingGroups } from './pattern.ts';

const tooMany = (pattern: string) =>
  `Regular expressions passed into extraction functions must not have more than 1 capturing group: ${pattern}`;

/** The group to take, known when the query runs: 0 the whole match, 1 the captured part. */
const groupOf = native('bq_regexp_group', { takes: ['STRING'], returns: 'INT64' }, (pattern) => {
  const groups = capturingGroups(pattern);
  if (groups > 1) throw new Error(tooMany(pattern));
  return BigInt(groups);
});

const checkRewrite = native(
  'bq_regexp_rewrite',
  { takes: ['STRING', 'STRING'], returns: 'STRING' },
  (pattern, rewrite) => {
    checkReplacement(pattern, rewrite);
    return rewrite;
  },
);

function checkReplacement(pattern: string, rewrite: string): void {
  const groups = capturingGroups(pattern);
  for (const [sequence] of rewrite.matchAll(/\\([\s\S]?)/g)) {
    const name = sequence.slice(1);
    if (name === '\\') continue;
    if (!/\d/.test(name))
      throw new Error(
        "Invalid REGEXP_REPLACE pattern: Rewrite schema error: '\\' must be followed by a digit or '\\'.",
      );
    if (Number(name) > groups) {
      throw new Error(
        `Invalid REGEXP_REPLACE pattern: Rewrite schema requests ${name} matches, but the regexp only has ${groups} parenthesized subexpressions.`,
      );
    }
  }
}

const checkPosition = native('bq_regexp_position', { takes: ['INT64'], returns: 'INT64' }, (position) => {
  if (position < 1n) throw new Error('Positions in regular expression functions must be positive');
  return position;
});
const checkOccurrence = native('bq_regexp_occurrence', { takes: ['INT64'], returns: 'INT64' }, (occurrence) => {
  if (occurrence < 1n) throw new Error('Occurrences in regular expression functions must be positive');
  return occurrence;
});

/** The matches as BigQuery finds them, from what DuckDB finds: see `match-places.ts`. */
const keptMatches = native(
  'bq_regexp_matches',
  { takes: ['STRING', 'STRING[]', 'STRING[]', 'STRING[]'], returns: 'STRING[]' },
  (value, gaps, matched, captured) => matchPlaces(value, gaps, matched).map(({ index }) => captured[index] ?? null),
);

const literalOf = (argument: Expression | undefined) =>
  typeof argument?.literal === 'string' ? argument.literal : undefined;

/** The list that RE2 finds: of the captured group, or of the whole match where none captures. */
function found(value: string, pattern: string, literal: string | undefined): string {
  if (literal === undefined) return `regexp_extract_all(${value}, ${pattern}, CAST(${groupOf.of(pattern)} AS INTEGER))`;
  return `regexp_extract_all(${value}, ${pattern}, ${groupsOf(literal)})`;
}

/** The group to take of a literal. */
function groupsOf(literal: string): number {
  const groups = capturingGroups(literal);
  if (groups > 1) throw new CallRefused('invalid', tooMany(literal));
  return groups;
}

/** Whether a match may be empty. JavaScript's patterns are near enough to RE2's to say no; one that it cannot read may be. */
function mayBeEmpty(literal: string | undefined): boolean {
  if (literal === undefined || /\\[bB]/.test(literal)) return true;
  try {
    return new RegExp(literal, 'u').test('');
  } catch {
    return true;
  }
}

/** Every match. A pattern that is a literal stays one in the text, so that DuckDB compiles it once. */
function matches(value: string, pattern: string, literal: string | undefined): string {
  if (!mayBeEmpty(literal)) return found(value, pattern, literal);
  const group = literal === undefined ? `2 + CAST(${groupOf.of('s.p')} AS INTEGER)` : 2 + groupsOf(literal);
  const kept = keptMatches.of('s.v', search(literal, 1), search(literal, 2), search(literal, group));
  const fields = literal === undefined ? `v := ${value}, p := ${pattern}` : `v := ${value}`;
  return `list_transform([struct_pack(${fields})], lambda s: ${kept})[1]`;
}

/** The texts that each match of `s.v` captures: 1 the text before it, 2 the match, 3 its own group. The pattern may be `s.p`. */
function search(literal: string | undefined, group: number | string): string {
  const pattern = literal === undefined ? "'(?s:(.*?))(' || s.p || ')'" : stringText(`(?s:(.*?))(${literal})`);
  return `regexp_extract_all(s.v, ${pattern}, ${group})`;
}

/** Whether the pattern asks for what stands before a match: `^` in a class only negates it. */
function looksBack(pattern: string): boolean {
  const rest = pattern.replace(/\\[^bBA]|\[\^/g, '');
  return /\^|\\[bBA]/.test(rest);
}

/**
 * The search begins at a character: what comes before it is cut off. Patterns that look at what stands before a match
 * would then see another text, so they are refused.
 */
function from(bound: Bound): string {
  const [value = '', , position] = bound.sql;
  if (position === undefined || bound.args[2]?.literal === 1n || bound.args[2]?.literal === 1) return value;
  const pattern = literalOf(bound.args[1]);
  if (pattern === undefined || looksBack(pattern)) {
    throw new CallRefused(
      'unsupported',
      `${bound.call.name} with a position and a pattern that has ^, \\b, \\B or \\A, or is not a literal, is not supported by the local BigQuery`,
    );
  }
  // Beyond the text there is not even an empty match.
  return `CASE WHEN ${checkPosition.of(position)} <= length(${value}) + 1 THEN substr(${value}, ${position}) END`;
}

const extract = (bound: Bound) => {
  const occurrence = bound.args[3]?.literal ?? (bound.args.length < 4 ? 1n : undefined);
  const [value, pattern, literal] = [from(bound), bound.sql[1] ?? '', literalOf(bound.args[1])];
  // The first match does not depend on those behind it.
  const list = occurrence === 1n ? found(value, pattern, literal) : matches(value, pattern, literal);
  return `(${list})[${checkOccurrence.of(bound.sql[3] ?? 'CAST(1 AS BIGINT)')}]`;
};

/** The place at which a match begins or ends, or its group, counted from 1; 0 where there is none. */
const placeOf = native(
  'bq_regexp_place',
  {
    takes: ['STRING', 'STRING[]', 'STRING[]', 'STRING[]', 'STRING[]', 'INT64', 'INT64', 'INT64'],
    returns: 'INT64',
  },
  (value, gaps, matched, leading, groups, start, occurrence, which) => {
    if (which !== 0n && which !== 1n) throw new Error('Occurrence position in REGEXP_INSTR must be 0 or 1');
    const place = matchPlaces(value, gaps, matched)[Number(occurrence) - 1];
    if (place === undefined) return 0n;
    const from = place.start + (leading[place.index]?.length ?? 0);
    const at = which === 0n ? from : from + (groups[place.index]?.length ?? 0);
    // Characters are code points, as in BigQuery.
    return start + BigInt([...value.slice(0, at)].length);
  },
);

const CAPTURES = 'REGEXP_INSTR with a pattern whose group is not always a part of its match';

/** Refuses a pattern that is known only when the query runs and captures. */
const uncaptured = native('bq_regexp_uncaptured', { takes: ['STRING'], returns: 'STRING' }, (pattern) => {
  if (capturingGroups(pattern) > 0)
    throw new Error(
      'REGEXP_INSTR with a pattern that captures and is not a literal is not supported by the local BigQuery',
    );
  return pattern;
});

/** The lists that are found of a literal: the gaps, the matches, what stands in a match before its group, and the group. */
function places(literal: string): readonly string[] {
  const group = groupsOf(literal) === 0 ? undefined : aroundGroup(literal);
  if (groupsOf(literal) === 1 && group === undefined)
    throw new CallRefused('unsupported', `${CAPTURES} is not supported by the local BigQuery`);
  const { before, inside, after } = group ?? { before: '', inside: literal, after: '' };
  const pattern = stringText(`(?s:(.*?))((${before})(${inside})${after})`);
  return [1, 2, 3, 4].map((number) => `regexp_extract_all(s.v, ${pattern}, ${number})`);
}

function position(bound: Bound): string {
  const [value = '', pattern = '', start = '1', occurrence = '1', which = '0'] = bound.sql;
  if (bound.args.some((argument) => argument?.literal === null)) return 'CAST(NULL AS BIGINT)';
  const literal = literalOf(bound.args[1]);
  const one = (sql: string) => `CAST(${sql} AS BIGINT)`;
  const [gaps, whole] = [search(undefined, 1), search(undefined, 2)];
  const lists = literal === undefined ? [gaps, whole, '[]', whole] : places(literal);
  const numbers = [one(start), checkOccurrence.of(one(occurrence)), one(which)];
  const place = placeOf.of('s.v', ...lists, ...numbers);
  const asked = literal === undefined ? uncaptured.of(pattern) : pattern;
  const found = `list_transform([struct_pack(v := ${from(bound)}, p := ${asked})], lambda s: ${place})[1]`;
  const given = bound.sql.map((sql) => `${sql} IS NULL`).join(' OR ');
  // An empty pattern is at no position, and an empty text has none.
  return `CASE WHEN ${given} THEN NULL WHEN ${value} = '' OR ${pattern} = '' THEN CAST(0 AS BIGINT) ELSE coalesce(${found}, CAST(0 AS BIGINT)) END`;
}

function replace(bound: Bound): string {
  const [value = '', pattern = '', rewrite = ''] = bound.sql;
  const literal = literalOf(bound.args[1]);
  const replacement = literalOf(bound.args[2]);
  if (literal !== undefined && replacement !== undefined) {
    try {
      checkReplacement(literal, replacement);
    } catch (error) {
      throw new CallRefused('invalid', error instanceof Error ? error.message : String(error));
    }
    return `regexp_replace(${value}, ${pattern}, ${rewrite}, 'g')`;
  }
  return `regexp_replace(${value}, ${pattern}, ${checkRewrite.of(pattern, rewrite)}, 'g')`;
}

/** Bytes as the characters of Latin-1, one each: RE2 matches BYTES so. */
const toLatin1 = native('bq_bytes_latin1', { takes: ['BYTES'], returns: 'STRING' }, (value) =>
  Buffer.from(value).toString('latin1'),
);
const fromLatin1 = native('bq_latin1_bytes', { takes: ['STRING'], returns: 'BYTES' }, (value) =>
  Buffer.from(value, 'latin1'),
);

/** The same over BYTES: matched as Latin-1, and what is text in the answer made bytes again. */
function bytes(signature: string, build: (bound: Bound) => string, answer: 'BYTES' | 'BYTES[]' | 'other') {
  return onBound(signature, (bound) => {
    const args = bound.args.map((argument): Expression | undefined => {
      if (argument?.type.kind !== 'BYTES') return argument;
      if (argument.bytes === undefined) return { type: { kind: 'STRING' }, sql: toLatin1.of(argument.sql) };
      const text = Buffer.from(argument.bytes).toString('latin1');
      return { type: { kind: 'STRING' }, sql: stringText(text), literal: text, isLiteral: true };
    });
    const found = build({ ...bound, args, sql: args.map((argument) => argument?.sql ?? 'NULL') });
    if (answer === 'other') return found;
    return answer === 'BYTES' ? fromLatin1.of(found) : `list_transform(${found}, lambda b: ${fromLatin1.of('b')})`;
  });
}

const contains = ({ sql }: Bound) => `regexp_matches(${sql[0]}, ${sql[1]})`;

const extractAll = ({ sql, args }: Bound) => matches(sql[0] ?? '', sql[1] ?? '', literalOf(args[1]));

export const natives = [
  ...[keptMatches, groupOf, checkRewrite, checkPosition, checkOccurrence],
  ...[placeOf, uncaptured, toLatin1, fromLatin1],
];

export const functions = [
  define('REGEXP_CONTAINS', [
    onBound('STRING, STRING -> BOOL', contains),
    bytes('BYTES, BYTES -> BOOL', contains, 'other'),
  ]),
  define(
    ['REGEXP_EXTRACT', 'REGEXP_SUBSTR'],
    [
      onBound('STRING, STRING, INT64?, INT64? -> STRING', extract),
      bytes('BYTES, BYTES, INT64?, INT64? -> BYTES', extract, 'BYTES'),
    ],
  ),
  define('REGEXP_EXTRACT_ALL', [
    onBound('STRING, STRING -> STRING[]', extractAll),
    bytes('BYTES, BYTES -> BYTES[]', extractAll, 'BYTES[]'),
  ]),
  define('REGEXP_INSTR', [
    onBound('STRING, STRING, INT64?, INT64?, INT64? -> INT64', position),
    bytes('BYTES, BYTES, INT64?, INT64?, INT64? -> INT64', position, 'other'),
  ]),
  define('REGEXP_REPLACE', [
    onBound('STRING, STRING, STRING -> STRING', replace),
    bytes('BYTES, BYTES, BYTES -> BYTES', replace, 'BYTES'),
  ]),
];
