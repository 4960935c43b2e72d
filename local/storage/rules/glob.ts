/**
 * `matchGlob` of the list method: `*` and `?` within a segment, `**` across segments, `[a-c]` and `[^a]`, `{a,b}`.
 * Matching walks the pattern itself with memory of where it failed, so that no pattern can take exponential time.
 */

import { invalidParameter } from '../api/errors.ts';

type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' | 'star' | 'deep' }
  /** `**` as a whole segment, with the slash behind it: `dirs` may be skipped, `within` eats segments to their slash. */
  | { readonly kind: 'dirs' | 'within' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] };

const MAX_GLOB_LENGTH = 1024;
const MAX_ALTERNATIVES = 256;

export interface Glob {
  /** The prefix of every match, so that a listing can start and stop there. */
  readonly literalPrefix: string;
  matches(name: string): boolean;
}

export function parseGlob(pattern: string): Glob {
  if (pattern.length > MAX_GLOB_LENGTH) throw broken('it is too long');
  const alternatives = expandBraces(pattern).map(tokenize);
  return {
    literalPrefix: commonPrefix(alternatives.map(literalPrefix)),
    matches: (name) => {
      const points = Array.from(name);
      return alternatives.some((tokens) => matchTokens(tokens, points));
    },
  };
}

function broken(why: string): Error {
  return invalidParameter('matchGlob', `Invalid glob pattern: ${why}`);
}

/** `a{b,c}d` is `abd` or `acd`; braces nest. */
function expandBraces(pattern: string): readonly string[] {
  const open = findUnescaped(pattern, '{', 0);
  if (open < 0) {
    if (findUnescaped(pattern, '}', 0) >= 0) throw broken('unmatched }');
    return [pattern];
  }
  const parts: string[] = [];
  let level = 0;
  let from = open + 1;
  for (let i = open; i < pattern.length; i += 1) {
    const c = pattern[i];
    if (c === '\\') i += 1;
    else if (c === '{') level += 1;
    else if (c === ',' && level === 1) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    } else if (c === '}') {
      level -= 1;
      if (level === 0) {
        parts.push(pattern.slice(from, i));
        const expanded = parts.flatMap((part) => expandBraces(pattern.slice(0, open) + part + pattern.slice(i + 1)));
        if (expanded.length > MAX_ALTERNATIVES) throw broken('too many alternatives');
        return expanded;
      }
    }
  }
  throw broken('unmatched {');
}

function findUnescaped(text: string, char: string, from: number): number {
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === char) return i;
  }
  return -1;
}

function tokenize(pattern: string): readonly Token[] {
  const points = Array.from(pattern);
  const tokens: Token[] = [];
  for (let i = 0; i < points.length; i += 1) {
    const c = points[i] as string;
    if (c === '*') {
      const deep = points[i + 1] === '*';
      const segment = deep && points[i + 2] === '/' && (i === 0 || points[i - 1] === '/');
      if (segment) tokens.push({ kind: 'dirs' }, { kind: 'within' });
      else tokens.push({ kind: deep ? 'deep' : 'star' });
      i += segment ? 2 : deep ? 1 : 0;
    } else if (c === '?') tokens.push({ kind: 'any' });
    else if (c === '[') {
      const end = points.indexOf(']', i + 2);
      if (end < 0) throw broken('unmatched [');
      tokens.push(set(points.slice(i + 1, end)));
      i = end;
    } else if (c === '\\') {
      i += 1;
      const escaped = points[i];
      if (escaped === undefined) throw broken('it ends in a backslash');
      tokens.push({ kind: 'char', char: escaped });
    } else tokens.push({ kind: 'char', char: c });
  }
  return tokens;
}

function set(points: readonly string[]): Token {
  const negated = points[0] === '^' || points[0] === '!';
  const members = (negated ? points.slice(1) : points).map((c) => c.codePointAt(0) ?? 0);
  if (members.length === 0) throw broken('empty []');
  const ranges: (readonly [number, number])[] = [];
  for (let i = 0; i < members.length; i += 1) {
    const low = members[i] as number;
    const high = members[i + 2];
    if (members[i + 1] === 0x2d && high !== undefined) {
      if (high < low) throw broken('a range runs backwards');
      ranges.push([low, high]);
      i += 2;
    } else ranges.push([low, low]);
  }
  return { kind: 'set', negated, ranges };
}

/** Set-of-states matching: each step keeps every token position reachable, so the cost is pattern × name. */
function matchTokens(tokens: readonly Token[], points: readonly string[]): boolean {
  let reachable = closure(new Set([0]), tokens);
  for (const point of points) {
    const next = new Set<number>();
    for (const at of reachable) {
      const token = tokens[at];
      if (token === undefined) continue;
      step(token, point, at, next);
    }
    if (next.size === 0) return false;
    reachable = closure(next, tokens);
  }
  return reachable.has(tokens.length);
}

function step(token: Token, point: string, at: number, next: Set<number>): void {
  if (token.kind === 'dirs') return;
  if (token.kind === 'within') {
    next.add(at);
    if (point === '/') next.add(at + 1);
  } else if (token.kind === 'deep' || token.kind === 'star') {
    if (token.kind === 'deep' || point !== '/') next.add(at);
  } else if (accepts(token, point)) next.add(at + 1);
}

/** Adds the states after tokens that may match nothing: `a/` + `**` + `/b` matches `a/b`. */
function closure(states: Set<number>, tokens: readonly Token[]): Set<number> {
  for (const at of states) {
    const kind = tokens[at]?.kind;
    if (kind === 'star' || kind === 'deep' || kind === 'dirs') states.add(at + 1);
    if (kind === 'dirs') states.add(at + 2);
  }
  return states;
}

function accepts(token: Token, point: string): boolean {
  if (token.kind === 'char') return token.char === point;
  if (token.kind === 'any') return point !== '/';
  if (token.kind !== 'set') return false;
  const code = point.codePointAt(0) ?? 0;
  return point !== '/' && token.negated !== token.ranges.some(([low, high]) => code >= low && code <= high);
}

function literalPrefix(tokens: readonly Token[]): string {
  let prefix = '';
  for (const token of tokens) {
    if (token.kind !== 'char') break;
    prefix += token.char;
  }
  return prefix;
}

function commonPrefix(texts: readonly string[]): string {
  return texts.reduce((shared, text) => {
    let length = 0;
    while (length < shared.length && shared[length] === text[length]) length += 1;
    return shared.slice(0, length);
  });
}
