/** Routines that outlive their script: functions, table functions and procedures, in one namespace of their dataset. */

import { duplicate, invalid, notFound } from '../error.ts';
import type { DdlOperation, StatementType } from '../host.ts';
import { datasetOf, flattenPath } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import { parseScript } from '../syntax/script.ts';
import type { Path, StatementNode } from '../syntax/statement.ts';
import { changing, requireDataset } from './catalog-change.ts';
import type { Effect } from './query.ts';

type Kind = 'createFunction' | 'createTableFunction' | 'createProcedure';

const WORDS: Readonly<Record<Kind, string>> = {
  createFunction: 'FUNCTION',
  createTableFunction: 'TABLE_FUNCTION',
  createProcedure: 'PROCEDURE',
};

/** Keeps the statement's own text, from which each use parses the routine again. */
export async function createRoutine(statement: StatementOf<Kind>, execution: Execution): Promise<Effect> {
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = routineRef(statement.path, execution);
    requireDataset(ref, execution);
    const { catalog, now } = execution.session.host;
    const effect = effectOf('CREATE', statement.kind, ref);
    const old = catalog.routine(ref, ref.routineId);
    if (old !== undefined && statement.ifNotExists) return effect('SKIP');
    if (old !== undefined && !statement.orReplace) throw duplicate(`Routine ${nameOf(ref)}`);
    if (!execution.dryRun) {
      const definition = execution.text.slice(statement.span.start, statement.span.end);
      await to.change.putRoutine({ ref, definition, createdMs: now() });
    }
    return effect(old === undefined ? 'CREATE' : 'REPLACE');
  });
}

const DROPPED: Readonly<Record<string, Kind>> = {
  FUNCTION: 'createFunction',
  'TABLE FUNCTION': 'createTableFunction',
  PROCEDURE: 'createProcedure',
};

export async function dropRoutine(statement: StatementOf<'drop'>, execution: Execution): Promise<Effect> {
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = routineRef(statement.path, execution);
    const kind = DROPPED[statement.what] ?? 'createFunction';
    const effect = effectOf('DROP', kind, ref);
    if (findRoutine(ref, kind, execution) === undefined) {
      if (statement.ifExists) return effect('SKIP');
      throw notFound('Routine', nameOf(ref));
    }
    if (!execution.dryRun) await to.change.dropRoutine(ref, ref.routineId);
    return effect('DROP');
  });
}

/** The procedure that CALL names, with the text that its positions count in. */
export function procedureOf(statement: StatementOf<'call'>, execution: Execution) {
  const ref = routineRef(statement.path, execution);
  const found = findRoutine(ref, 'createProcedure', execution);
  if (found?.statement.kind !== 'createProcedure') throw notFound('Routine', nameOf(ref));
  return { procedure: found.statement, text: found.text, name: nameOf(ref) };
}

type Ref = ReturnType<typeof routineRef>;

function findRoutine(
  ref: Ref,
  kind: Kind,
  execution: Execution,
): { readonly statement: StatementNode; readonly text: string } | undefined {
  const text = execution.session.host.catalog.routine(ref, ref.routineId)?.definition;
  const [statement] = text === undefined ? [] : parseScript(text);
  return text === undefined || statement?.kind !== kind ? undefined : { statement, text };
}

function effectOf(word: 'CREATE' | 'DROP', kind: Kind, ref: Ref) {
  const statementType = `${word}_${WORDS[kind]}` as StatementType;
  return (operation: DdlOperation): Effect => ({
    statementType,
    ddl: { operation, routine: ref },
    referencedTables: [],
  });
}

function nameOf({ projectId, datasetId, routineId }: Ref): string {
  return `${projectId}:${datasetId}.${routineId}`;
}

function routineRef(path: Path, execution: Execution) {
  const parts = flattenPath(path);
  const routineId = parts.at(-1) ?? '';
  const { request } = execution.session;
  const dataset = parts.length > 1 ? datasetOf(parts.slice(0, -1), request) : request.defaultDataset;
  if (dataset === undefined || parts.length > 3) {
    throw invalid(
      `Function name "${parts.join('.')}" must be qualified with a dataset (e.g. dataset.function)`,
      path[0]?.at,
    );
  }
  return { ...dataset, routineId };
}
