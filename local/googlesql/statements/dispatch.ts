/** Dispatches each statement to the function that runs it. */

import type { Execution } from '../run/runner.ts';
import type { StatementNode } from '../syntax/statement.ts';
import { runAlter } from './alter.ts';
import { runAssert } from './assert.ts';
import { createExternalTable } from './create-external.ts';
import { runCreateFunction } from './create-function.ts';
import { runCreateProcedure } from './create-procedure.ts';
import { runCreateSchema } from './create-schema.ts';
import { runCreateTable } from './create-table.ts';
import { runCreateTableFunction } from './create-table-function.ts';
import { runCreateView } from './create-view.ts';
import { runDelete, runTruncate } from './delete.ts';
import { runDrop } from './drop.ts';
import { runExportData } from './export-data.ts';
import { runInsert } from './insert.ts';
import { runLoadData } from './load-data.ts';
import { runMerge } from './merge.ts';
import { runPrivileges } from './privileges.ts';
import { type Effect, runQuery } from './query.ts';
import { createTemporaryTable } from './temporary.ts';
import { runUpdate } from './update.ts';

export async function runStatement(statement: StatementNode, execution: Execution): Promise<Effect> {
  switch (statement.kind) {
    case 'query':
      return runQuery(statement, execution);
    case 'insert':
      return runInsert(statement, execution);
    case 'update':
      return runUpdate(statement, execution);
    case 'delete':
      return runDelete(statement, execution);
    case 'truncate':
      return runTruncate(statement, execution);
    case 'merge':
      return runMerge(statement, execution);
    case 'createTable':
      if (statement.external) return createExternalTable(statement, execution);
      return (statement.temporary ? createTemporaryTable : runCreateTable)(statement, execution);
    case 'createView':
      return runCreateView(statement, execution);
    case 'createSchema':
      return runCreateSchema(statement, execution);
    case 'createFunction':
      return runCreateFunction(statement, execution);
    case 'createTableFunction':
      return runCreateTableFunction(statement, execution);
    case 'createProcedure':
      return runCreateProcedure(statement, execution);
    case 'alter':
      return runAlter(statement, execution);
    case 'drop':
      return runDrop(statement, execution);
    case 'exportData':
      return runExportData(statement, execution);
    case 'loadData':
      return runLoadData(statement, execution);
    case 'privileges':
      return runPrivileges(statement, execution);
    case 'assert':
      return runAssert(statement, execution);
    default:
      throw new Error(`${statement.kind} is run by the script itself`);
  }
}
