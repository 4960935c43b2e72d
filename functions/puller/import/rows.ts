/** Record selectors and transformations of a manifest as rows. */

import type { RowsConfig, StepConfig } from '../http-source/source-config.ts';
import { clockSeconds, clockText } from './clock.ts';
import { expressionIn } from './fold.ts';
import { decidedJson } from './json-body.ts';
import { readLiteral } from './literals.ts';
import { type Component, componentAt, listAt, textAt } from './manifest.ts';
import { convertCondition, type PredicateContext } from './predicates.ts';
import { rootOf } from './root.ts';
import { aloneIn, convertText, isQuoted, shortened } from './texts.ts';
import { refuseUncarried } from './uncarried.ts';

export interface ConvertedRows {
  readonly rows: RowsConfig;
  /** Fields that are stamped with a bound of the slice. */
  readonly stamped: readonly string[];
  /** Fields that come from the clock, which is the window's here. */
  readonly clocked: readonly string[];
}

/** The row path, or undefined and a problem. */
export function rowPathOf(
  retriever: Component,
  context: PredicateContext,
  path: string,
): readonly string[] | undefined {
  const extractor = componentAt(componentAt(retriever, 'record_selector'), 'extractor');
  const at = `${path}.record_selector.extractor`;
  if (extractor === undefined || (extractor.type !== undefined && extractor.type !== 'DpathExtractor')) {
    return context.findings.problem(at, `the extractor ${String(extractor?.type)} is not carried over`);
  }
  if (extractor.record_expander !== undefined)
    return context.findings.problem(`${at}.record_expander`, 'rows within rows are not carried over');
  const keys = listAt(extractor, 'field_path').map((key) =>
    convertText(String(key), 'static', context, `${at}.field_path`),
  );
  if (
    keys.some((key) => key === undefined || key === '**' || key.includes('{') || (key.includes('*') && key !== '*'))
  ) {
    return context.findings.problem(`${at}.field_path`, 'its path is not one of plain keys and *');
  }
  return keys as readonly string[];
}

export function convertRows(
  stream: Component,
  retriever: Component,
  cursor: FilteredCursor | undefined,
  context: PredicateContext,
  path: string,
): ConvertedRows | undefined {
  const { rowPath, findings } = context;
  const selector = componentAt(retriever, 'record_selector');
  const format = formatOf(componentAt(retriever, 'decoder'), context, `${path}.retriever.decoder`);
  if (format === undefined) return undefined;
  const transformations = listAt(stream, 'transformations') as readonly Component[];
  const filterText = textAt(componentAt(selector, 'record_filter'), 'condition');
  const filterAt = `${path}.retriever.record_selector.record_filter`;
  const filterType = componentAt(selector, 'record_filter')?.type;
  if (filterType !== undefined && filterType !== 'RecordFilter')
    findings.problem(filterAt, `the filter ${String(filterType)} is not carried over`);
  const isClientSide = componentAt(stream, 'incremental_sync')?.is_client_side_incremental === true;
  const isTransformedFirst = (selector?.transform_before_filtering ?? isClientSide) === true;
  if (filterText !== undefined && filterText !== '' && isTransformedFirst && transformations.length > 0)
    findings.problem(filterAt, 'a filter of transformed rows is not carried over');
  const filter =
    filterText === undefined || filterText === '' || cutsByTime(filterText, cursor, context)
      ? undefined
      : convertCondition(filterText, context, `${filterAt}.condition`);
  if (filter === false) findings.problem(`${filterAt}.condition`, 'no row passes the filter');
  const normalization = selector?.schema_normalization;
  if (normalization !== undefined && normalization !== 'None')
    findings.note(
      `${path}.retriever.record_selector.schema_normalization`,
      'the types of values are those of the columns of the table, and not those of the schema',
    );
  const made = transformations.map((one, index) =>
    convertTransformation(one, context, `${path}.transformations.${index}`),
  );
  const named = keyOf(stream.primary_key);
  const clocked = made.flatMap(({ clocked: fields }) => fields);
  const fromClock = named?.find((part) => clocked.includes(part.join('.')));
  if (fromClock !== undefined) {
    findings.note(
      `${path}.primary_key`,
      `${fromClock.join('.')} comes from the clock and names no row: there is no key`,
    );
  }
  const key = fromClock === undefined ? named : undefined;
  const rows: RowsConfig = {
    ...format,
    at: rowPath,
    ...rootOf(rowPath, format.format, stream, retriever, key, context, `${path}.retriever.record_selector.extractor`),
    ...(typeof filter === 'object' ? { filter } : {}),
    ...(made.every(({ steps }) => steps.length === 0) ? {} : { steps: made.flatMap(({ steps }) => steps) }),
    ...(key === undefined ? {} : { key }),
  };
  return { rows, stamped: made.flatMap(({ stamped }) => stamped), clocked };
}

/** The cursor as far as a filter of rows speaks of it. */
export interface FilteredCursor {
  readonly field: string;
  readonly format: string;
  readonly time: { readonly formats: readonly string[] };
}

/**
 * `record.updated_at >= stream_interval.start_time`: the window cuts rows by the same time. The engine of the manifest
 * compares texts, which is the same where both have one format that sorts.
 */
function cutsByTime(text: string, cursor: FilteredCursor | undefined, context: PredicateContext): boolean {
  const expression = aloneIn(text, context);
  if (cursor === undefined || expression?.kind !== 'binary') return false;
  const { operator, left, right } = expression;
  const isField = left.kind === 'path' && left.root === 'record' && left.keys.join('.') === cursor.field;
  const isStart = right.kind === 'path' && context.slices[right.keys.join('.')] === '{window.from}';
  const sorts = cursor.format.startsWith('%Y-%m-%d') && cursor.time.formats.includes(cursor.format);
  return (operator === '>=' || operator === '>') && isField && isStart && sorts;
}

function keyOf(value: unknown): readonly (readonly string[])[] | undefined {
  if (typeof value === 'string' && value !== '') return [[value]];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((part) => (Array.isArray(part) ? part.map(String) : [String(part)]));
}

const PLAIN = { format: 'json' as const };

/** Undefined, and a problem, for a decoder that is not known. Gzip is found by its magic bytes. */
function formatOf(
  decoder: Component | undefined,
  context: PredicateContext,
  path: string,
): Pick<RowsConfig, 'format' | 'csv'> | undefined {
  if (decoder !== undefined) refuseUncarried(decoder, 'decoder', context.findings, path);
  switch (decoder?.type) {
    case undefined:
    case 'JsonDecoder':
    case 'JsonParser':
      return PLAIN;
    case 'JsonlDecoder':
    case 'JsonLineParser':
      return { format: 'ndjson' };
    case 'XmlDecoder':
      return { format: 'xml' };
    case 'CsvDecoder':
    case 'CsvParser': {
      const delimiter = textAt(decoder, 'delimiter');
      const tab = delimiter === '\\t' ? '\t' : delimiter;
      return { format: 'csv', ...(tab === undefined || tab === ',' ? {} : { csv: { delimiter: tab } }) };
    }
    case 'GzipDecoder':
      return formatOf(componentAt(decoder, 'decoder'), context, `${path}.decoder`);
    case 'GzipParser':
      return formatOf(componentAt(decoder, 'inner_parser'), context, `${path}.inner_parser`);
    case 'CompositeRawDecoder':
      return formatOf(componentAt(decoder, 'parser'), context, `${path}.parser`);
    default:
      return context.findings.problem(path, `the decoder ${String(decoder?.type)} is not carried over`);
  }
}

interface Made {
  readonly steps: readonly StepConfig[];
  readonly stamped: readonly string[];
  readonly clocked: readonly string[];
}

function convertTransformation(transformation: Component, context: PredicateContext, path: string): Made {
  const only = (...steps: readonly StepConfig[]): Made => ({ steps, stamped: [], clocked: [] });
  const unknown = (why: string): Made => {
    context.findings.problem(path, why);
    return only();
  };
  const { type } = transformation;
  if (transformation.condition !== undefined && transformation.condition !== '')
    return unknown('a transformation under a condition is not carried over');
  switch (type) {
    case 'AddFields':
      return addFields(transformation, context, path);
    case 'RemoveFields': {
      const pointers = listAt(transformation, 'field_pointers').map((pointer) => [pointer].flat().map(String));
      if (pointers.some((pointer) => pointer.some((key) => key.includes('*') || /^\d+$/.test(key))))
        return unknown('fields by a pattern are not carried over');
      return only(...pointers.map((remove) => ({ remove })));
    }
    case 'KeysToLower':
      return only({ keys: 'lower' });
    case 'DpathFlattenFields': {
      const flatten = listAt(transformation, 'field_path').map(String);
      if (
        flatten.length === 0 ||
        flatten.some((key) => key.includes('*') || key.includes('{')) ||
        transformation.key_transformation !== undefined
      )
        return unknown('this way of flattening is not carried over');
      const origin =
        transformation.replace_record === true
          ? 'only'
          : transformation.delete_origin_value === true
            ? 'remove'
            : 'keep';
      return only({ flatten, origin, ...(origin === 'only' ? {} : { clash: 'leave' as const }) });
    }
    default:
      return unknown(`the transformation ${String(type)} is not carried over`);
  }
}

function addFields(transformation: Component, context: PredicateContext, path: string): Made {
  const steps: StepConfig[] = [];
  const stamped: string[] = [];
  const clocked: string[] = [];
  for (const [index, field] of (listAt(transformation, 'fields') as readonly Component[]).entries()) {
    const at = `${path}.fields.${index}`;
    const set = listAt(field, 'path').map(String);
    const name = set.join('.');
    const value = field.value;
    if (set.length === 0 || set.some((key) => key.includes('*') || key.includes('{') || /^\d+$/.test(key)))
      context.findings.problem(`${at}.path`, 'its path is not one of plain keys');
    else if (typeof value !== 'string') steps.push({ set, to: value });
    else if (typeof decidedJson(value, context) === 'object') steps.push({ set, to: decidedJson(value, context) });
    else {
      const to = convertText(value, 'row', context, `${at}.value`);
      if (to === undefined) continue;
      if (isClock(value, context)) {
        clocked.push(name);
        context.findings.note(
          `${at}.value`,
          `${shortened(value)} is the clock; the field is stamped with the window's end`,
        );
      } else if (to.includes('{window.')) stamped.push(name);
      const alone = aloneIn(value, context);
      if (alone?.kind === 'literal' && alone.value === null) {
        steps.push({ set, to: null });
        continue;
      }
      steps.push({ set, to: typed(to, value, field.value_type) });
    }
  }
  return { steps, stamped, clocked };
}

function isClock(text: string, context: PredicateContext): boolean {
  return [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].some(([, inside]) => {
    const expression = expressionIn(inside as string, context);
    return expression !== undefined && (clockText(expression) !== undefined || clockSeconds(expression) !== undefined);
  });
}

/** A text without placeholders has the type that the manifest's engine reads in it. */
function typed(text: string, value: string, type: unknown): unknown {
  if (type === 'string') return text.replace(/^\{((?:row|parent|settings)\.[^:?{}]+)(\??)\}$/, '{$1:text$2}');
  if (isQuoted(value)) return text;
  if (!value.includes('{{') && !value.includes('{%')) return (readLiteral(value) ?? { value: text }).value;
  if (text.includes('{')) return text;
  return (readLiteral(text) ?? { value: text }).value;
}
