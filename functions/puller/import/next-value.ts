/** The value of the next page in a manifest, as a place of the answer with a closed set of changes. */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { pathOf } from '../http-source/json-path.ts';
import type { PlaceConfig, ValueConfig } from '../http-source/source-config.ts';
import type { Expression } from './expression.ts';

/** The place of the next value: a path, a header, the `Link` header, the last row, with the closed set of changes. */
export function readValue(expression: Expression): ValueConfig | undefined {
  if (expression.kind === 'path') return ofPath(expression.root, expression.keys);
  if (expression.kind === 'choice') return isNothing(expression.otherwise) ? readValue(expression.then) : undefined;
  if (expression.kind === 'call') return ofCall(expression);
  if (expression.kind !== 'binary') return undefined;
  const { operator, left, right } = expression;
  if (operator === 'and') return readValue(right);
  if (operator === 'or') return isNothing(right) ? readValue(left) : undefined;
  const sign = operator === '+' ? 1 : operator === '-' ? -1 : 0;
  const base = sign === 0 ? undefined : readValue(left);
  if (base === undefined || base.from === 'link') return undefined;
  if (sign === 1 && base.from === 'body' && right.kind === 'path' && right.root === 'response') {
    return { ...base, addAt: right.keys };
  }
  if (right.kind !== 'literal' || typeof right.value !== 'number') return undefined;
  return { ...base, add: right.value * sign };
}

/** The conditions on which there is a next value, of an expression that is one: `x if more else none`, `more and x`. */
export function guardsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'choice') return [expression.when, ...guardsOf(expression.then)];
  if (expression.kind === 'call') return guardsOf(expression.of as Expression);
  if (expression.kind !== 'binary') return [];
  const { operator, left, right } = expression;
  return operator === 'and' ? [left, ...guardsOf(right)] : guardsOf(left);
}

export function isNothing(expression: Expression): boolean {
  if (expression.kind === 'list') return expression.items.length === 0;
  return (
    expression.kind === 'literal' &&
    (expression.value === null || expression.value === '' || expression.value === false)
  );
}

function ofPath(root: string, keys: readonly string[]): ValueConfig | undefined {
  if (root === 'response' && keys.length > 0) return { from: 'body', at: keys };
  if (root === 'last_record' && keys.length > 0) return { from: 'lastRow', at: keys };
  if (root !== 'headers') return undefined;
  const [name, rel, url] = keys;
  if (name?.toLowerCase() === 'link' && rel !== undefined)
    return url === undefined || url === 'url' ? { from: 'link', rel } : undefined;
  return keys.length === 1 ? { from: 'header', name: name as string } : undefined;
}

/** `x.split('c=')[1]` and `[-1]`: what stands behind the mark, up to the next one. */
function ofCall({ name, of, args }: Extract<Expression, { readonly kind: 'call' }>): ValueConfig | undefined {
  if (['|string', '|int', '|tojson', '|default'].includes(name) && of !== undefined) return readValue(of);
  if (name === '|regex_search' && of !== undefined) return searched(of, args[0]);
  if (name === '[:]') return unwrapped(of, args);
  if (name !== '[]' || of?.kind !== 'call' || of.name !== 'split' || of.of === undefined) return undefined;
  const [mark, place] = [of.args[0], args[0]];
  if (mark?.kind === 'literal' && place?.kind === 'literal' && place.value === '0')
    return between(of.of, String(mark.value));
  const base = readValue(of.of);
  if (
    base === undefined ||
    base.from === 'link' ||
    base.match !== undefined ||
    mark?.kind !== 'literal' ||
    place?.kind !== 'literal'
  )
    return undefined;
  const literal = literalPattern(String(mark.value));
  if (place.value === '1') return { ...base, match: `${literal}([\\s\\S]*?)(?:${literal}|$)` };
  if (place.value === '-1') return { ...base, match: `^[\\s\\S]*${literal}([\\s\\S]*)$` };
  return undefined;
}

/** `x.split(';')[0][1:-1]`: up to the mark, without the first and the last character. */
function unwrapped(of: Expression | undefined, [from, to]: readonly Expression[]): ValueConfig | undefined {
  const isInner = from?.kind === 'literal' && from.value === 1 && to?.kind === 'literal' && to.value === -1;
  const base = isInner && of?.kind === 'call' ? ofCall(of) : undefined;
  if (base === undefined || base.from === 'link') return undefined;
  const mark = /^\^\((\[\^.*\])\*\)$/.exec(base.match ?? '')?.[1];
  return mark === undefined ? undefined : { ...base, match: `^${mark}(${mark}*)${mark}(?!${mark})` };
}

export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** `x.split('a=')[-1].split('&')[0]`: between two marks. */
function between(of: Expression, mark: string): ValueConfig | undefined {
  const base = readValue(of);
  if (base === undefined || base.from === 'link' || [...mark].length !== 1) return undefined;
  if (base.match === undefined) return { ...base, match: `^([^${literalPattern(mark)}]*)` };
  const end = '([\\s\\S]*)$';
  return base.match.endsWith(end)
    ? { ...base, match: `${base.match.slice(0, -end.length)}([^${literalPattern(mark)}]*)` }
    : undefined;
}

function searched(of: Expression, pattern: Expression | undefined): ValueConfig | undefined {
  const base = readValue(of);
  if (base === undefined || base.from === 'link' || base.match !== undefined || pattern?.kind !== 'literal')
    return undefined;
  return { ...base, match: String(pattern.value) };
}

/** `'{"after": "' + response.cursor + '"}'`: a JSON text with the value in one place of it. */
export function readJson(
  expression: Expression,
  place: Extract<PlaceConfig, { readonly in: 'json' }>,
): { readonly value: ValueConfig; readonly place: PlaceConfig } | undefined {
  if (expression.kind === 'choice')
    return isNothing(expression.otherwise) ? readJson(expression.then, place) : undefined;
  if (expression.kind !== 'binary' || expression.left.kind !== 'binary') return undefined;
  const [start, inside, end] = [expression.left.left, expression.left.right, expression.right];
  const joins = (sign: string): boolean => sign === '+' || sign === '~';
  if (!joins(expression.operator) || !joins(expression.left.operator)) return undefined;
  const value = inside.kind === 'path' ? readValue(inside) : undefined;
  if (start.kind !== 'literal' || end.kind !== 'literal' || value === undefined) return undefined;
  const keys = keysTo(`${start.value}value${end.value}`);
  return keys === undefined ? undefined : { value, place: { in: 'json', at: [...pathOf(place.at), ...keys] } };
}

/** The keys of a JSON object that holds one text and nothing else. */
function keysTo(json: string): readonly string[] | undefined {
  const keys: string[] = [];
  let at: unknown = jsonOr(json);
  while (isJsonObject(at)) {
    const [entry, ...others] = Object.entries(at);
    if (entry === undefined || others.length > 0) return undefined;
    keys.push(entry[0]);
    [, at] = entry;
  }
  return at === 'value' && keys.length > 0 ? keys : undefined;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
