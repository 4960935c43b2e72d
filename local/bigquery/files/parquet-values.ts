/** DuckDB's text for the values of a Parquet file, as BigQuery's columns have them. */

import {
  type DuckDBDecimalType,
  type DuckDBListType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api';
import { parse as parseJson } from '../../googlesql/library/json/json-convert.ts';
import { type Column, duckType, quote } from '../schema.ts';
import { listForm, type ParquetNode } from './parquet-nodes.ts';

/** A part of the file: its type, its node, and the column that is made of it. */
export interface Part {
  readonly type: DuckDBType;
  readonly node: ParquetNode | undefined;
  readonly column: Column;
  readonly listInference: boolean;
}

export function fileValue(sql: string, part: Part, depth = 0): string {
  const { type, column } = part;
  if (isCast(part))
    return column.mode === 'REPEATED' ? `coalesce(${sql}::${duckType(column)}, [])` : `${sql}::${duckType(column)}`;
  if (type.typeId === DuckDBTypeId.LIST) return listOf(sql, part, depth);
  if (type.typeId === DuckDBTypeId.STRUCT) {
    const fields = fieldsOf(part).map(({ name, ...field }) => {
      const value = fileValue(`struct_extract(${sql}, ${text(name)})`, field, depth);
      return `${quote(field.column.name)} := ${value}`;
    });
    return unlessNull(sql, `struct_pack(${fields.join(', ')})`);
  }
  // BIGNUMERIC is kept times 10^38 (schema.ts); shifting the digits as text is exact.
  if (column.type === 'BIGNUMERIC') {
    const { scale } = type as DuckDBDecimalType;
    return `(replace(${sql}::VARCHAR, '.', '') || repeat('0', ${38 - scale}))::BIGNUM`;
  }
  if (column.type === 'NUMERIC') return exactNumeric(sql, type as DuckDBDecimalType, column);
  return parseJson.of(`${sql}::VARCHAR`, "'round'");
}

/** An array, or without list inference a record of the group in which the file repeats it. */
function listOf(sql: string, part: Part, depth: number): string {
  const { group, item } = itemOf(part);
  const x = `x${depth}`;
  const value = fileValue(x, item, depth + 1);
  const isWrapped = group !== undefined && group !== item.node;
  const each = isWrapped ? `struct_pack(${quote(item.column.name)} := ${value})` : value;
  const items = `list_transform(${sql}, lambda ${x}: ${each})`;
  if (group === undefined) return `coalesce(${items}, [])`;
  return unlessNull(sql, `struct_pack(${quote(group.name)} := ${items})`);
}

/** Whether DuckDB's own cast says the same: for everything but decimals, JSON and the groups of lists. */
function isCast(part: Part): boolean {
  const { type, column } = part;
  if (type.typeId === DuckDBTypeId.LIST) {
    const { group, item } = itemOf(part);
    return group === undefined && isCast(item);
  }
  if (type.typeId === DuckDBTypeId.STRUCT) return fieldsOf(part).every(isCast);
  if (type.typeId === DuckDBTypeId.DECIMAL)
    return column.type === 'STRING' || (column.type === 'NUMERIC' && (type as DuckDBDecimalType).scale <= 9);
  return column.type !== 'JSON';
}

function itemOf(part: Part): { readonly group: ParquetNode | undefined; readonly item: Part } {
  const { node, column, listInference } = part;
  const { group, element } = listForm(node, listInference);
  const repeated = group === undefined ? column : fieldAt(column, 0);
  const own = group === undefined || group === element ? repeated : fieldAt(repeated, 0);
  const mode = own === repeated ? 'NULLABLE' : own.mode;
  const { valueType } = part.type as DuckDBListType;
  return { group, item: { ...part, type: valueType, node: element, column: { ...own, mode } } };
}

function fieldsOf(part: Part): readonly (Part & { readonly name: string })[] {
  const { entryNames, entryTypes } = part.type as DuckDBStructType;
  return entryNames.map((name, place) => ({
    ...part,
    name,
    type: entryTypes[place] as DuckDBType,
    node: part.node?.children[place],
    column: fieldAt(part.column, place),
  }));
}

function fieldAt(column: Column, place: number): Column {
  const field = column.fields?.[place];
  if (field === undefined) throw new Error(`the column ${column.name} has no field ${place}`);
  return field;
}

function unlessNull(sql: string, value: string): string {
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE ${value} END`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** NUMERIC has 9 digits after the point: more of them fail the load, as the service does not round a file's decimals. */
function exactNumeric(sql: string, { scale }: DuckDBDecimalType, column: Column): string {
  const value = `${sql}::${duckType(column)}`;
  if (scale <= 9) return value;
  const fits = `${sql} IS NULL OR right(${sql}::VARCHAR, ${scale - 9}) = '${'0'.repeat(scale - 9)}'`;
  const message = `'Column ${column.name.replaceAll("'", "''")}: ' || ${sql}::VARCHAR || ' is out of valid NUMERIC range (decimalTargetTypes can name BIGNUMERIC)'`;
  return `CASE WHEN ${fits} THEN ${value} ELSE error(${message}) END`;
}
