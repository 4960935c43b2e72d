/**
 * The wanted table, read from a schema file: either what `bq show --schema` prints (a list of columns), or an object of the
 * REST API's form with `schema`, `timePartitioning` or `rangePartitioning`, `clustering`, `primaryKey`, `maxStaleness`,
 * `requirePartitionFilter`, `description` and `labels`.
 */

import { fromUnknown, PenstockError } from '../../runtime/errors.ts';
import { isJsonObject } from '../../runtime/json-object.ts';
import { foldName } from '../schema/column-name.ts';
import { type RestField, type RestSchema, schemaFromRest } from '../schema/from-rest.ts';
import type { Field, TableSchema } from '../schema/table-schema.ts';
import { parseMaxStaleness } from './max-staleness.ts';

export const PARTITION_TYPES = ['HOUR', 'DAY', 'MONTH', 'YEAR'] as const;

export interface TimePartitioning {
  readonly type: (typeof PARTITION_TYPES)[number];
  /** Absent: partitioned by arrival. */
  readonly field?: string;
  readonly expirationMs?: number;
}

export interface RangePartitioning {
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly interval: number;
}

export interface TableSpec {
  readonly schema: TableSchema;
  readonly timePartitioning?: TimePartitioning;
  readonly rangePartitioning?: RangePartitioning;
  readonly clustering?: readonly string[];
  readonly primaryKey?: readonly string[];
  /** An INTERVAL as the REST API writes it: `0-0 0 0:15:0`. */
  readonly maxStaleness?: string;
  readonly requirePartitionFilter?: boolean;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;
type Complain = (what: string) => void;

const KEYS = [
  'schema',
  'fields',
  'timePartitioning',
  'rangePartitioning',
  'clustering',
  'primaryKey',
  'maxStaleness',
  'requirePartitionFilter',
  'description',
  'labels',
];
/** The keys of a column that reach the table. Any other key is refused, because it (policy tags above all) would silently be left out. */
const COLUMN_KEYS = [
  'name',
  'type',
  'mode',
  'fields',
  'description',
  'maxLength',
  'precision',
  'scale',
  'defaultValueExpression',
  'timestampPrecision',
  'rangeElementType',
];
/** BigQuery's own limits. */
const MOST_CLUSTERING = 4;
const MOST_KEY = 16;

/** Throws CONFIG_INVALID with every complaint at once. */
export function parseTableSpec(text: string): TableSpec {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new PenstockError('CONFIG_INVALID', `the schema file is not JSON: ${fromUnknown(error).message}`);
  }
  if (Array.isArray(json)) return tableSpec({ schema: json });
  if (!isJsonObject(json)) throw new PenstockError('CONFIG_INVALID', 'a schema file is a list of columns or an object');
  return tableSpec(json);
}

function tableSpec(json: Json): TableSpec {
  const complaints: string[] = [];
  const complain: Complain = (what) => void complaints.push(what);
  for (const key of Object.keys(json)) if (!KEYS.includes(key)) complain(`${key} is not known here`);
  const rest = (json.schema ?? json.fields ?? []) as RestSchema | RestField[];
  const schema = schemaFromRest(rest);
  knownKeys(Array.isArray(rest) ? rest : (rest as RestSchema).fields, '', complain);
  const spec: TableSpec = {
    schema,
    ...optional('timePartitioning', timePartitioning(json.timePartitioning, schema, complain)),
    ...optional('rangePartitioning', rangePartitioning(json.rangePartitioning, schema, complain)),
    ...optional('clustering', columns('clustering', json.clustering, schema, MOST_CLUSTERING, complain)),
    ...optional('primaryKey', columns('primaryKey', json.primaryKey, schema, MOST_KEY, complain)),
    ...optional('maxStaleness', maxStaleness(json.maxStaleness, complain)),
    ...optional('requirePartitionFilter', typed('requirePartitionFilter', json, 'boolean', complain)),
    ...optional('description', typed('description', json, 'string', complain)),
    ...optional('labels', labels(json.labels, complain)),
  };
  if (spec.timePartitioning && spec.rangePartitioning) complain('a table is partitioned by time or by range, not both');
  if (complaints.length > 0) throw new PenstockError('CONFIG_INVALID', `schema file: ${complaints.join('; ')}`);
  return spec;
}

function knownKeys(columns: readonly RestField[] | null | undefined, parent: string, complain: Complain): void {
  for (const column of columns ?? []) {
    const path = `${parent}${column.name}`;
    for (const key of Object.keys(column)) {
      if (!COLUMN_KEYS.includes(key)) complain(`${key} of column ${path} is not known here`);
    }
    knownKeys(column.fields, `${path}.`, complain);
  }
}

function timePartitioning(value: unknown, schema: TableSchema, complain: Complain): TimePartitioning | undefined {
  if (value === undefined) return undefined;
  const { type: wanted, field: name, expirationMs } = isJsonObject(value) ? value : {};
  const type = PARTITION_TYPES.find((known) => known === wanted);
  if (type === undefined) complain(`timePartitioning.type is one of ${PARTITION_TYPES.join(', ')}`);
  if (name !== undefined) {
    const column = columnNamed(schema, name);
    const byTime = column?.type === 'DATE' || column?.type === 'TIMESTAMP' || column?.type === 'DATETIME';
    if (!byTime) complain(`timePartitioning.field ${String(name)} is no DATE, TIMESTAMP or DATETIME column`);
  }
  const expires = expirationMs === undefined ? undefined : Number(expirationMs);
  if (expires !== undefined && !(expires > 0)) complain('timePartitioning.expirationMs is a number above 0');
  return {
    type: type ?? 'DAY',
    ...optional('field', name === undefined ? undefined : String(name)),
    ...optional('expirationMs', expires),
  };
}

function rangePartitioning(value: unknown, schema: TableSchema, complain: Complain): RangePartitioning | undefined {
  if (value === undefined) return undefined;
  const { field, range } = isJsonObject(value) ? value : {};
  const limits = isJsonObject(range) ? range : {};
  const [start, end, interval] = [Number(limits.start), Number(limits.end), Number(limits.interval)];
  if (columnNamed(schema, field)?.type !== 'INT64')
    complain(`rangePartitioning.field ${String(field)} is no INT64 column`);
  if (!(start < end && interval > 0)) complain('rangePartitioning.range needs start below end and an interval above 0');
  return { field: String(field), start, end, interval };
}

function columns(
  key: string,
  value: unknown,
  schema: TableSchema,
  most: number,
  complain: Complain,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list = isJsonObject(value) ? (value.fields ?? value.columns) : value;
  if (!Array.isArray(list) || list.length === 0 || list.length > most) {
    complain(`${key} is a list of 1 to ${most} columns`);
    return undefined;
  }
  for (const name of list) {
    const column = columnNamed(schema, name);
    if (column === undefined) complain(`${key} names no column: ${String(name)}`);
    else if (column.mode === 'REPEATED' || column.type === 'STRUCT') complain(`${key} cannot hold ${column.name}`);
  }
  return list.map(String);
}

function maxStaleness(value: unknown, complain: Complain): string | undefined {
  if (value === undefined) return undefined;
  const interval = typeof value === 'string' ? parseMaxStaleness(value) : undefined;
  if (interval === undefined)
    complain(`maxStaleness is like "15 MINUTE" or "0-0 0 0:15:0", found ${JSON.stringify(value)}`);
  return interval;
}

function labels(value: unknown, complain: Complain): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return undefined;
  const all = isJsonObject(value) ? Object.entries(value) : [];
  if (!isJsonObject(value) || all.some(([, label]) => typeof label !== 'string'))
    complain('labels is an object of text');
  return Object.fromEntries(all.map(([key, label]) => [key, String(label)]));
}

function typed<T extends 'boolean' | 'string'>(
  key: string,
  json: Json,
  type: T,
  complain: Complain,
): (T extends 'boolean' ? boolean : string) | undefined {
  const value = json[key];
  if (value === undefined) return undefined;
  if (typeof value !== type) complain(`${key} is a ${type}`);
  return value as T extends 'boolean' ? boolean : string;
}

function columnNamed({ fields }: TableSchema, name: unknown): Field | undefined {
  return fields.find((field) => foldName(field.name) === foldName(String(name)));
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [k in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [k in K]?: V };
}
