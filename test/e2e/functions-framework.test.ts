import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suiteFunctions } from '../../demo/demo.ts';
import type { LocalCloud } from '../../local/cloud.ts';
import { type FunctionProcess, startFunctionProcess } from '../support/function-process.ts';
import { startSuite } from '../support/suite.ts';

/** As a developer runs one function by hand: by functions-framework's own command, against the local cloud. */
describe('a function run by npx functions-framework', () => {
  let cloud: LocalCloud;
  let one: FunctionProcess | undefined;
  before(async () => {
    cloud = await startSuite({ functions: [], triggers: [], jobs: [] });
  });
  after(() => cloud.close());
  afterEach(async () => {
    await one?.kill();
    one = undefined;
  });

  for (const { name, env = {} } of suiteFunctions()) {
    it(`answers for ${name}, and its README says how to run it so`, async () => {
      const { addresses } = cloud;
      one = await startFunctionProcess({
        name: name as 'intake',
        env: {
          ...env,
          GOOGLE_CLOUD_PROJECT: cloud.projectId,
          PUBSUB_EMULATOR_HOST: String(addresses.pubsub),
          STORAGE_EMULATOR_HOST: `http://${addresses.storage}`,
          BIGQUERY_EMULATOR_HOST: `http://${addresses.bigquery}`,
          BIGQUERY_STORAGE_EMULATOR_HOST: String(addresses['bigquery-storage']),
          LOG_LEVEL: 'CRITICAL',
        },
      });
      const ready = await fetch(`${one.url}readyz`);
      assert.deepEqual([ready.status, await ready.text()], [200, '{"status":"ready"}']);
      if (name === 'intake') {
        const headers = { 'content-type': 'application/json' };
        const posted = await fetch(one.url, { method: 'POST', headers, body: '{"issue":"x"}' });
        assert.equal(posted.status, 201);
      }
      const readme = readFileSync(new URL(`../../functions/${name}/README.md`, import.meta.url), 'utf8');
      assert.match(readme, new RegExp(`npx functions-framework --source=functions/${name} --target=${name}`));
    });
  }
});
