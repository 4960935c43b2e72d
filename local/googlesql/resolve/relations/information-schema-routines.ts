/** INFORMATION_SCHEMA.ROUTINES and PARAMETERS. */

import { describeRoutine, type RoutineArgument, type RoutineParts } from '../../statements/describe-routine.ts';
import { parseScript } from '../../syntax/script.ts';
import { INT64, STRING, TIMESTAMP, typeName } from '../../types/type-text.ts';
import { text, type Value, type View } from './information-schema-view.ts';

const NAMES = [
  'specific_catalog',
  'specific_schema',
  'specific_name',
  'routine_catalog',
  'routine_schema',
  'routine_name',
];
const TEXTS = ['routine_type', 'data_type', 'routine_body', 'routine_definition', 'external_language'];

const TYPES: Readonly<Record<string, string>> = { createTableFunction: 'TABLE FUNCTION', createProcedure: 'PROCEDURE' };

/** The functions and procedures of the datasets, with the statements that made them. */
export const ROUTINES: View = {
  of: 'dataset',
  columns: [
    ...[...NAMES, ...TEXTS].map((name) => [name, STRING] as const),
    ['created', TIMESTAMP],
    ['last_altered', TIMESTAMP],
    ['ddl', STRING],
  ],
  rows: ({ host, datasets }) =>
    datasets
      .flatMap((dataset) => host.catalog.routines(dataset.ref))
      .map(({ ref, definition, createdMs }) => {
        const [statement] = parseScript(definition);
        const kind = statement?.kind ?? '';
        const { language, returns, body } = describeRoutine(definition);
        const name = [ref.projectId, ref.datasetId, ref.routineId];
        const made = new Date(createdMs);
        const isSql = language === 'SQL';
        return [
          ...name,
          ...name,
          TYPES[kind] ?? 'FUNCTION',
          returns === undefined ? null : typeName(returns),
          isSql ? 'SQL' : 'EXTERNAL',
          body,
          isSql ? null : language,
          made,
          made,
          definition,
        ];
      }),
};

export const PARAMETERS: View = {
  of: 'dataset',
  columns: [
    ...text('specific_catalog specific_schema specific_name'),
    ['ordinal_position', INT64],
    ...text('parameter_mode is_result parameter_name data_type parameter_default is_aggregate'),
  ],
  rows: ({ host, datasets }) =>
    datasets
      .flatMap((dataset) => host.catalog.routines(dataset.ref))
      .flatMap(({ ref, definition }) =>
        parameterRows(describeRoutine(definition)).map((row) => [ref.projectId, ref.datasetId, ref.routineId, ...row]),
      ),
};

function argumentType({ type, table }: Pick<RoutineArgument, 'type' | 'table'>): string {
  if (table !== undefined)
    return `TABLE<${table.map((column) => `${column.name} ${typeName(column.type)}`).join(', ')}>`;
  return type === undefined ? 'ANY TYPE' : typeName(type);
}

/** The result of a function stands before its parameters, at place 0. */
function parameterRows(routine: RoutineParts): readonly (readonly Value[])[] {
  const result = routine.returns === undefined ? [] : [[0n, null, 'YES', null, typeName(routine.returns), null, null]];
  const parameters = routine.arguments.map(({ name, mode, ...given }, index) => [
    ...[BigInt(index + 1), mode ?? null, 'NO', name],
    ...[argumentType(given), null, null],
  ]);
  return [...result, ...parameters];
}
