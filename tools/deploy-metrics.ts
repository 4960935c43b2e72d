/**
 * `npm run metrics`: writes `deploy/terraform/metrics.json` from the tables of metrics in the code, so that Terraform makes
 * a log-based metric for each. `--check` says whether the file is current, and changes nothing.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { METRICS as FIRESTORE } from '../functions/firestore/metrics.ts';
import { METRICS as INTAKE } from '../functions/intake/metrics.ts';
import { METRICS as LOADER } from '../functions/loader/metrics.ts';
import { METRICS as PULLER } from '../functions/puller/metrics.ts';
import { METRICS as SINK } from '../functions/sink/metrics.ts';
import type { MetricTable } from '../shared/runtime/metrics.ts';

const TABLES: readonly MetricTable[] = [INTAKE, FIRESTORE, SINK, LOADER, PULLER];
const FILE = new URL('../deploy/terraform/metrics.json', import.meta.url);

export function metricsFile(tables: readonly MetricTable[] = TABLES): string {
  // Doors that write by the same core have its metrics in common.
  const merged: MetricTable = Object.assign({}, ...tables);
  const metrics = Object.entries(merged).map(([name, { kind, unit, labels, about }]) => ({
    name,
    kind,
    unit: ucum(unit),
    labels,
    about,
  }));
  metrics.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify(metrics, null, 2)}\n`;
}

/** Cloud Monitoring writes units by UCUM: what is not a unit of it stands in braces. */
function ucum(unit: string): string {
  if (unit === 'bytes') return 'By';
  return ['1', 'ms', 's', 'By'].includes(unit) ? unit : `{${unit}}`;
}

if (import.meta.main) {
  const text = metricsFile();
  if (!process.argv.includes('--check')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    process.stderr.write('deploy/terraform/metrics.json is not what the code says: run npm run metrics.\n');
    process.exit(1);
  }
}
