/**
 * REGEXP_*: DuckDB's regular expressions are RE2, as BigQuery's are. This file adds the rules around a match: NULL if
 * there is none, the one group that may be captured, positions and occurrences.
 */

import { native } from '../../emit/native.ts';
import { stringText } from '../../emit/text.ts';
import { type Bound, define, onBound, refuse } from '../define.ts';
import { CallRefused, type Expression } from '../signature.ts';

const NAMED_GROUP = /^\(\?P?<[A-Za-z_]/;

/** Counts the capturing groups, by RE2's syntax: a bare `(`, or `(?P<name>` and `(?<name>`. */
export function capturingGroups(pattern: string): number {
  let groups = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const one = pattern.charAt(at);
    if (one === '\\') {
      if (pattern.startsWith('\\Q', at)) {
        const end = pattern.indexOf('\\E', at);
        at = end < 0 ? pattern.length : end;
      }
      at++;
    } else if (inClass) {
      if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1);
      else if (one === ']') inClass = false;
    } else if (one === '[') {
      inClass = true;
      // A bracket that comes first, or after the caret, stands for itself.
      if (pattern.charAt(at + 1) === '^') at++;
      if (pattern.charAt(at + 1) === ']') at++;
    } else if (one === '(' && (pattern.charAt(at + 1) !== '?' || NAMED_GROUP.test(pattern.slice(at, at + 5)))) groups++;
  }
  return groups;
}

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

/**
 * RE2 finds an empty match at the text's end even where the match before it has reached that end; BigQuery does not.
 * `gaps` is what stands before each match, so the gaps and matches before the last one say where it begins.
 */
const endMatches = native(
  'bq_regexp_matches',
  { takes: ['STRING', 'STRING[]', 'STRING[]', 'STRING[]'], returns: 'STRING[]' },
  (value, gaps, matched, captured) => {
    const consumed = [...gaps.slice(0, matched.length - 1), ...matched.slice(0, -1)];
    const reached = consumed.reduce((sum, part) => sum + (part?.length ?? 0), 0);
    return reached === value.length ? captured.slice(0, -1) : captured;
  },
);

const literalOf = (argument: Expression | undefined) =>
  typeof argument?.literal === 'string' ? argument.literal : undefined;

/** The list that RE2 finds: of the captured group, or of the whole match where none captures. */
function found(value: string, pattern: string, literal: string | undefined): string {
  if (literal === undefined) return `regexp_extract_all(${value}, ${pattern}, CAST(${groupOf.of(pattern)} AS INTEGER))`;
  const groups = capturingGroups(literal);
  if (groups > 1) throw new CallRefused('invalid', tooMany(literal));
  return `regexp_extract_all(${value}, ${pattern}, ${groups})`;
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
  const plain = found(value, pattern, literal);
  if (!mayBeEmpty(literal)) return plain;
  const inside = literal === undefined ? 's.p' : pattern;
  const all = found('s.v', inside, literal);
  const whole = `regexp_extract_all(s.v, ${inside}, 0)`;
  const before = literal === undefined ? "'(?s:(.*?))(?:' || s.p || ')'" : stringText(`(?s:(.*?))(?:${literal})`);
  const gaps = `regexp_extract_all(s.v, ${before}, 1)`;
  const ended = `len(${whole}) > 1 AND ${whole}[-1] = '' AND ${whole}[-2] <> ''`;
  const kept = `CASE WHEN ${ended} THEN ${endMatches.of('s.v', gaps, whole, all)} ELSE ${all} END`;
  const fields = literal === undefined ? `v := ${value}, p := ${pattern}` : `v := ${value}`;
  return `list_transform([struct_pack(${fields})], lambda s: ${kept})[1]`;
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

/** The place at which a match begins or ends, counted from 1, from the texts before each match and the matches; 0 where there is none. */
const placeOf = native(
  'bq_regexp_place',
  { takes: ['STRING[]', 'STRING[]', 'INT64', 'INT64', 'INT64'], returns: 'INT64' },
  (gaps, matched, start, occurrence, which) => {
    if (which !== 0n && which !== 1n) throw new Error('Occurrence position in REGEXP_INSTR must be 0 or 1');
    if (occurrence > BigInt(Math.min(matched.length, gaps.length))) return 0n;
    const parts = [...gaps.slice(0, Number(occurrence)), ...matched.slice(0, Number(occurrence - 1n + which))];
    // Characters are code points, as in BigQuery.
    return start + BigInt(parts.reduce((sum, part) => sum + [...(part ?? '')].length, 0));
  },
);

/** The place of a match is the length of the shortest texts before it, and of the matches between them. */
function position(bound: Bound): string {
  const [value = '', , start = '1', occurrence = '1', which = '0'] = bound.sql;
  if (bound.args.some((argument) => argument?.literal === null)) return 'CAST(NULL AS BIGINT)';
  const literal = literalOf(bound.args[1]);
  if (literal === undefined || capturingGroups(literal) > 0) {
    throw new CallRefused(
      'unsupported',
      'REGEXP_INSTR with a pattern that captures or is not a literal is not supported by the local BigQuery',
    );
  }
  const given = [value, ...bound.sql.slice(2)].map((sql) => `${sql} IS NULL`).join(' OR ');
  const one = (sql: string) => `CAST(${sql} AS BIGINT)`;
  // An empty pattern is at no position, and an empty text has none.
  if (literal === '') return `CASE WHEN ${given} THEN NULL ELSE CAST(0 AS BIGINT) END`;
  const text = from(bound);
  const before = stringText(`(?s:(.*?))(?:${literal})`);
  const gaps = `regexp_extract_all(${text}, ${before}, 1)`;
  const whole = matches(text, bound.sql[1] ?? '', literal);
  const place = placeOf.of(gaps, whole, one(start), checkOccurrence.of(one(occurrence)), one(which));
  return `CASE WHEN ${given} THEN NULL WHEN ${value} = '' THEN CAST(0 AS BIGINT) ELSE coalesce(${place}, CAST(0 AS BIGINT)) END`;
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
      const hex = argument.isLiteral === true ? /^from_hex\('([0-9a-f]*)'\)$/.exec(argument.sql)?.[1] : undefined;
      if (hex === undefined) return { type: { kind: 'STRING' }, sql: toLatin1.of(argument.sql) };
      const text = Buffer.from(hex, 'hex').toString('latin1');
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
  ...[endMatches, groupOf, checkRewrite, checkPosition, checkOccurrence],
  ...[placeOf, toLatin1, fromLatin1],
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
  ...refuse(['REGEXP_MATCH']),
];
