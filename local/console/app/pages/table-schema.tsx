/** Columns, with the members of a STRUCT below it. */

import type { SchemaField, TableInfo } from '../data/bigquery.ts';
import { typeLabel } from '../ui/grid.tsx';
import { List } from '../ui/list.tsx';
import { Chip } from '../ui/parts.tsx';

interface Line {
  readonly path: string;
  readonly depth: number;
  readonly field: SchemaField;
}

export function SchemaList({ info }: { readonly info: TableInfo }) {
  const keys = info.tableConstraints?.primaryKey?.columns ?? [];
  return (
    <List
      label="Columns"
      rows={linesOf(info.schema?.fields ?? [])}
      keyOf={({ path }) => path}
      columns={[
        {
          head: 'Column',
          kind: 'wide',
          cell: ({ depth, field }) => (
            <span style={{ paddingLeft: `${depth * 1.25}rem` }}>
              {field.name} {depth === 0 && keys.includes(field.name) && <Chip tone="accent">primary key</Chip>}
            </span>
          ),
        },
        { head: 'Type', cell: ({ field }) => <code>{typeLabel(field.type, field.mode)}</code> },
        { head: 'Null', cell: ({ field }) => (field.mode === 'REQUIRED' ? 'not allowed' : '') },
        { head: 'Default', cell: ({ field }) => field.defaultValueExpression ?? '' },
        { head: 'Description', cell: ({ field }) => field.description ?? '' },
      ]}
    />
  );
}

function linesOf(fields: readonly SchemaField[], depth = 0, above = ''): readonly Line[] {
  return fields.flatMap((field) => {
    const path = `${above}${field.name}`;
    return [{ path, depth, field }, ...linesOf(field.fields ?? [], depth + 1, `${path}.`)];
  });
}
