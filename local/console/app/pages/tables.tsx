/** Datasets and their tables; one table in depth is `table.tsx`. */

import { datasets, type TableInfo, tablesOf } from '../data/bigquery.ts';
import { count } from '../format.ts';
import { useLoad } from '../load.ts';
import { segments, to } from '../router.ts';
import { List } from '../ui/list.tsx';
import { Card, Chip, Empty, Page, Problem } from '../ui/parts.tsx';
import { TablePage } from './table.tsx';

export function Tables() {
  const [, dataset, table] = segments.value;
  if (dataset !== undefined && table !== undefined)
    return <TablePage key={`${dataset}.${table}`} dataset={dataset} table={table} />;
  return <AllTables only={dataset} />;
}

interface Shelf {
  readonly dataset: string;
  readonly tables: readonly TableInfo[];
}

async function load(only: string | undefined): Promise<readonly Shelf[]> {
  const names = only === undefined ? await datasets() : [only];
  return Promise.all(names.map(async (dataset) => ({ dataset, tables: await tablesOf(dataset) })));
}

function AllTables({ only }: { readonly only: string | undefined }) {
  const { data, error } = useLoad(() => load(only), [only], ['bigquery', 'bigquery-storage']);
  const all = data ?? [];
  const sum = all.reduce((total, { tables }) => total + tables.length, 0);
  return (
    <Page
      title={only ?? 'Tables'}
      trail={only === undefined ? [] : [['Tables', '/tables']]}
      lead={data === undefined ? undefined : `${count(sum, 'table')} in ${count(all.length, 'dataset')}`}
    >
      <Problem message={error} />
      {all.map(({ dataset, tables }) => (
        <Card key={dataset} title={dataset}>
          {tables.length === 0 ? (
            <Empty>No table is in this dataset yet.</Empty>
          ) : (
            <List
              label={`Tables of ${dataset}`}
              rows={tables}
              keyOf={({ tableReference }) => tableReference.tableId}
              columns={[
                {
                  head: 'Table',
                  kind: 'wide',
                  cell: ({ tableReference: { tableId } }) => <a href={to('tables', dataset, tableId)}>{tableId}</a>,
                },
                { head: 'Kind', cell: ({ type }) => <Chip>{type.toLowerCase()}</Chip> },
                { head: 'Partitions', cell: partitioning },
                { head: 'Clustering', cell: ({ clustering }) => clustering?.fields.join(', ') ?? '' },
              ]}
            />
          )}
        </Card>
      ))}
    </Page>
  );
}

export function partitioning({ timePartitioning, rangePartitioning }: TableInfo): string {
  if (timePartitioning !== undefined)
    return `${timePartitioning.type.toLowerCase()} of ${timePartitioning.field ?? 'arrival'}`;
  return rangePartitioning === undefined ? '' : `ranges of ${rangePartitioning.field}`;
}
