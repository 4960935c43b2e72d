/** Tables as the DDL that would make them, for INFORMATION_SCHEMA. */

import type { Table } from '../../catalog.ts';
import type { Column } from '../../types/schema.ts';
import { typeName, typeOfColumn } from '../../types/type-text.ts';

const DAY_MS = 86_400_000;

/** A column's type as the view writes it, its parameters included. */
export function declaredType(column: Column): string {
  const plain = typeName(typeOfColumn(column));
  if (column.maxLength !== undefined) return plain.replace(column.type, `${column.type}(${column.maxLength})`);
  if (column.precision === undefined) return plain;
  const scale = column.scale === undefined ? '' : `, ${column.scale}`;
  return plain.replace(column.type, `${column.type}(${column.precision}${scale})`);
}

/** A FLOAT64 as a literal: `3.0`. */
export function days(ms: number): string {
  const value = ms / DAY_MS;
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

export type Option = readonly [name: string, type: string, value: string];

const quoted = (value: unknown) => JSON.stringify(String(value));

/** The options that tables and datasets share. */
export function describedOptions({ description, friendlyName, labels }: Table['resource']): readonly Option[] {
  const pairs = Object.entries((labels ?? {}) as Record<string, string>).map(
    ([key, value]) => `STRUCT(${quoted(key)}, ${quoted(value)})`,
  );
  return [
    ...(description === undefined ? [] : [['description', 'STRING', quoted(description)] as const]),
    ...(friendlyName === undefined ? [] : [['friendly_name', 'STRING', quoted(friendlyName)] as const]),
    ...(pairs.length === 0 ? [] : [['labels', 'ARRAY<STRUCT<STRING, STRING>>', `[${pairs.join(', ')}]`] as const]),
  ];
}

/** OPTIONS of a table as GoogleSQL literals. */
export function optionsOf(table: Table): readonly Option[] {
  const { requirePartitionFilter } = table.resource;
  return [
    ...describedOptions(table.resource),
    ...(table.timePartitioning?.expirationMs === undefined
      ? []
      : [['partition_expiration_days', 'FLOAT64', days(table.timePartitioning.expirationMs)] as const]),
    ...(table.expirationMs === undefined
      ? []
      : [
          [
            'expiration_timestamp',
            'TIMESTAMP',
            `TIMESTAMP ${quoted(new Date(table.expirationMs).toISOString())}`,
          ] as const,
        ]),
    ...(requirePartitionFilter === undefined
      ? []
      : [['require_partition_filter', 'BOOL', String(requirePartitionFilter)] as const]),
    ...(table.maxStaleness === undefined
      ? []
      : [['max_staleness', 'INTERVAL', `INTERVAL ${quoted(table.maxStaleness)} YEAR TO SECOND`] as const]),
  ];
}

/** The statement that makes the table, view or external table. */
export function ddlOf(table: Table): string {
  const { projectId, datasetId, tableId } = table.ref;
  const name = `\`${projectId}.${datasetId}.${tableId}\``;
  const options = listed(
    'OPTIONS',
    optionsOf(table).map(([option, , value]) => `${option}=${value}`),
  );
  const view = table.materialized === undefined ? 'VIEW' : 'MATERIALIZED VIEW';
  if (table.kind === 'VIEW')
    return `${[`CREATE ${view} ${name}`, ...options, `AS ${table.viewQuery ?? ''}`].join('\n')};`;
  const columns = table.schema.map(columnText);
  if (table.primaryKey !== undefined) columns.push(`PRIMARY KEY (${table.primaryKey.join(', ')}) NOT ENFORCED`);
  const kind = table.kind === 'TABLE' ? 'TABLE' : `${table.kind} TABLE`;
  const parts = [
    `CREATE ${kind} ${name}`,
    `(\n  ${columns.join(',\n  ')}\n)`,
    ...partitionText(table),
    ...(table.clustering === undefined ? [] : [`CLUSTER BY ${table.clustering.join(', ')}`]),
    ...options,
  ];
  return `${parts.join('\n')};`;
}

function listed(word: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${word}(\n  ${entries.join(',\n  ')}\n)`];
}

function columnText(column: Column): string {
  const parts = [column.name, declaredType(column)];
  if (column.mode === 'REQUIRED') parts.push('NOT NULL');
  if (column.defaultValueExpression !== undefined) parts.push(`DEFAULT ${column.defaultValueExpression}`);
  if (column.description !== undefined) parts.push(`OPTIONS(description=${JSON.stringify(column.description)})`);
  return parts.join(' ');
}

function partitionText({ timePartitioning, rangePartitioning, schema }: Table): readonly string[] {
  if (rangePartitioning !== undefined) {
    const { field, start, end, interval } = rangePartitioning;
    return [`PARTITION BY RANGE_BUCKET(${field}, GENERATE_ARRAY(${start}, ${end}, ${interval}))`];
  }
  if (timePartitioning === undefined) return [];
  const { field, type } = timePartitioning;
  if (field === undefined)
    return [`PARTITION BY ${type === 'DAY' ? 'DATE(_PARTITIONTIME)' : `TIMESTAMP_TRUNC(_PARTITIONTIME, ${type})`}`];
  const column = schema.find(({ name }) => name.toLowerCase() === field.toLowerCase());
  if (type === 'DAY') return [`PARTITION BY ${column?.type === 'DATE' ? field : `DATE(${field})`}`];
  return [`PARTITION BY ${column?.type ?? 'TIMESTAMP'}_TRUNC(${field}, ${type})`];
}
