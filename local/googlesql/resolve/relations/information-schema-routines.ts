/** INFORMATION_SCHEMA.ROUTINES. */

import { parseScript } from '../../syntax/script.ts';
import { STRING, TIMESTAMP } from '../../types/type-text.ts';
import type { View } from './information-schema-view.ts';

const NAMES = [
  'specific_catalog',
  'specific_schema',
  'specific_name',
  'routine_catalog',
  'routine_schema',
  'routine_name',
];
const TEXTS = ['routine_type', 'routine_body', 'routine_definition', 'external_language'];

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
        const code = statement?.kind === 'createFunction' ? statement.code : undefined;
        const bodySpan = statement !== undefined && 'bodySpan' in statement ? statement.bodySpan : undefined;
        const name = [ref.projectId, ref.datasetId, ref.routineId];
        const body = code ?? definition.slice(bodySpan?.start, bodySpan?.end);
        const made = new Date(createdMs);
        const language = code === undefined ? null : 'JAVASCRIPT';
        return [
          ...name,
          ...name,
          TYPES[kind] ?? 'FUNCTION',
          code === undefined ? 'SQL' : 'EXTERNAL',
          body,
          language,
          made,
          made,
          definition,
        ];
      }),
};
