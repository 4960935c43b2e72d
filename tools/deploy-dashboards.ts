/**
 * `npm run dashboards`: writes `deploy/dashboards/<part>.json` from the table of metrics. `--check` says whether the files
 * are current, and changes nothing.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { chartsOf, DASHBOARDS, dashboard, readMetrics } from '../deploy/dashboards/build.ts';

export function dashboardFiles(): ReadonlyMap<string, string> {
  const metrics = readMetrics();
  return new Map(
    DASHBOARDS.map((part) => [
      `${part}.json`,
      `${JSON.stringify(dashboard(part, chartsOf(part, metrics)), null, 2)}\n`,
    ]),
  );
}

if (import.meta.main) {
  const folder = new URL('../deploy/dashboards/', import.meta.url);
  const stale: string[] = [];
  for (const [name, text] of dashboardFiles()) {
    const file = new URL(name, folder);
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) stale.push(name);
  }
  if (stale.length > 0) {
    process.stderr.write(
      `deploy/dashboards is not what the code says (${stale.join(', ')}): run npm run dashboards.\n`,
    );
    process.exit(1);
  }
}
