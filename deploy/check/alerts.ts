/** Alerts, runbooks and metrics belong together: none may be there without the others. */

import { readdirSync, readFileSync } from 'node:fs';
import { type Metric, readMetrics } from '../dashboards/build.ts';
import { promqlProblems } from './rules/monitoring.ts';

export interface Alert {
  readonly name: string;
  readonly severity: 'CRITICAL' | 'ERROR' | 'WARNING';
  readonly summary: string;
  readonly query?: string;
  readonly log_filter?: string;
  readonly duration?: string;
}

const ALERTS = new URL('../alerts/', import.meta.url);
const RUNBOOKS = new URL('../runbooks/', import.meta.url);
/** The alert on error budgets, which stands in Terraform beside the objectives. */
const OF_THE_OBJECTIVES = 'BudgetBurning';
const SECTIONS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'] as const;

export function readAlerts(): readonly Alert[] {
  return readdirSync(ALERTS)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, ALERTS), 'utf8')) as Alert[]);
}

/** One sentence a problem; empty where alerts, runbooks and metrics agree. */
export function alertProblems(alerts: readonly Alert[] = readAlerts()): readonly string[] {
  const metrics = readMetrics();
  return [...runbookProblems(alerts), ...alerts.flatMap((alert) => queryProblems(alert, metrics))];
}

function runbookProblems(alerts: readonly Alert[]): readonly string[] {
  const names = [...alerts.map(({ name }) => name), OF_THE_OBJECTIVES];
  const files = readdirSync(RUNBOOKS).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const books = files.map((name) => name.replace(/\.md$/, ''));
  const index = readFileSync(new URL('README.md', RUNBOOKS), 'utf8');
  return [
    ...names.filter((name) => !books.includes(name)).map((name) => `the alert ${name} has no runbook`),
    ...books.filter((name) => !names.includes(name)).map((name) => `the runbook ${name} has no alert`),
    ...names.filter((name) => !index.includes(`(${name}.md)`)).map((name) => `the index of runbooks lacks ${name}`),
    ...books.flatMap((name) => sectionProblems(name, readFileSync(new URL(`${name}.md`, RUNBOOKS), 'utf8'))),
  ];
}

function sectionProblems(name: string, text: string): readonly string[] {
  const missing = SECTIONS.filter((section) => !text.includes(`\n## ${section}\n`));
  const title = text.startsWith(`# ${name}\n`) ? [] : [`the runbook ${name} does not begin with its name`];
  return [...title, ...missing.map((section) => `the runbook ${name} has no section ${section}`)];
}

function queryProblems({ name, query }: Alert, metrics: readonly Metric[]): readonly string[] {
  if (query === undefined) return [];
  const used = [...query.matchAll(/user_penstock_([a-z0-9_]+?)_(?:sum|count)\b(?:\{([^}]*)\})?/g)];
  return [
    ...promqlProblems(query).map((problem) => `${name}: ${problem}`),
    ...used.flatMap(([, series = '', selector = '']) => {
      const metric = metrics.find((one) => one.name.replace(/[^a-z0-9]/g, '_') === series);
      if (metric === undefined) return [`${name}: no function writes the metric ${series}`];
      const labels = [...selector.matchAll(/(\w+)\s*=~?/g)].map(([, label = '']) => label);
      const unknown = labels.filter((label) => !metric.labels.includes(label));
      return unknown.map((label) => `${name}: ${metric.name} has no label ${label}`);
    }),
  ];
}
