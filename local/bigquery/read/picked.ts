/** The columns that a read session returns, each with its place in what DuckDB holds. */

import { type Column, findColumn, type Schema } from '../schema.ts';

export interface Picked {
  /** Narrowed to the chosen fields. */
  readonly column: Column;
  /** Its place among the columns of the rows, or among the fields of the struct that holds it. */
  readonly place: number;
  /** For STRUCT. */
  readonly fields: readonly Picked[];
}

/** `selected_fields` in the order of the schema; none means all. Returns the first name that the schema lacks. */
export function pick(schema: Schema, selected: readonly string[]): readonly Picked[] | { readonly unknown: string } {
  if (selected.length === 0) return schema.map(whole);
  const paths = selected.map((text) => ({ text, path: text.split('.') }));
  const unknown = paths.find(({ path }) => !isThere(schema, path));
  if (unknown !== undefined) return { unknown: unknown.text };
  return narrow(
    schema,
    paths.map(({ path }) => path),
  );
}

function whole(column: Column, place: number): Picked {
  return { column, place, fields: (column.fields ?? []).map(whole) };
}

function isThere(schema: Schema, [name = '', ...rest]: readonly string[]): boolean {
  const column = findColumn(schema, name);
  if (column === undefined) return false;
  return rest.length === 0 || isThere(column.fields ?? [], rest);
}

function narrow(schema: Schema, paths: readonly (readonly string[])[]): readonly Picked[] {
  return schema.flatMap((column, place): Picked[] => {
    const mine = paths
      .filter(([name = '']) => name.toLowerCase() === column.name.toLowerCase())
      .map((path) => path.slice(1));
    if (mine.length === 0) return [];
    if (column.fields === undefined || mine.some((path) => path.length === 0)) return [whole(column, place)];
    const fields = narrow(column.fields, mine);
    return [{ column: { ...column, fields: fields.map((field) => field.column) }, place, fields }];
  });
}
