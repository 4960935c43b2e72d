/** Routines: list, get, delete. CREATE FUNCTION and its kind make them. */

import {
  describeRoutine,
  type RoutineArgument,
  type RoutineColumn,
} from '../../googlesql/statements/describe-routine.ts';
import type { SqlType } from '../../googlesql/types/type.ts';
import type { Routine } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { datasetName } from '../names.ts';
import { changing, requireDataset } from '../tables/changes.ts';
import { type Call, paged } from './call.ts';
import { datasetRef } from './datasets.ts';
import type { Surface } from './surface.ts';

type Json = Readonly<Record<string, unknown>>;

export async function listRoutines({ warehouse }: Surface, call: Call): Promise<unknown> {
  const ref = datasetRef(call);
  requireDataset(warehouse, ref);
  const { page, next } = paged(call, warehouse.catalog.routines(ref));
  return { ...next, ...(page.length > 0 && { routines: page.map(listEntry) }) };
}

export async function getRoutine(surface: Surface, call: Call): Promise<unknown> {
  return routineToResource(requireRoutine(surface, call));
}

export async function deleteRoutine(surface: Surface, call: Call): Promise<undefined> {
  await changing(surface.warehouse, async (_connection, change) => {
    const { ref } = requireRoutine(surface, call);
    await change.dropRoutine(ref, ref.routineId);
  });
}

function requireRoutine({ warehouse }: Surface, call: Call): Routine {
  const ref = datasetRef(call);
  requireDataset(warehouse, ref);
  const routineId = call.params.routineId ?? '';
  const routine = warehouse.catalog.routine(ref, routineId);
  if (routine === undefined) throw new BigQueryError('notFound', `Not found: Routine ${datasetName(ref)}.${routineId}`);
  return routine;
}

/** routines.list: "only the fields etag, projectId, datasetId, routineId, routineType, creationTime, lastModifiedTime and language". */
function listEntry(routine: Routine): Json {
  const { arguments: _arguments, returnType, returnTableType, definitionBody, ...entry } = routineToResource(routine);
  return entry;
}

function routineToResource({ ref, definition, createdMs }: Routine): Json {
  const { kind, language, arguments: declared, returns, returnsTable, body } = describeRoutine(definition);
  return {
    etag: String(createdMs),
    routineReference: ref,
    routineType: kind,
    creationTime: String(createdMs),
    lastModifiedTime: String(createdMs),
    language,
    ...(declared.length > 0 && { arguments: declared.map(argumentToResource) }),
    ...(returns !== undefined && { returnType: dataType(returns) }),
    ...(returnsTable !== undefined && { returnTableType: tableType(returnsTable) }),
    definitionBody: body,
  };
}

function argumentToResource({ name, mode, type, table }: RoutineArgument): Json {
  if (table !== undefined) return { name, argumentKind: 'FIXED_TABLE', tableType: tableType(table) };
  return {
    name,
    ...(mode !== undefined && { mode }),
    ...(type === undefined ? { argumentKind: 'ANY_TYPE' } : { dataType: dataType(type) }),
  };
}

/** A StandardSqlTableType. */
function tableType(columns: readonly RoutineColumn[]): Json {
  return { columns: columns.map(({ name, type }) => ({ name, type: dataType(type) })) };
}

/** A StandardSqlDataType. */
function dataType(type: SqlType): Json {
  switch (type.kind) {
    case 'ARRAY':
      return { typeKind: 'ARRAY', arrayElementType: dataType(type.element) };
    case 'RANGE':
      return { typeKind: 'RANGE', rangeElementType: dataType(type.element) };
    case 'STRUCT': {
      const fields = type.fields.map(({ name, type: field }) => ({
        ...(name !== undefined && { name }),
        type: dataType(field),
      }));
      return { typeKind: 'STRUCT', structType: { fields } };
    }
    default:
      return { typeKind: type.kind };
  }
}
