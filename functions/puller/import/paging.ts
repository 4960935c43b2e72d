/** Converts a manifest's paginators to paging. The page size decides where a listing ends, as in the manifest's engine. */

import { pathOf } from '../http-source/json-path.ts';
import type { PredicateConfig } from '../http-source/predicate.ts';
import type { EndConfig, PagingConfig, PlaceConfig, ValueConfig } from '../http-source/source-config.ts';
import type { Expression } from './expression.ts';
import { scalarOf } from './fold.ts';
import { type Component, componentAt, textAt } from './manifest.ts';
import { guardsOf, isNothing, literalPattern, readJson, readValue } from './next-value.ts';
import { conditionOf, convertCondition, type PredicateContext } from './predicates.ts';
import { aloneIn, convertText, shortened } from './texts.ts';

const ORDER = { none: 'the manifest names no order' } as const;

/** A place that a template of the request has for the token, and what it adds to it. */
export interface GivenPlace {
  readonly place: PlaceConfig | undefined;
  readonly add: number;
}

export function convertPaging(
  paginator: Component | undefined,
  given: GivenPlace,
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
      ? given.place
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
      if (strategy.type === 'OffsetIncrement') return { kind: 'offset', first: given.add, advance: 'rows', ...counted };
      const first = numberOf(textAt(strategy, 'start_from_page') ?? '0', context);
      if (place.in === 'path' && strategy.inject_on_first_request !== true && first !== 0)
        return findings.problem(
          `${path}.pagination_strategy.start_from_page`,
          'the first request has page 0, and this is another',
        );
      return first === undefined
        ? findings.problem(`${path}.pagination_strategy.start_from_page`, 'it is not a number that is known')
        : { kind: 'page', first: first + given.add, ...counted };
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
  const expression = aloneIn(text, context);
  const inJson = expression === undefined || place?.in !== 'json' ? undefined : readJson(expression, place);
  const value = inJson?.value ?? (expression === undefined ? undefined : readValue(expression));
  if (value === undefined)
    return context.findings.problem(`${path}.cursor_value`, `the form ${shortened(text)} is not carried over`);
  const stop = textAt(strategy, 'stop_condition');
  const asked = { ...context, ...(value.from === 'body' ? { valueAt: pathOf(value.at) } : {}), ...sized };
  const when =
    stop === undefined || saysNoValue(stop, value, context)
      ? false
      : convertCondition(stop, asked, `${path}.stop_condition`);
  if (when === undefined) return undefined;
  if (when === true)
    return context.findings.problem(
      `${path}.stop_condition`,
      'the condition holds for every answer: the listing would end after its first page',
    );
  const guarded = guardsOf(expression as Expression)
    .filter((guard) => !saysValue(guard, value))
    .map((guard) => conditionOf(guard, asked));
  if (guarded.some((guard) => typeof guard !== 'object'))
    return context.findings.problem(`${path}.cursor_value`, `the condition in ${shortened(text)} is not carried over`);
  const end = endOfToken(
    [...(when === false ? [] : [when]), ...guarded.map((guard) => ({ not: guard as PredicateConfig }))],
    inJson === undefined && !followed ? value : undefined,
  );
  if (followed) return { kind: 'url', value, end, ...(kept.length === 0 ? {} : { keep: kept }), ...sized };
  if (place === undefined) return context.findings.problem(path, 'the token goes nowhere that is known');
  return { kind: 'token', in: inJson?.place ?? place, value, end, ...sized };
}

/** A next value of 0 is none to the engine of the manifest. */
function endOfToken(when: readonly PredicateConfig[], value: ValueConfig | undefined): EndConfig {
  const isPlain =
    value?.from === 'body' && value.add === undefined && value.addAt === undefined && value.match === undefined;
  const ends = [...when, ...(isPlain ? [{ at: value.at, eq: 0 }] : [])];
  if (ends.length === 0) return { noValue: true };
  return { noValue: true, when: ends.length === 1 ? (ends[0] as PredicateConfig) : { any: ends } };
}

/** A condition that only says that there is a next value: where it does not hold there is none. */
function saysValue(guard: Expression, value: ValueConfig): boolean {
  if (guard.kind === 'binary' && guard.operator === 'and')
    return saysValue(guard.left, value) && saysValue(guard.right, value);
  if (value.from === 'link') return saysNoLink({ kind: 'not', of: guard });
  // The value stands behind a mark, so `'after=' in x` says that there is one.
  if (guard.kind === 'binary' && guard.operator === 'in' && guard.left.kind === 'literal')
    return value.match?.includes(literalPattern(String(guard.left.value))) === true && saysValue(guard.right, value);
  if (guard.kind !== 'path') return false;
  const { root, keys } = guard;
  if (value.from === 'header') return root === 'headers' && keys.length === 1 && keys[0] === value.name;
  const at = pathOf(value.at);
  const isWay = keys.length > 0 && keys.every((key, index) => at[index] === key);
  return isWay && root === (value.from === 'body' ? 'response' : 'last_record');
}

/** A stop condition that only says that the link is missing: the missing value says the same. */
function saysNoValue(stop: string, value: ValueConfig, context: PredicateContext): boolean {
  if (value.from !== 'link') return false;
  const expression = aloneIn(stop, context);
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

/** A place that a request option names. */
export type OptionPlace = Exclude<PlaceConfig, { readonly in: 'path' }>;

export function placeOf(option: Component, context: PredicateContext, path: string): OptionPlace | undefined {
  const name = textAt(option, 'field_name');
  const { field_path: list } = option;
  const texts = Array.isArray(list) ? list.map(String) : name === undefined ? [] : [name];
  const at = texts.map((text) => convertText(text, 'static', context, path));
  // A name that comes to nothing is one to the engine of the manifest.
  const isName = (key: string | undefined, index: number): key is string =>
    key !== undefined && (key !== '' || texts[index]?.includes('{{') === true) && !key.includes('{');
  if (at.length === 0 || !at.every(isName)) return context.findings.problem(path, 'its field is not a plain name');
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

export function numberOf(text: string, context: PredicateContext): number | undefined {
  const expression = aloneIn(text, context);
  const value = !text.includes('{') ? text : expression === undefined ? undefined : scalarOf(expression, context);
  return /^\d{1,9}$/.test(String(value).trim()) ? Number(value) : undefined;
}

/** A listing of one page has its first request alone; elsewhere the first request tells itself by its missing token. */
export function pagesOf(paginator: Component | undefined): Pick<PredicateContext, 'page' | 'pages'> {
  if (paginator === undefined || paginator.type === 'NoPagination') return { page: 'first' };
  return { pages: componentAt(paginator, 'pagination_strategy')?.inject_on_first_request !== true };
}
