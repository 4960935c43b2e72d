import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { alertProblems } from '../../../deploy/check/alerts.ts';
import { dashboardFiles } from '../../../tools/deploy-dashboards.ts';
import { metricsFile } from '../../../tools/deploy-metrics.ts';

const DEPLOY = new URL('../../../deploy/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, DEPLOY), 'utf8');

describe('files of the deployment that are made from the code', () => {
  it('has a log-based metric for each metric that the code writes', () => {
    assert.equal(read('terraform/metrics.json'), metricsFile());
  });

  for (const [name, text] of dashboardFiles()) {
    it(`has the dashboard ${name} as the metrics say`, () => {
      assert.equal(read(`dashboards/${name}`), text);
    });
  }

  it('has an alert for each runbook, a runbook for each alert, and queries over metrics that are written', () => {
    assert.deepEqual(alertProblems(), []);
  });

  it('finds an alert without a runbook, an alert over a metric that is never written, and a query that cannot be read', () => {
    const alert = { name: 'Nowhere', severity: 'ERROR' as const, summary: 'x' };
    const unwritten = { ...alert, query: 'sum(logging_googleapis_com:user_penstock_sink_dreams_sum) > 0' };
    const label = { ...alert, query: 'sum(logging_googleapis_com:user_penstock_sink_messages_sum{colour="red"}) > 0' };
    const broken = { ...alert, query: 'sum(rate(x[5m])' };
    const text = [unwritten, label, broken].map((one) => alertProblems([one]).join('\n'));
    assert.match(text[0] ?? '', /Nowhere has no runbook/);
    assert.match(text[0] ?? '', /no function writes the metric sink_dreams/);
    assert.match(text[1] ?? '', /sink\/messages has no label colour/);
    assert.match(text[2] ?? '', /cannot be read at character/);
  });
});
