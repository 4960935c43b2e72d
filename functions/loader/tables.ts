/** The few requests about tables that a load needs: the destination's shape, temporary tables, new columns. */

import { type RestClient, restPath } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { type TableName, tableReference } from '@penstock/shared/bigquery/table-name.ts';
import { retry } from '@penstock/shared/runtime/retry.ts';
import { gone, lost } from './not-there.ts';

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly Field[];
}

/** The parts of REST's table resource that are read. */
export interface TableShape {
  readonly schema?: { readonly fields?: readonly Field[] };
  readonly timePartitioning?: unknown;
  readonly rangePartitioning?: unknown;
  readonly clustering?: unknown;
  readonly type?: string;
}

function pathOf({ projectId, datasetId, tableId }: TableName): string {
  return restPath(projectId, 'datasets', datasetId, 'tables', tableId);
}

/** Undefined where there is no such table. */
export async function tableShape(rest: RestClient, table: TableName): Promise<TableShape | undefined> {
  return retry(() => rest.request<TableShape>({ method: 'GET', path: pathOf(table) }), SHORT).catch(gone);
}

/** Makes the table unless it is there. */
export async function createTable(
  rest: RestClient,
  table: TableName,
  resource: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = restPath(table.projectId, 'datasets', table.datasetId, 'tables');
  const body = JSON.stringify({ tableReference: tableReference(table), ...resource });
  await retry(() => rest.request({ method: 'POST', path, body }), SHORT).catch(lost);
}

export async function patchTable(
  rest: RestClient,
  table: TableName,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  await retry(() => rest.request({ method: 'PATCH', path: pathOf(table), body: JSON.stringify(change) }), SHORT);
}

/** One that is gone already counts as dropped. */
export async function dropTable(rest: RestClient, table: TableName): Promise<void> {
  await retry(() => rest.request({ method: 'DELETE', path: pathOf(table) }), SHORT).catch(gone);
}

/** The next event or sweep tries again, so a step does not insist. */
export const SHORT = { policy: { budgetMs: 5_000 } } as const;

/** The columns of all, in the order they come first; one that is NULLABLE anywhere is NULLABLE. */
export function unionOf(schemas: readonly (readonly Field[])[]): readonly Field[] {
  const union = new Map<string, Field>();
  for (const field of schemas.flat()) {
    const key = field.name.toLowerCase();
    const known = union.get(key);
    union.set(key, known === undefined ? field : joined(known, field));
  }
  return [...union.values()];
}

function joined(known: Field, other: Field): Field {
  const relaxed = known.mode === 'REQUIRED' && other.mode !== 'REQUIRED' ? { mode: 'NULLABLE' } : {};
  const fields = known.fields === undefined ? {} : { fields: unionOf([known.fields, other.fields ?? []]) };
  return { ...known, ...relaxed, ...fields };
}

/** Whether two lists have the same columns and modes. */
export function sameFields(one: readonly Field[], other: readonly Field[]): boolean {
  const shape = (fields: readonly Field[]): unknown =>
    fields.map(({ name, type, mode = 'NULLABLE', fields: inner = [] }) => [
      name.toLowerCase(),
      type,
      mode,
      shape(inner),
    ]);
  return JSON.stringify(shape(one)) === JSON.stringify(shape(other));
}
