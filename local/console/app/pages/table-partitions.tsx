/** The partitions of a table with their rows, counted by a query. */

import { recordOf } from '../../cells.ts';
import { query, type TableInfo } from '../data/bigquery.ts';
import { count, number } from '../format.ts';
import { useLoad } from '../load.ts';
import { Chart } from '../ui/chart.tsx';
import { List } from '../ui/list.tsx';
import { Card, Empty, Problem } from '../ui/parts.tsx';

const MOST = 1_000;

interface Partition {
  readonly name: string;
  readonly rows: number;
}

export function Partitions(props: { readonly info: TableInfo; readonly dataset: string; readonly table: string }) {
  const { info, dataset, table } = props;
  const sql = partitionSql(info, dataset, table);
  const { data, error } = useLoad(() => load(sql), [sql, info.numRows]);
  if (sql === undefined) return <Empty>The table has no partitions: it is one.</Empty>;
  const dated = (data ?? []).filter(({ name }) => /^\d{4}-\d\d-\d\d/.test(name)).toReversed();
  return (
    <Card title={data === undefined ? 'Partitions' : count(data.length, 'partition')}>
      <Problem message={error} />
      {dated.length > 1 && (
        <Chart
          label="Rows by partition"
          time
          bars
          x={dated.map(({ name }) => Date.parse(`${name.slice(0, 10)}T${name.slice(11, 19) || '00:00:00'}Z`) / 1_000)}
          series={[{ name: 'rows', values: dated.map(({ rows }) => rows) }]}
        />
      )}
      {data !== undefined && (
        <List
          label="Partitions"
          rows={data}
          keyOf={({ name }) => name}
          columns={[
            { head: 'Partition', cell: ({ name }) => name, kind: 'wide' },
            { head: 'Rows', cell: ({ rows }) => number(rows), kind: 'number' },
          ]}
        />
      )}
    </Card>
  );
}

async function load(sql: string | undefined): Promise<readonly Partition[]> {
  if (sql === undefined) return [];
  const { schema, rows = [] } = await query(sql, { maxResults: MOST });
  return rows.map((row) => {
    const { part, row_count } = recordOf(schema?.fields ?? [], row);
    return { name: part === null ? 'NULL' : String(part), rows: Number(row_count) };
  });
}

function partitionSql(info: TableInfo, dataset: string, table: string): string | undefined {
  const { timePartitioning: time, rangePartitioning: range } = info;
  const counted = (part: string): string =>
    `SELECT ${part} AS part, COUNT(*) AS row_count FROM \`${dataset}.${table}\` GROUP BY part ORDER BY part DESC LIMIT ${MOST}`;
  if (range !== undefined) {
    const { start, interval } = range.range;
    return counted(`DIV(\`${range.field}\` - ${start}, ${interval}) * ${interval} + ${start}`);
  }
  if (time === undefined) return undefined;
  const column = time.field === undefined ? '_PARTITIONTIME' : `\`${time.field}\``;
  const type = info.schema?.fields?.find(({ name }) => name === time.field)?.type ?? 'TIMESTAMP';
  return counted(`${type}_TRUNC(${column}, ${time.type})`);
}
