import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { WRITE_METRICS } from '@penstock/shared/bigquery/write/metrics.ts';
import { configTable, type Settings } from '@penstock/shared/runtime/config.ts';
import { type MetricTable, metricsTable } from '@penstock/shared/runtime/metrics.ts';

const functions = new URL('../../../functions/', import.meta.url);

function assertTold(name: string, table: string): void {
  const readme = readFileSync(new URL(`${name}/README.md`, functions), 'utf8');
  assert.ok(readme.includes(table), `functions/${name}/README.md should contain:\n${table}`);
}

describe("each function's README", () => {
  for (const name of readdirSync(functions)) {
    const config = new URL(`${name}/config.ts`, functions);
    const metrics = new URL(`${name}/metrics.ts`, functions);
    if (existsSync(config)) {
      it(`of ${name} has the table of its settings as the code has them`, async () => {
        const { SETTINGS } = (await import(config.href)) as { SETTINGS: Settings };
        assertTold(name, configTable(SETTINGS));
      });
    }
    if (existsSync(metrics)) {
      it(`of ${name} has the table of its metrics as the code has them, named by one rule`, async () => {
        const { METRICS } = (await import(metrics.href)) as { METRICS: MetricTable };
        // Those of the write core are told once, in docs/write-core.md.
        const own = Object.fromEntries(Object.entries(METRICS).filter(([metric]) => !(metric in WRITE_METRICS)));
        assertTold(name, metricsTable(own));
        for (const metric of Object.keys(own)) assert.match(metric, new RegExp(`^${name}/[a-z]+(?:_[a-z]+)*$`));
      });
    }
  }
});
