import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { leasedParser } from '@penstock/shared/storage/lease.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { readStoredToken } from '../../../../functions/puller/http-source/auth/single-use.ts';
import { createHttpSource } from '../../../../functions/puller/http-source/http-source.ts';
import { runWindow } from '../../../../functions/puller/run-window.ts';
import { loadSourceFile } from '../../../../functions/puller/source-file/load.ts';
import { windowPolicyOf } from '../../../../functions/puller/source-file/window-policy.ts';
import * as counted from '../../../support/example-apis/counted.ts';
import * as cursors from '../../../support/example-apis/cursors.ts';
import { type ExampleApi, FROM, MINUTE } from '../../../support/example-apis/example.ts';
import * as files from '../../../support/example-apis/files.ts';
import * as links from '../../../support/example-apis/links.ts';
import * as searches from '../../../support/example-apis/searches.ts';
import { startFakeApi } from '../../../support/fake-api.ts';
import { stillClock } from '../../../support/http-source.ts';
import { type PullerWorld, SPOOL, startPullerWorld } from '../../../support/puller-world.ts';
import { DATASET, PROJECT } from '../../../support/storage-write.ts';

const FOLDER = new URL('../../../../functions/puller/examples/', import.meta.url);
const EXAMPLES: readonly ExampleApi[] = [links, cursors, searches, counted, files].flatMap((group) =>
  Object.values(group as Readonly<Record<string, ExampleApi>>),
);

/** Each file of `functions/puller/examples`, as it is, from a fake of its API through the whole protocol into a table. */
describe('an example source', () => {
  let world: PullerWorld;
  let tables = 0;

  before(async () => {
    world = await startPullerWorld();
  });
  after(() => world.close());

  for (const example of EXAMPLES) {
    it(`${example.name} lands each row of its window once although ${example.although}`, async () => {
      const clock = stillClock(world.now());
      const api = await startFakeApi(example.api(clock));
      tables += 1;
      const table = { projectId: PROJECT, datasetId: DATASET, tableId: `example${tables}` };
      const fields = example.columns.map((column): Field => {
        const [name = '', type = 'STRING'] = column.split(':');
        return { name, type: type as 'STRING', mode: 'NULLABLE' };
      });
      await world.write.createTable(table.tableId, fields as never);
      try {
        // The test changes only the API's address.
        const text = readFileSync(new URL(`${example.name}.yaml`, FOLDER), 'utf8').replace(
          /https:\/\/[^/'" ]+(?=\/)/g,
          api.url,
        );
        const file = await loadSourceFile(text, `${example.name}.yaml`);
        let listings = 0;
        const storage = world.run(table, { name: 'x' } as never, { prefix: `e${tables}/` });
        const source = createHttpSource(file, {
          clock,
          allowLoopback: true,
          newId: () => {
            listings += 1;
            return randomUUID();
          },
          // A secret's value is its name.
          secrets: { read: async (name) => name.split('/')[3] as string },
          tokens: {
            ledger: createLedger({
              storage: storage.client,
              bucket: SPOOL,
              prefix: `e${tables}/tokens/`,
              parse: leasedParser(readStoredToken),
            }),
            newId: randomUUID,
          },
        });
        const { unknownFields = 'reject' } = file.table;
        const run = {
          ...world.run(table, source, { prefix: `e${tables}/`, limits: { batchRows: 500, batchBytes: 100_000 } }),
          codec: async () => compileCodec({ fields }, { unknownFields }),
        };
        const policy = windowPolicyOf(file.window);
        const window = {
          from: new Date(FROM).toISOString(),
          to: new Date(FROM + example.minutes * MINUTE).toISOString(),
        };
        assert.equal(policy.lengthMs, example.minutes * MINUTE, 'the window of the example');
        const { outcome } = await runWindow(
          { ...run, policy },
          { window, nowMs: world.now(), endMs: clock.now() + 30 * 60 * MINUTE },
        );
        await source.close();
        assert.equal(outcome.state, 'done', JSON.stringify(outcome));
        const names = fields.map(({ name, type }) =>
          type === 'STRING' ? `"${name}"` : `"${name}"::VARCHAR AS "${name}"`,
        );
        const rows = await world.write.query(
          `SELECT ${names} FROM ${world.write.physical(table.tableId)} ORDER BY rowid`,
        );
        // Told by the first row that differs: a difference of thousands of rows takes minutes to write.
        const differs = rows.findIndex((row, at) => !isDeepStrictEqual({ ...row }, example.expected[at]));
        assert.deepEqual(rows[differs], example.expected[differs], `row ${differs} of ${rows.length}`);
        assert.equal(rows.length, example.expected.length);
        assert.equal(listings, example.listings ?? 1, 'listings until one was complete');
        if (example.waits !== undefined)
          assert.ok(
            clock.waits.some((ms) => Math.abs(ms - (example.waits as number)) < 1_000),
            `waited ${clock.waits}`,
          );
      } finally {
        await api.close();
      }
    });
  }

  it('has a fake API for each file, and there are more than twenty', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace('.yaml', ''));
    assert.deepEqual([...new Set(EXAMPLES.map(({ name }) => name))].sort(), files.sort());
    assert.ok(files.length > 20);
  });
});
