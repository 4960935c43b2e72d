/** The common part of load, copy and query configurations: destinations, dispositions and the table they describe. */

import type { TableRef } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { splitDecorator, splitMoment } from '../names.ts';
import type { CreateDisposition, Destination, WriteDisposition } from '../tables/publish.ts';
import { isObject } from '../tables/schema-resource.ts';
import { settingsFromResource } from '../tables/settings.ts';
import type { Warehouse } from '../warehouse.ts';

export type Json = Readonly<Record<string, unknown>>;

const WRITE: readonly WriteDisposition[] = ['WRITE_EMPTY', 'WRITE_APPEND', 'WRITE_TRUNCATE', 'WRITE_TRUNCATE_DATA'];
const CREATE: readonly CreateDisposition[] = ['CREATE_IF_NEEDED', 'CREATE_NEVER'];
const UPDATES = ['ALLOW_FIELD_ADDITION', 'ALLOW_FIELD_RELAXATION'];

export function tableRefFrom(
  value: unknown,
  projectId: string,
  what: string,
): TableRef & { readonly decorator?: string } {
  if (!isObject(value) || typeof value.datasetId !== 'string' || typeof value.tableId !== 'string') {
    throw new BigQueryError('required', `Required parameter is missing: ${what}`);
  }
  const split = splitDecorator(value.tableId);
  return {
    projectId: typeof value.projectId === 'string' && value.projectId !== '' ? value.projectId : projectId,
    datasetId: value.datasetId,
    ...split,
  };
}

/** The source of a copy job, which may name a moment behind `@`. */
export function sourceFrom(
  value: unknown,
  projectId: string,
  what: string,
  nowMs: number,
): TableRef & { readonly decorator?: string; readonly ms?: number } {
  if (!isObject(value) || typeof value.tableId !== 'string') return tableRefFrom(value, projectId, what);
  const { tableId, ms } = splitMoment(value.tableId, nowMs);
  return { ...tableRefFrom({ ...value, tableId }, projectId, what), ...(ms !== undefined && { ms }) };
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T, what: string): T {
  if (value === undefined || value === null || value === '') return otherwise;
  const found = allowed.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new BigQueryError('invalid', `Invalid value for ${what}: ${String(value)} is not a valid value`);
}

/** The configuration's destination, checked. `write` is the disposition where none is given. */
export function destinationFrom(
  warehouse: Warehouse,
  configuration: Json,
  projectId: string,
  write: WriteDisposition,
  what: string,
): Destination {
  const { decorator, ...ref } = tableRefFrom(configuration.destinationTable, projectId, `${what}.destinationTable`);
  const disposition = oneOf(configuration.writeDisposition, WRITE, write, 'writeDisposition');
  const updates = updateOptionsFrom(configuration.schemaUpdateOptions);
  if (
    updates.length > 0 &&
    disposition !== 'WRITE_APPEND' &&
    disposition !== 'WRITE_TRUNCATE_DATA' &&
    !(disposition === 'WRITE_TRUNCATE' && decorator !== undefined)
  ) {
    throw new BigQueryError(
      'invalid',
      'Schema update options should only be specified with WRITE_APPEND disposition, or with WRITE_TRUNCATE disposition on a table partition.',
    );
  }
  const { timePartitioning, rangePartitioning, clustering } = configuration;
  const properties = isObject(configuration.destinationTableProperties) ? configuration.destinationTableProperties : {};
  return {
    ref,
    ...(decorator !== undefined && { decorator }),
    write: disposition,
    create: oneOf(configuration.createDisposition, CREATE, 'CREATE_IF_NEEDED', 'createDisposition'),
    allowAddition: updates.includes('ALLOW_FIELD_ADDITION'),
    allowRelaxation: updates.includes('ALLOW_FIELD_RELAXATION'),
    settings: settingsFromResource(
      {
        ...properties,
        ...(timePartitioning !== undefined && { timePartitioning }),
        ...(rangePartitioning !== undefined && { rangePartitioning }),
        ...(clustering !== undefined && { clustering }),
      },
      warehouse.limits,
    ),
  };
}

function updateOptionsFrom(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw new BigQueryError('invalid', 'Invalid value for schemaUpdateOptions: a list is expected');
  for (const option of value) {
    if (!UPDATES.includes(option))
      throw new BigQueryError(
        'invalid',
        `Invalid value for schemaUpdateOptions: ${String(option)} is not a valid value`,
      );
  }
  return value as string[];
}

export function flag(value: unknown, what: string, otherwise = false): boolean {
  if (value === undefined || value === null) return otherwise;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new BigQueryError('invalid', `Invalid value for ${what}: ${String(value)} is not a boolean`);
}

export function count(value: unknown, what: string, otherwise: number): number {
  if (value === undefined || value === null || value === '') return otherwise;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new BigQueryError('invalid', `Invalid value for ${what}: ${String(value)}`);
}
