import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { WRITE_METRICS } from '@penstock/shared/bigquery/write/metrics.ts';
import { metricsTable } from '@penstock/shared/runtime/metrics.ts';
import { startWriteFixture } from '../../../../support/storage-write.ts';

const run = promisify(execFile);
const doc = readFileSync(new URL('../../../../../docs/write-core.md', import.meta.url), 'utf8');

describe('docs/write-core.md', () => {
  it('has the metrics of the code', () => {
    const [, table] = /<!-- metrics -->\n([\s\S]*?)\n<!-- \/metrics -->/.exec(doc) ?? [];
    assert.equal(table, metricsTable(WRITE_METRICS));
  });

  it('shows an example that runs', async () => {
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(doc) ?? [];
    const fixture = await startWriteFixture();
    try {
      await fixture.createTable('t', [
        { name: 'id', type: 'INT64', mode: 'NULLABLE' },
        { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 9 },
      ]);
      const env = { ...process.env, BIGQUERY_STORAGE_EMULATOR_HOST: fixture.address };
      const args = ['--input-type=module-typescript', '--eval', example];
      const { stdout, stderr } = await run(process.execPath, args, { env });
      assert.equal(stdout, '25000 rows\n');
      assert.match(stderr, /^rows 0 to \d+ are durable\n/);
      assert.doesNotMatch(stderr, /not delivered|row \d+:/);
    } finally {
      await fixture.close();
    }
  });
});
