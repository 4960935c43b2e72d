/** Datasets and their tables; one table in depth is `table.tsx`. */

import { datasets, type TableInfo, tablesOf } from '../data/bigquery.ts';
import { count, number } from '../format.ts';
import { PAGE_ROWS, type PageOf, usePages } from '../paged.ts';
import { segments, to } from '../router.ts';
import { List, type ListColumn } from '../ui/list.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { countOf, Pager } from '../ui/pager.tsx';
import { Card, Chip, Empty, Page, Problem } from '../ui/parts.tsx';
import { TablePage } from './table.tsx';

export function Tables() {
  const [, dataset, table] = segments.value;
  if (dataset !== undefined && table !== undefined)
    return <TablePage key={`${dataset}.${table}`} dataset={dataset} table={table} />;
  return dataset === undefined ? <AllTables /> : <DatasetPage key={dataset} dataset={dataset} />;
}

interface Shelf {
  readonly dataset: string;
  readonly tables: PageOf<TableInfo>;
}

/** Datasets of a page, and tables that are shown of each: the rest is on the dataset's own page. */
const PAGE_DATASETS = 25;
const TABLES_OF_EACH = 20;

async function shelves(token: string): Promise<PageOf<Shelf>> {
  const { rows, next } = await datasets(token, PAGE_DATASETS);
  const read = rows.map(async (dataset) => ({ dataset, tables: await tablesOf(dataset, '', TABLES_OF_EACH) }));
  return { rows: await Promise.all(read), next };
}

function AllTables() {
  const pages = usePages(shelves, [], ['bigquery', 'bigquery-storage']);
  const { rows, error } = pages;
  return (
    <Page title="Tables" lead={countOf(pages, 'dataset')}>
      <Problem message={error} />
      {rows?.length === 0 && <Empty>There is no dataset: CREATE SCHEMA makes one on the SQL page.</Empty>}
      {rows?.map(({ dataset, tables }) => (
        <Card key={dataset} title={dataset} actions={<a href={to('tables', dataset)}>{leadOf(tables)}</a>}>
          {tables.rows.length === 0 ? (
            <Empty>No table is in this dataset yet.</Empty>
          ) : (
            <List label={`Tables of ${dataset}`} rows={tables.rows} keyOf={tableId} columns={COLUMNS} />
          )}
        </Card>
      ))}
      <Pager label="Datasets" pages={pages} />
    </Page>
  );
}

function leadOf({ rows, total = rows.length }: PageOf<TableInfo>): string {
  return rows.length < total ? `All ${number(total)} tables` : count(total, 'table');
}

function DatasetPage({ dataset }: { readonly dataset: string }) {
  const pages = usePages((token) => tablesOf(dataset, token, PAGE_ROWS), [dataset], ['bigquery', 'bigquery-storage']);
  return (
    <Page title={dataset} trail={[['Tables', '/tables']]} lead={countOf(pages, 'table')}>
      <Card>
        <PagedList
          label={`Tables of ${dataset}`}
          pages={pages}
          empty="No table is in this dataset yet."
          keyOf={tableId}
          columns={COLUMNS}
        />
      </Card>
    </Page>
  );
}

const tableId = ({ tableReference }: TableInfo): string => tableReference.tableId;

const COLUMNS: readonly ListColumn<TableInfo>[] = [
  {
    head: 'Table',
    kind: 'wide',
    cell: ({ tableReference: { datasetId, tableId: id } }) => <a href={to('tables', datasetId, id)}>{id}</a>,
  },
  { head: 'Kind', cell: ({ type }) => <Chip>{type.toLowerCase()}</Chip> },
  { head: 'Partitions', cell: partitioning },
  { head: 'Clustering', cell: ({ clustering }) => clustering?.fields.join(', ') ?? '' },
];

export function partitioning({ timePartitioning, rangePartitioning }: TableInfo): string {
  if (timePartitioning !== undefined)
    return `${timePartitioning.type.toLowerCase()} of ${timePartitioning.field ?? 'arrival'}`;
  return rangePartitioning === undefined ? '' : `ranges of ${rangePartitioning.field}`;
}
