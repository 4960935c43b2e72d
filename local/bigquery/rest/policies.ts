/** IAM policies of tables: kept and given back, and not enforced. */

import { createHash } from 'node:crypto';
import type { Table } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { requireTable, TableMoved, updateTable } from '../tables/changes.ts';
import { isObject } from '../tables/schema-resource.ts';
import type { Call } from './call.ts';
import type { Surface } from './surface.ts';
import { tableRef } from './tables.ts';

type Json = Readonly<Record<string, unknown>>;

export async function getTablePolicy({ warehouse }: Surface, call: Call): Promise<unknown> {
  return shown(requireTable(warehouse, tableRef(call)));
}

export async function setTablePolicy({ warehouse }: Surface, call: Call): Promise<unknown> {
  const { policy } = call.body;
  if (!isObject(policy)) throw new BigQueryError('required', 'Required parameter is missing: policy');
  const { etag, ...wanted } = checked(policy);
  for (;;) {
    const table = requireTable(warehouse, tableRef(call));
    if (typeof etag === 'string' && etag !== '' && etag !== etagOf(table))
      throw new BigQueryError('conditionNotMet', 'The policy was changed since it was read: its etag is another now.');
    try {
      const changed = { ...table, policy: wanted };
      await updateTable(warehouse, table, changed);
      return shown(changed);
    } catch (error) {
      if (!(error instanceof TableMoved)) throw error;
    }
  }
}

export async function testTablePermissions({ warehouse }: Surface, call: Call): Promise<unknown> {
  requireTable(warehouse, tableRef(call));
  const { permissions } = call.body;
  return Array.isArray(permissions) && permissions.length > 0 ? { permissions } : {};
}

function shown(table: Table): Json {
  return { version: 1, ...table.policy, etag: etagOf(table) };
}

function etagOf({ policy = {} }: Table): string {
  return createHash('sha256').update(JSON.stringify(policy)).digest('base64').slice(0, 12);
}

function checked(policy: Json): Json {
  const { bindings = [] } = policy;
  const isBinding = (binding: unknown): boolean =>
    isObject(binding) && typeof binding.role === 'string' && Array.isArray(binding.members ?? []);
  if (!Array.isArray(bindings) || !bindings.every(isBinding))
    throw new BigQueryError('invalid', 'Invalid value for policy.bindings: a list of roles with members is expected');
  return { ...policy, bindings };
}
