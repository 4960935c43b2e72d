/** The functions: settings, health, what calls them, their last errors, and their metrics as small charts. */

import type { FunctionFacts } from '../../api/functions.ts';
import type { MetricSeries } from '../../rates.ts';
import { count, number } from '../format.ts';
import { get } from '../http.ts';
import { events, version } from '../live.ts';
import { useLoad } from '../load.ts';
import { segments, to } from '../router.ts';
import { Chart } from '../ui/chart.tsx';
import { List } from '../ui/list.tsx';
import { Card, Chip, Empty, Facts, Page, Problem } from '../ui/parts.tsx';
import { EventLine } from './event-line.tsx';

interface FunctionNow extends FunctionFacts {
  readonly address?: string;
  readonly health: string;
  readonly metrics: readonly MetricSeries[];
}

const load = () => get<{ functions: readonly FunctionNow[] }>('/api/functions');

/** Counts are lines of their own, of which no event tells. */
const LOOK_MS = 5_000;

export function Functions() {
  const [, name] = segments.value;
  const { data, error } = useLoad(load, [], ['functions'], LOOK_MS);
  const one = data?.functions.find((candidate) => candidate.name === name);
  if (name !== undefined)
    return (
      <Page
        title={name}
        trail={[['Functions', '/functions']]}
        lead={one === undefined ? undefined : one.address === undefined ? 'not running' : `http://${one.address}`}
      >
        <Problem
          message={error ?? (data !== undefined && one === undefined ? `There is no function ${name}.` : undefined)}
        />
        {one !== undefined && <One one={one} />}
      </Page>
    );
  return (
    <Page title="Functions" lead={data === undefined ? undefined : count(data.functions.length, 'function')}>
      <Problem message={error} />
      <Card>
        {data?.functions.length === 0 && <Empty>This local cloud hosts no function.</Empty>}
        <List
          label="Functions"
          rows={data?.functions ?? []}
          keyOf={(row) => row.name}
          columns={[
            { head: 'Function', cell: (row) => <a href={to('functions', row.name)}>{row.name}</a> },
            { head: 'Health', cell: ({ health }) => <Health health={health} /> },
            { head: 'Address', cell: ({ address = '' }) => <code>{address}</code> },
            { head: 'Called by', kind: 'wide', cell: ({ calledBy }) => calledBy.join(', ') || 'HTTP alone' },
            { head: 'Problems seen', kind: 'number', cell: (row) => number(problemsOf(row.name).length) },
          ]}
        />
      </Card>
    </Page>
  );
}

function Health({ health }: { readonly health: string }) {
  return <Chip tone={health === 'ready' ? 'good' : 'error'}>{health}</Chip>;
}

function problemsOf(name: string) {
  void version.value;
  return events().filter(
    ({ service, resource, tone }) => service === 'functions' && resource === name && tone !== 'plain',
  );
}

const MOST_PROBLEMS = 20;

function One({ one }: { readonly one: FunctionNow }) {
  const problems = problemsOf(one.name).slice(-MOST_PROBLEMS).reverse();
  return (
    <>
      <div class="columns">
        <Card title="Settings">
          <Facts
            rows={[
              ['Health', <Health health={one.health} />],
              ['Called by', one.calledBy.join(', ') || 'HTTP alone'],
              ...Object.entries(one.env),
            ]}
          />
        </Card>
        <Card title="Last problems">
          {problems.length === 0 ? (
            <Empty>None since this page was opened.</Empty>
          ) : (
            <ol class="event-list narrow">
              {problems.map((event) => (
                <li key={event.number}>
                  <EventLine event={event} />
                </li>
              ))}
            </ol>
          )}
        </Card>
      </div>
      <Metrics series={one.metrics} />
    </>
  );
}

/** One chart a metric, one line a set of labels. */
function Metrics({ series }: { readonly series: readonly MetricSeries[] }) {
  const names = [...new Set(series.map(({ metric }) => metric))].sort();
  if (names.length === 0)
    return (
      <Card title="Metrics">
        <Empty>Nothing has been counted yet. Counts are written every ten seconds.</Empty>
      </Card>
    );
  return (
    <section class="metrics" aria-label="Metrics">
      {names.map((name) => (
        <Card key={name} title={name}>
          <MetricChart name={name} series={series.filter(({ metric }) => metric === name)} />
        </Card>
      ))}
    </section>
  );
}

const MOST_LINES = 4;

function MetricChart({ name, series }: { readonly name: string; readonly series: readonly MetricSeries[] }) {
  const shown = series.slice(0, MOST_LINES);
  const times = [...new Set(shown.flatMap(({ points }) => points.map(({ atMs }) => atMs)))].sort((a, b) => a - b);
  // A single point is no line: the step before it was empty.
  const all = times.length === 1 ? [(times[0] as number) - 10_000, ...times] : times;
  return (
    <Chart
      label={`${name} by time`}
      time
      counts
      height={130}
      x={all.map((ms) => ms / 1_000)}
      series={shown.map(({ labels, points }) => {
        const by = new Map(points.map(({ atMs, count: counted }) => [atMs, counted]));
        return { name: Object.values(labels).join(', ') || 'count', values: all.map((ms) => by.get(ms) ?? 0) };
      })}
    />
  );
}
