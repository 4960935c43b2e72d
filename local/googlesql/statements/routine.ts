/** Routines that outlive their script: functions, table functions and procedures, in one namespace of their dataset. */

import type { RoutineRef } from '../catalog.ts';
import { nullOf } from '../emit/text.ts';
import { duplicate, invalid, notFound } from '../error.ts';
import type { DdlOperation, StatementType } from '../host.ts';
import type { Expression } from '../library/signature.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import { flattenPath, routineOf } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import { parseScript } from '../syntax/script.ts';
import type { Path, ProcedureParameter, StatementNode } from '../syntax/statement.ts';
import { INT64 } from '../types/type-text.ts';
import { changing, requireDataset } from './catalog-change.ts';
import type { Effect } from './query.ts';

type Kind = 'createFunction' | 'createTableFunction' | 'createProcedure';

const WORDS: Readonly<Record<Kind, string>> = {
  createFunction: 'FUNCTION',
  createTableFunction: 'TABLE_FUNCTION',
  createProcedure: 'PROCEDURE',
};

/** The parameters' values while the body is checked: a NULL of each type, and of INT64 where any type may come. */
export function parameterNulls(
  declared: readonly Pick<ProcedureParameter, 'name' | 'type'>[],
): ReadonlyMap<string, Expression> {
  const parameters = new Map<string, Expression>();
  for (const { name, type } of declared) {
    const key = name.text.toLowerCase();
    if (parameters.has(key)) throw invalid(`Duplicate parameter name ${name.text}`, name.at);
    const resolved = type === undefined ? INT64 : typeOf(type, { parameters: 'refused' });
    parameters.set(key, nullOf(resolved));
  }
  return parameters;
}

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

function findRoutine(
  ref: RoutineRef,
  kind: Kind,
  execution: Execution,
): { readonly statement: StatementNode; readonly text: string } | undefined {
  const text = execution.session.host.catalog.routine(ref, ref.routineId)?.definition;
  const [statement] = text === undefined ? [] : parseScript(text);
  return text === undefined || statement?.kind !== kind ? undefined : { statement, text };
}

function effectOf(word: 'CREATE' | 'DROP', kind: Kind, ref: RoutineRef) {
  const statementType = `${word}_${WORDS[kind]}` as StatementType;
  return (operation: DdlOperation): Effect => ({
    statementType,
    ddl: { operation, routine: ref },
    referencedTables: [],
  });
}

function nameOf({ projectId, datasetId, routineId }: RoutineRef): string {
  return `${projectId}:${datasetId}.${routineId}`;
}

function routineRef(path: Path, { session }: Execution): RoutineRef {
  const parts = flattenPath(path);
  const ref = routineOf(parts, session.request);
  if (ref === undefined || parts.length > 3) {
    throw invalid(
      `Function name "${parts.join('.')}" must be qualified with a dataset (e.g. dataset.function)`,
      path[0]?.at,
    );
  }
  return ref;
}
