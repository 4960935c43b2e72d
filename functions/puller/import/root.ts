/** A row path at the root: whether the answer is a list or one object, and what proves that it holds rows and no error. */

import type { PagingConfig, RowsConfig } from '../http-source/source-config.ts';
import { type Component, componentAt } from './manifest.ts';
import type { PredicateContext } from './predicates.ts';

/** The root is a list if pages follow; otherwise the key or the schema's fields prove it. */
export function rootOf(
  rowPath: readonly string[],
  format: RowsConfig['format'],
  stream: Component,
  retriever: Component,
  key: readonly (readonly string[])[] | undefined,
  context: PredicateContext,
  path: string,
): Partial<RowsConfig> {
  if (rowPath.length > 0) return {};
  if (format === 'csv' || format === 'ndjson') return { expect: 'list' };
  const { type } = componentAt(retriever, 'paginator') ?? {};
  const fields = Object.keys(
    componentAt(componentAt(componentAt(stream, 'schema_loader'), 'schema'), 'properties') ?? {},
  );
  const proof =
    key !== undefined
      ? { all: key.map(([first]) => first as string) }
      : fields.length > 0
        ? { any: fields }
        : undefined;
  if (proof !== undefined) return { expect: 'either', require: proof };
  if (type !== undefined && type !== 'NoPagination') return { expect: 'list' };
  context.findings.problem(
    path,
    'the row path is the root, and neither a key nor a schema proves what is a row there; give rows.expect by hand',
  );
  return { expect: 'list' };
}

/**
 * An end that reads a key of the answer finds nothing in a list at the root, and would end the listing after a page if the
 * next value comes from elsewhere: such an answer has to be an object.
 */
export function rootOfPaged(rows: RowsConfig, paging: PagingConfig): RowsConfig {
  if (rows.expect !== 'either' || !('value' in paging) || paging.value.from === 'body') return rows;
  const reads = /"at":\["(?!\d)/.test(JSON.stringify(paging.end.when ?? {}));
  return reads ? { ...rows, expect: 'object' } : rows;
}
