/** LOAD DATA into a temporary table: the files are read as an external table, whose rows are the table's. */

import { unsupported } from '../error.ts';
import { Analysis } from '../resolve/context.ts';
import { temporaryName } from '../resolve/relations/path.ts';
import { type Execution, type StatementOf, withExternals } from '../run/runner.ts';
import type { QueryNode } from '../syntax/ast.ts';
import { OptionReader } from './constant.ts';
import { runInsert } from './insert.ts';
import { filesOf } from './load-files.ts';
import { type Effect, statementContext } from './query.ts';
import { createTemporaryTable } from './temporary.ts';

/** The name of the files in the statement that reads them. */
const FILES = '_load_data_files';

export async function loadTemporary(statement: StatementOf<'loadData'>, execution: Execution): Promise<Effect> {
  const { session, runner } = execution;
  const { overwrite, path, at, span, end } = statement;
  const known = session.temporaryTables.get(temporaryName(path) ?? '');
  const appends = known !== undefined && !overwrite;
  const configuration = await withExternals(execution, () =>
    runner.read(async (connection) => {
      const context = statementContext(new Analysis(session), 'LOAD DATA');
      const read = (options: typeof statement.options) => new OptionReader(options, context, connection);
      const { columns, csv, common } = await filesOf(statement, read, execution);
      const schema = columns ?? (appends ? known.schema : undefined);
      return {
        ...common,
        ...(common.sourceFormat === 'CSV' ? { csvOptions: csv } : {}),
        ...(schema === undefined ? { autodetect: true } : { schema: session.host.rules.externalSchema(schema) }),
      };
    }),
  );
  const externalTables = new Map([...(session.request.externalTables ?? []), [FILES, configuration]]);
  const reading = { ...execution, session: { ...session, request: { ...session.request, externalTables } } };
  const place = { at, span, end };
  const { referencedTables } = appends
    ? await runInsert({ kind: 'insert', ...place, target: path, query: everyRow(statement) }, reading)
    : await createTemporaryTable(creation(statement), reading);
  return { statementType: 'LOAD_DATA', referencedTables };
}

function creation(statement: StatementOf<'loadData'>): StatementOf<'createTable'> {
  const { path, columns, partitionBy, clusterBy, options, overwrite, at, span, end, partitionColumns } = statement;
  if (partitionColumns !== undefined && columns !== undefined)
    throw unsupported('WITH PARTITION COLUMNS beside a column list, into a temporary table', at);
  return {
    kind: 'createTable',
    ...{ at, span, end, path, orReplace: overwrite, ifNotExists: false, temporary: true, external: false },
    foreignKeys: [],
    query: everyRow(statement),
    ...(columns === undefined ? {} : { columns }),
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(clusterBy === undefined ? {} : { clusterBy }),
    ...(options === undefined ? {} : { options }),
  };
}

/** `SELECT * FROM` the files. */
function everyRow({ at, span }: StatementOf<'loadData'>): QueryNode {
  return {
    ...{ at, span, recursive: false, with: [], orderBy: [] },
    body: {
      kind: 'select',
      ...{ at, distinct: false, windows: [] },
      items: [{ kind: 'star', at, except: [], replace: [] }],
      from: { kind: 'table', at, path: [{ text: FILES, at }] },
    },
  };
}
