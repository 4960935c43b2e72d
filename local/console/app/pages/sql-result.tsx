/** The result of a statement: rows, a chart of them, and files of all of them. */

import { useCallback, useState } from 'preact/hooks';
import { type ResultPage, results, type SchemaField } from '../data/bigquery.ts';
import { Grid } from '../ui/grid.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, Empty, Tabs } from '../ui/parts.tsx';
import { ResultChart } from './sql-chart.tsx';

export interface RunResult {
  readonly sql: string;
  readonly answer: ResultPage;
  readonly jobId: string;
  readonly ms: number;
}

export function Result({ result, lead }: { readonly result: RunResult; readonly lead: string }) {
  const { answer, jobId } = result;
  const [tab, setTab] = useState('rows');
  const fields: readonly SchemaField[] = answer.schema?.fields ?? [];
  const total = Number(answer.totalRows ?? 0);
  const read = useCallback(
    async (start: number, size: number) => (await results(jobId, start, size)).rows ?? [],
    [jobId],
  );
  return (
    <Card
      title={lead}
      actions={
        fields.length > 0 && (
          <>
            <Download jobId={jobId} format="csv" />
            <Download jobId={jobId} format="ndjson" />
          </>
        )
      }
    >
      {fields.length === 0 ? (
        <Empty>The statement has no rows to show.</Empty>
      ) : (
        <div class="stack">
          <Tabs
            label="Result"
            active={tab}
            onChange={setTab}
            tabs={[
              ['rows', 'Rows'],
              ['chart', 'Chart'],
            ]}
          />
          {tab === 'rows' &&
            (total === 0 ? (
              <Empty>No row has come back.</Empty>
            ) : (
              <Grid label="Result rows" fields={fields} total={total} read={read} first={answer.rows ?? []} />
            ))}
          {tab === 'chart' && <ResultChart fields={fields} total={total} read={read} />}
        </div>
      )}
    </Card>
  );
}

function Download({ jobId, format }: { readonly jobId: string; readonly format: string }) {
  return (
    <a class="button" href={`/api/export?job=${encodeURIComponent(jobId)}&format=${format}`} download="">
      <Icon name="download" />
      {format === 'csv' ? 'CSV' : 'NDJSON'}
    </a>
  );
}
