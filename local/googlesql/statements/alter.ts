/** ALTER TABLE, ALTER VIEW and ALTER SCHEMA. */

import { type Dataset, physicalName, type Table, typeOfTable, withoutChanges } from '../catalog.ts';
import { duplicate, notFound, SqlError, unsupported } from '../error.ts';
import type { DdlOperation } from '../host.ts';
import { tableName, tableOf } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import type { AlterNode, Path } from '../syntax/statement.ts';
import { quote } from '../types/schema.ts';
import { alteredColumns } from './alter-columns.ts';
import { type Changing, changing, existing } from './catalog-change.ts';
import { OptionReader } from './constant.ts';
import { schemaOptions, schemaRef } from './create-schema.ts';
import { foreignKeyResource, keyColumns } from './keys.ts';
import { materializedSettings } from './materialized.ts';
import { type Effect, statementContext } from './query.ts';
import { withTableOptions } from './table-options.ts';

type Action = AlterNode['actions'][number];

export async function runAlter(statement: StatementOf<'alter'>, execution: Execution): Promise<Effect> {
  if (statement.what === 'SCHEMA') return alterSchema(statement, execution);
  const statementType = TYPES[statement.what];
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = tableOf(statement.path, execution.session.request);
    const effect = (operation: DdlOperation): Effect => ({
      statementType,
      ddl: { operation, table: ref },
      referencedTables: [],
    });
    const table = existing(ref, execution);
    if (table === undefined) {
      if (statement.ifExists) return effect('SKIP');
      throw notFound('Table', `${tableName(ref)} was not found in location ${execution.session.host.location}`);
    }
    if (!matches(typeOfTable(table), statement, table)) {
      throw new SqlError(
        `${tableName(ref)} is not allowed for this operation because it is currently a ${typeOfTable(table)}.`,
        { reason: 'invalid' },
      );
    }
    checkKinds(statement);
    const { history } = execution.session.host;
    if (!execution.dryRun && statement.actions.some(isMove)) await history?.rewriting(to.connection, table);
    let changed = table;
    for (const action of statement.actions) changed = await apply(action, changed, statement, execution, to);
    execution.session.host.rules.checkTable(changed);
    if (execution.dryRun) return effect('ALTER');
    if (table.kind === 'TABLE' && !statement.actions.some(isMove)) {
      await execution.session.host.tables.alter(to.connection, table.ref, table.schema, changed.schema);
    }
    const { now } = execution.session.host;
    if (changed.ref !== table.ref) {
      history?.forget(changed.ref);
      await to.change.dropTable(table.ref);
    }
    await to.change.putTable({ ...changed, modifiedMs: Math.max(now(), table.modifiedMs), version: table.version + 1 });
    return effect('ALTER');
  });
}

const TYPES = {
  TABLE: 'ALTER_TABLE',
  VIEW: 'ALTER_VIEW',
  'MATERIALIZED VIEW': 'ALTER_MATERIALIZED_VIEW',
} as const;

/** The options of a snapshot are set as a table's. */
function matches(type: string, { what, actions }: AlterNode, { kind }: Table): boolean {
  if (kind === 'SNAPSHOT') return what === 'TABLE' && actions.every((action) => action.kind === 'setOptions');
  return type === what.replace(' ', '_');
}

/** Actions that DuckDB's table follows one by one: everything else is a difference of two schemas. */
function isMove(action: Action): boolean {
  return ['dropColumn', 'renameColumn', 'rename'].includes(action.kind);
}

/** DuckDB cannot commit a transaction that alters one table three times, and BigQuery takes one kind of action at once. */
function checkKinds(statement: AlterNode): void {
  const [first, ...more] = statement.actions;
  const other = more.find((action) => action.kind !== first?.kind);
  if (other !== undefined) throw unsupported('different actions in one ALTER', other.at);
  if (first !== undefined && isMove(first) && more.length > 1) {
    throw unsupported('more than two columns dropped or renamed in one ALTER', more[1]?.at);
  }
}

async function apply(
  action: Action,
  table: Table,
  statement: AlterNode,
  execution: Execution,
  to: Changing,
): Promise<Table> {
  const context = statementContext(to.analysis, 'ALTER');
  const read = (options: ConstructorParameters<typeof OptionReader>[0]) =>
    new OptionReader(options, context, to.connection);
  if (action.kind === 'setOptions') return withOptions(table, read(action.options));
  if (table.kind === 'VIEW') throw unsupported(`this action of ALTER ${statement.what}`, action.at);
  switch (action.kind) {
    case 'rename':
      return rename(action, table, execution, to);
    case 'addPrimaryKey':
      if (table.primaryKey !== undefined) throw duplicate(`Primary key of table ${tableName(table.ref)}`);
      return { ...table, primaryKey: keyColumns(action.columns, table.schema) };
    case 'dropPrimaryKey': {
      if (table.primaryKey === undefined && !action.ifExists)
        throw new SqlError(`Table ${tableName(table.ref)} has no primary key`, { position: action.at });
      const { primaryKey: _dropped, ...rest } = withoutChanges(table);
      return rest;
    }
    case 'addForeignKey':
      return withForeignKeys(table, [
        ...foreignKeysOf(table),
        foreignKeyResource(action.key, foreignKeysOf(table).length, execution),
      ]);
    case 'dropConstraint': {
      const kept = foreignKeysOf(table).filter((key) => key.name !== action.name.text);
      if (kept.length === foreignKeysOf(table).length && !action.ifExists) {
        throw new SqlError(`Constraint ${action.name.text} not found`, { position: action.name.at });
      }
      return withForeignKeys(table, kept);
    }
    default:
      return alteredColumns(action, table, {
        read,
        text: execution.text,
        dryRun: execution.dryRun,
        connection: to.connection,
        context,
      });
  }
}

async function withOptions(table: Table, options: OptionReader): Promise<Table> {
  if (table.materialized === undefined)
    return withTableOptions(table, options, table.kind === 'VIEW' ? 'VIEW' : 'TABLE');
  const { enableRefresh, refreshIntervalMs } = await materializedSettings(options);
  const materialized = { ...table.materialized, enableRefresh, refreshIntervalMs };
  return withTableOptions({ ...table, materialized }, options, 'MATERIALIZED VIEW');
}

function foreignKeysOf(table: Table): readonly Readonly<Record<string, unknown>>[] {
  const constraints = table.resource.tableConstraints as
    | { readonly foreignKeys?: readonly Readonly<Record<string, unknown>>[] }
    | undefined;
  return constraints?.foreignKeys ?? [];
}

function withForeignKeys(table: Table, foreignKeys: readonly unknown[]): Table {
  const { tableConstraints: _old, ...resource } = table.resource;
  return {
    ...table,
    resource: foreignKeys.length === 0 ? resource : { ...resource, tableConstraints: { foreignKeys } },
  };
}

async function rename(
  action: Extract<Action, { kind: 'rename' }>,
  table: Table,
  execution: Execution,
  to: Changing,
): Promise<Table> {
  const tableId = action.to.text;
  execution.session.host.rules.checkTableId(tableId);
  const ref = { ...table.ref, tableId };
  if (existing(ref, execution) !== undefined) throw duplicate(`Table ${tableName(ref)}`);
  const twin = execution.session.host.catalog
    .tables(ref)
    .find((other) => other.ref.tableId.toLowerCase() === tableId.toLowerCase());
  if (twin !== undefined)
    throw unsupported(`two tables whose names differ only in case: ${tableName(twin.ref)}`, action.at);
  if (!execution.dryRun) await to.connection.run(`ALTER TABLE ${physicalName(table.ref)} RENAME TO ${quote(tableId)}`);
  return { ...table, ref };
}

async function alterSchema(statement: StatementOf<'alter'>, execution: Execution): Promise<Effect> {
  const { host } = execution.session;
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = schemaRef(statement.path as Path, execution);
    const effect = (operation: DdlOperation): Effect => ({
      statementType: 'ALTER_SCHEMA',
      ddl: { operation, dataset: ref },
      referencedTables: [],
    });
    const dataset = host.catalog.dataset(ref);
    if (dataset === undefined) {
      if (statement.ifExists) return effect('SKIP');
      throw notFound('Dataset', `${ref.projectId}:${ref.datasetId} was not found in location ${host.location}`);
    }
    let resource: Dataset['resource'] = dataset.resource;
    for (const action of statement.actions) {
      if (action.kind !== 'setOptions') throw unsupported('this action of ALTER SCHEMA', action.at);
      const options = new OptionReader(action.options, statementContext(to.analysis, 'ALTER SCHEMA'), to.connection);
      resource = await schemaOptions(options, resource);
    }
    if (!execution.dryRun) await to.change.putDataset({ ...dataset, resource, modifiedMs: host.now() });
    return effect('ALTER');
  });
}
