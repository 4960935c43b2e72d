/** Converts a manifest's paginators to paging. The page size decides where a listing ends, as in the manifest's engine. */

import type { PredicateConfig } from '../http-source/predicate.ts';
import type { EndConfig, PagingConfig, PlaceConfig, ValueConfig } from '../http-source/source-config.ts';
import { type Expression, parseExpression } from './expression.ts';
import { type Component, componentAt, textAt } from './manifest.ts';
import { convertCondition, type PredicateContext } from './predicates.ts';
import { convertText, shortened } from './texts.ts';

const ORDER = { none: 'the manifest names no order' } as const;

/** `given` is a place that a template of the request has for the token. */
export function convertPaging(
  paginator: Component | undefined,
  given: PlaceConfig | undefined,
  kept: readonly string[],
  context: PredicateContext,
  path: string,
): PagingConfig | undefined {
  const { findings } = context;
  if (paginator === undefined || paginator.type === 'NoPagination') return { kind: 'none' };
  if (paginator.type !== undefined && paginator.type !== 'DefaultPaginator')
    return findings.problem(path, `the paginator ${String(paginator.type)} is not carried over`);
  const strategy = componentAt(paginator, 'pagination_strategy');
  const option = componentAt(paginator, 'page_token_option');
  const sizeOption = componentAt(paginator, 'page_size_option');
  const sizeText = textAt(strategy, 'page_size');
  const size = sizeText === undefined ? undefined : numberOf(sizeText, context);
  if (sizeText !== undefined && size === undefined)
    return findings.problem(
      `${path}.pagination_strategy.page_size`,
      'the page size is not a number that is known; give the config',
    );
  const sizeIn = sizeOption === undefined ? undefined : placeOf(sizeOption, context, `${path}.page_size_option`);
  const sized = {
    ...(size === undefined ? {} : { size }),
    ...(size === undefined || sizeIn === undefined ? {} : { sizeIn }),
  };
  const followed = option?.type === 'RequestPath';
  const place = followed
    ? undefined
    : option === undefined
      ? given
      : placeOf(option, context, `${path}.page_token_option`);
  switch (strategy?.type) {
    case 'PageIncrement':
    case 'OffsetIncrement': {
      if (place === undefined) return findings.problem(path, 'the page goes nowhere that is known');
      const counted = {
        in: place,
        // A page within a template has a value in the first request as well.
        sendFirst: strategy.inject_on_first_request === true || place.in === 'path',
        end: endOf(size),
        order: ORDER,
        ...sized,
      };
      if (strategy.type === 'OffsetIncrement') return { kind: 'offset', first: 0, advance: 'rows', ...counted };
      const first = numberOf(textAt(strategy, 'start_from_page') ?? '0', context);
      return first === undefined
        ? findings.problem(`${path}.pagination_strategy.start_from_page`, 'it is not a number that is known')
        : { kind: 'page', first, ...counted };
    }
    case 'CursorPagination':
      return cursor(strategy, place, followed, kept, sized, context, `${path}.pagination_strategy`);
    default:
      return findings.problem(
        `${path}.pagination_strategy`,
        `the strategy ${String(strategy?.type)} is not carried over`,
      );
  }
}

/** With a page size a short page is the end; without one only an empty page is. */
function endOf(size: number | undefined): EndConfig {
  return size === undefined ? { emptyPage: true } : { shortPage: true };
}

function cursor(
  strategy: Component,
  place: PlaceConfig | undefined,
  followed: boolean,
  kept: readonly string[],
  sized: object,
  context: PredicateContext,
  path: string,
): PagingConfig | undefined {
  const text = textAt(strategy, 'cursor_value') ?? '';
  const inside = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1];
  const expression = inside === undefined ? undefined : parseExpression(inside);
  const value = expression === undefined ? undefined : readValue(expression);
  if (value === undefined)
    return context.findings.problem(`${path}.cursor_value`, `the form ${shortened(text)} is not carried over`);
  const stop = textAt(strategy, 'stop_condition');
  const when =
    stop === undefined || saysNoValue(stop, value)
      ? undefined
      : convertCondition(stop, context, `${path}.stop_condition`);
  if (stop !== undefined && when === undefined && !saysNoValue(stop, value)) return undefined;
  const end: EndConfig = { noValue: true, ...(when === undefined ? {} : { when: when as PredicateConfig }) };
  if (followed) return { kind: 'url', value, end, ...(kept.length === 0 ? {} : { keep: kept }), ...sized };
  if (place === undefined) return context.findings.problem(path, 'the token goes nowhere that is known');
  return { kind: 'token', in: place, value, end, ...sized };
}

/** A stop condition that only says that the link is missing: the missing value says the same. */
function saysNoValue(stop: string, value: ValueConfig): boolean {
  if (value.from !== 'link') return false;
  const inside = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(stop)?.[1];
  const expression = inside === undefined ? undefined : parseExpression(inside);
  return expression !== undefined && saysNoLink(expression);
}

function saysNoLink(expression: Expression): boolean {
  if (expression.kind === 'not') {
    const { of } = expression;
    if (of.kind === 'not') return saysNoLink(of.of);
    return isLink(of) || (of.kind === 'binary' && of.operator === 'in' && isLink(of.right));
  }
  if (expression.kind === 'call' && expression.name === 'absent')
    return expression.of !== undefined && isLink(expression.of);
  if (expression.kind !== 'binary') return false;
  const { operator, left, right } = expression;
  if (operator === 'or') return saysNoLink(left) && saysNoLink(right);
  return operator === '==' && isLink(left) && isNothing(right);
}

function isLink(expression: Expression): boolean {
  return expression.kind === 'path' && expression.root === 'headers' && expression.keys[0]?.toLowerCase() === 'link';
}

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

function isNothing(expression: Expression): boolean {
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

function literalPattern(text: string): string {
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

/** A place that a request option names. */
export type OptionPlace = Exclude<PlaceConfig, { readonly in: 'path' }>;

export function placeOf(option: Component, context: PredicateContext, path: string): OptionPlace | undefined {
  const name = textAt(option, 'field_name');
  const { field_path: list } = option;
  const texts = Array.isArray(list) ? list.map(String) : name === undefined ? [] : [name];
  const at = texts.map((text) => convertText(text, 'static', context, path) ?? '');
  if (at.length === 0 || at.some((key) => key === '' || key.includes('{')))
    return context.findings.problem(path, 'its field is not a plain name');
  switch (option.inject_into) {
    case 'request_parameter':
      return { in: 'query', name: at.join('.') };
    case 'header':
      return { in: 'header', name: at.join('.') };
    case 'body_data':
      return { in: 'form', name: at.join('.') };
    case 'body_json':
      return { in: 'json', at };
    default:
      return context.findings.problem(path, `it goes into ${String(option.inject_into)}, which is not carried over`);
  }
}

export function numberOf(text: string, { config, parameters }: PredicateContext): number | undefined {
  const inside = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1];
  const expression = inside === undefined ? undefined : parseExpression(inside);
  const value =
    inside === undefined ? text : expression === undefined ? undefined : config.knownOf(expression, parameters);
  return /^\d{1,9}$/.test(String(value).trim()) ? Number(value) : undefined;
}
