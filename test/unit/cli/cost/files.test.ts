import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { readFigureFile, readFigures } from '../../../../cli/commands/cost/figures.ts';
import { readPrices } from '../../../../cli/commands/cost/prices.ts';
import { readQuotas } from '../../../../cli/commands/cost/quotas.ts';
import { DEFAULT_VOLUMES } from '../../../../cli/commands/cost/volumes.ts';
import { readSinkConfig } from '../../../../functions/sink/config.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const DAY = /^\d{4}-\d\d-\d\d$/;

describe('the dated files of penstock cost', () => {
  it('name a day and a source for every price, figure and quota', () => {
    for (const { dated } of [readPrices(), readQuotas()]) assert.match(dated, DAY);
    for (const [name, { source }] of Object.entries({ ...readPrices().units, ...readQuotas().quotas }))
      assert.ok(source.length > 10, name);
    for (const [name, { dated, source, command }] of Object.entries(readFigureFile())) {
      assert.match(dated, DAY, name);
      assert.ok((source === undefined) !== (command === undefined), `${name} has a source or a command`);
    }
  });

  it('name benchmarks that exist', () => {
    for (const [name, { command }] of Object.entries(readFigureFile())) {
      const bench = /npm run -s bench (\S+)$/.exec(command ?? '')?.[1];
      if (command !== undefined) assert.ok(globSync(`bench/${bench}.ts`, { cwd: root }).length === 1, name);
    }
  });

  it('have the defaults of the schema', () => {
    const { properties } = JSON.parse(textOf('cli/commands/cost/volumes.schema.json'));
    for (const [key, value] of Object.entries(DEFAULT_VOLUMES)) {
      if (typeof value === 'number') assert.equal(properties[key].default, value);
      else for (const [inner, of] of Object.entries(value)) assert.equal(properties[key].properties[inner].default, of);
    }
  });

  it('have the settings of Terraform and of the sink', async () => {
    const variables = textOf('deploy/terraform/penstock/variables.tf');
    for (const [door, name] of [
      ['intake', 'intake.max'],
      ['firestore', 'firestore.max'],
      ['sink', 'sink.max'],
      ['worker', 'worker.max'],
    ] as const) {
      const block = variables.slice(variables.indexOf(`variable "${door}"`));
      const most = /max_instances\s*=\s*optional\(number, (\d+)\)/.exec(block)?.[1];
      assert.equal(readQuotas().quotas[name].region, Number(most), door);
    }
    const figures = readFigures();
    const { plan } = await readSinkConfig({ GOOGLE_CLOUD_PROJECT: 'p' });
    assert.equal(DEFAULT_VOLUMES.sink.pullStreams, plan.pullStreams);
    assert.equal(figures.heldBytes, plan.limits.maxBytes);
    assert.equal(DEFAULT_VOLUMES.sink.connections, plan.routes[0]?.connections);
    for (const [door, figure] of [
      ['intake', figures.concurrency],
      ['firestore', figures.concurrency],
      ['sink', figures.pushConcurrency],
    ] as const)
      assert.match(textOf(`deploy/terraform/modules/${door}/main.tf`), new RegExp(`concurrency\\s*= ${figure}\\n`));
    const alerts = globSync('deploy/alerts/*.json', { cwd: root });
    const conditions = alerts.reduce((sum, path) => sum + JSON.parse(textOf(path)).length, 0);
    assert.ok(Math.abs(figures.alertConditions - conditions) <= 5, `${conditions} conditions`);
  });
});
