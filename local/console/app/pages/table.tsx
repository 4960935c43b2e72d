/** One table: its schema, its rows, its partitions, and what was loaded and appended. */

import { useCallback, useState } from 'preact/hooks';
import { deleteTable, insertRow, type TableInfo, tableInfo, tableRows } from '../data/bigquery.ts';
import { bytes, dateTime, number } from '../format.ts';
import { useLoad } from '../load.ts';
import { go, query, setQuery } from '../router.ts';
import { ask, attempt, Dialog } from '../ui/ask.tsx';
import { AreaField, Form } from '../ui/form.tsx';
import { Grid } from '../ui/grid.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button, Card, Code, Empty, Facts, Page, Problem, Tabs } from '../ui/parts.tsx';
import { TableHistory } from './table-history.tsx';
import { Partitions } from './table-partitions.tsx';
import { SchemaList } from './table-schema.tsx';
import { partitioning } from './tables.tsx';

const TABS = [
  ['rows', 'Rows'],
  ['schema', 'Schema'],
  ['partitions', 'Partitions'],
  ['history', 'History'],
  ['details', 'Details'],
] as const;

export function TablePage({ dataset, table }: { readonly dataset: string; readonly table: string }) {
  const tab = query('tab') || 'rows';
  const { data, error } = useLoad(() => tableInfo(dataset, table), [dataset, table], ['bigquery', 'bigquery-storage']);
  const [adding, setAdding] = useState(false);
  const select = `SELECT *\nFROM ${dataset}.${table}\nLIMIT 1000`;
  const remove = async (): Promise<void> => {
    if (!(await ask(`Delete ${dataset}.${table}?`, 'The table and its rows are gone for good.', 'Delete it'))) return;
    if (await attempt(() => deleteTable(dataset, table), `${dataset}.${table} is deleted.`)) go('/tables');
  };
  return (
    <Page
      title={table}
      trail={[
        ['Tables', '/tables'],
        [dataset, `/tables/${encodeURIComponent(dataset)}`],
      ]}
      lead={data === undefined ? undefined : leadOf(data)}
      actions={
        <>
          <a class="button primary" href={`/sql?q=${encodeURIComponent(select)}`}>
            <Icon name="sql" /> Query
          </a>
          <a class="button" href={`/api/export?table=${dataset}.${table}&format=csv`} download="">
            <Icon name="download" /> CSV
          </a>
          <Button icon="plus" onClick={() => setAdding(true)}>
            Add a row
          </Button>
          <Button kind="danger" icon="trash" onClick={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <Problem message={error} />
      <Tabs label="Table" tabs={TABS} active={tab} onChange={(next) => setQuery({ tab: next })} />
      {data !== undefined && (
        <>
          {tab === 'rows' && <Rows info={data} dataset={dataset} table={table} />}
          {tab === 'schema' && (
            <Card>
              <SchemaList info={data} />
            </Card>
          )}
          {tab === 'partitions' && <Partitions info={data} dataset={dataset} table={table} />}
          {tab === 'history' && <TableHistory dataset={dataset} table={table} />}
          {tab === 'details' && <Details info={data} />}
        </>
      )}
      {adding && <AddRow dataset={dataset} table={table} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function leadOf({ type, numRows = '0', numBytes = '0' }: TableInfo): string {
  if (type !== 'TABLE') return type.toLowerCase();
  return `${number(Number(numRows))} ${numRows === '1' ? 'row' : 'rows'}, ${bytes(Number(numBytes))}`;
}

function Rows(props: { readonly info: TableInfo; readonly dataset: string; readonly table: string }) {
  const { info, dataset, table } = props;
  const total = Number(info.numRows ?? 0);
  const read = useCallback(
    async (start: number, size: number) => (await tableRows(dataset, table, start, size)).rows ?? [],
    // New rows make new pages.
    [dataset, table, total, info.lastModifiedTime],
  );
  if (info.type !== 'TABLE') return <Empty>A {info.type.toLowerCase()} has no rows of its own: query it.</Empty>;
  if (total === 0) return <Empty>No row is in this table yet.</Empty>;
  return (
    <Grid
      label="Rows"
      fields={info.schema?.fields ?? []}
      total={total}
      read={read}
      height={`min(calc(100vh - 19rem), ${total * 31 + 52}px)`}
    />
  );
}

function Details({ info }: { readonly info: TableInfo }) {
  const { creationTime, lastModifiedTime, clustering, tableConstraints, description, view } = info;
  return (
    <Card title="Details">
      <Facts
        rows={[
          ['Kind', info.type.toLowerCase()],
          ['Created', creationTime === undefined ? '–' : dateTime(Number(creationTime))],
          ['Last changed', lastModifiedTime === undefined ? '–' : dateTime(Number(lastModifiedTime))],
          ['Partitions', partitioning(info) || '–'],
          ['Clustering', clustering?.fields.join(', ') ?? '–'],
          ['Primary key', tableConstraints?.primaryKey?.columns.join(', ') ?? '–'],
          ['Description', description ?? '–'],
        ]}
      />
      {view !== undefined && <Code label="Query of the view" text={view.query} />}
      <h3>As the API gives it</h3>
      <Code label="Table resource" text={JSON.stringify(info, null, 2)} />
    </Card>
  );
}

function AddRow(props: { readonly dataset: string; readonly table: string; readonly onClose: () => void }) {
  const { dataset, table, onClose } = props;
  const [text, setText] = useState('{\n  \n}');
  const problem = problemOf(text);
  const add = async (): Promise<void> => {
    if (await attempt(() => insertRow(dataset, table, JSON.parse(text)), `The row is in ${dataset}.${table}.`))
      onClose();
  };
  return (
    <Dialog title={`Add a row to ${table}`} onClose={onClose}>
      <Form label="Row" onSubmit={add}>
        <div class="wide">
          <AreaField label="Row as JSON" value={text} onChange={setText} rows={10} error={problem} />
        </div>
        <div class="actions">
          <Button kind="primary" type="submit" disabled={problem !== undefined}>
            Add it
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
