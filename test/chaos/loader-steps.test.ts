import assert from 'node:assert/strict';
import type { FaultKind } from '../../local/core/faults/faults.ts';
import { type LoaderWorld, loaderWorld, wiresCutAt } from '../support/loader.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
/** Each call in a soak, and a share of them otherwise. */
const STRIDE = SOAK ? 1 : 23;
/** More calls than any of these loads makes. */
const MOST_CALLS = 90;

const MODES = [
  ['one part by verify', {}, ''],
  ['three parts by verify', { MAX_BATCH_URIS: '1' }, ''],
  ['one part by snapshot', { HOLD_FILES: 'snapshot' }, ''],
  ['an ordered table', { ORDER_PER_TABLE: 'true' }, ''],
  ['a transform', {}, 'INSERT {dest_dataset}.{dest_table} SELECT id FROM temp_ext'],
] as const;

describe('a load that is cut off at each of its calls', () => {
  let world: LoaderWorld;
  let runs = 0;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());

  async function drop(sql: string): Promise<string> {
    runs += 1;
    const table = `t${runs}`;
    await world.warehouse.query(`CREATE TABLE d.${table} (id INT64)`);
    if (sql !== '') {
      await world.put(`d/${table}/_config/t.sql`, sql);
      await world.put(
        `d/${table}/_config/external.json`,
        '{"sourceFormat":"NEWLINE_DELIMITED_JSON","schema":{"fields":[{"name":"id","type":"INTEGER"}]}}',
      );
    }
    for (const id of [1, 2, 3]) await world.put(`d/${table}/f${id}.json`, `{"id":${id}}\n`);
    await world.put(`d/${table}/_SUCCESS`, '');
    return table;
  }

  for (const [mode, env, sql] of MODES) {
    for (const [how, effect, dies] of [
      ['killed before', 'before', true],
      ['killed behind', 'behind', true],
      ['failed before', 'before', false],
      ['failed behind', 'behind', false],
    ] as const) {
      it(`AL-11 LD-05 loads each row once, ${mode}, ${how} call 1, ${1 + STRIDE}, …`, async function () {
        this.timeout(SOAK ? 600_000 : 60_000);
        for (let call = 1; call <= MOST_CALLS; call += STRIDE) {
          const table = await drop(sql);
          const own = { ...env, LEDGER_PREFIX: `_penstock/${table}/` };
          const wires = wiresCutAt(call, effect, dies);
          const cut = world.instance(own, undefined, wires.between);
          await cut.event(`d/${table}/_SUCCESS`).catch(() => undefined);
          const healthy = world.instance(own);
          await healthy.event(`d/${table}/_SUCCESS`);
          await healthy.sweep();
          assert.deepEqual(
            await world.rows(`d.${table}`),
            ['{"id":1}', '{"id":2}', '{"id":3}'],
            `call ${call} of ${table}`,
          );
          assert.deepEqual(await world.names(`_penstock/${table}/open/`), [], `call ${call} of ${table}`);
          await Promise.all([cut.close(), healthy.close()]);
          if (wires.calls() < call) break;
        }
      });
    }
  }

  const FAULTS: readonly (readonly ['storage' | 'bigquery', string, FaultKind, number?])[] = [
    ['storage', 'objects.get', 'error', 503],
    ['storage', 'objects.get', 'reset'],
    ['storage', 'objects.list', 'error', 500],
    ['storage', 'objects.list', 'throttle'],
    ['storage', 'objects.insert', 'error', 503],
    ['storage', 'objects.insert', 'ack-lost'],
    ['storage', 'objects.insert', 'throttle'],
    ['storage', 'objects.delete', 'ack-lost'],
    ['storage', 'objects.delete', 'error', 502],
    ['storage', 'objects.rewrite', 'error', 503],
    ['storage', 'objects.rewrite', 'ack-lost'],
    ['bigquery', 'jobs.insert', 'ack-lost'],
    ['bigquery', 'jobs.insert', 'error', 503],
    ['bigquery', 'jobs.insert', 'throttle'],
    ['bigquery', 'jobs.get', 'error', 500],
    ['bigquery', 'jobs.get', 'reset'],
    ['bigquery', 'jobs.run', 'error'],
    ['bigquery', 'jobs.run', 'throttle'],
    ['bigquery', 'tables.insert', 'ack-lost'],
    ['bigquery', 'tables.get', 'error', 503],
    ['bigquery', 'tables.delete', 'ack-lost'],
    ['bigquery', 'datasets.get', 'error', 503],
  ];
  for (const [service, method, kind, code] of FAULTS) {
    it(`loads each row once where ${method} of ${service} answers by ${kind}${code ?? ''} once, early and late`, async function () {
      this.timeout(120_000);
      for (const [mode, env, sql] of SOAK ? MODES : MODES.slice(1, 2)) {
        for (const skip of SOAK ? [0, 1, 2, 3, 5, 8] : [1]) {
          const table = await drop(sql);
          const own = { ...env, LEDGER_PREFIX: `_penstock/${table}/` };
          world.faults.clear();
          const instance = world.instance(own);
          world.faults.add({ service, method, kind, skip, ...(code !== undefined && { code }) });
          await instance.event(`d/${table}/_SUCCESS`);
          world.faults.clear();
          await instance.event(`d/${table}/_SUCCESS`);
          await instance.sweep();
          assert.deepEqual(
            await world.rows(`d.${table}`),
            ['{"id":1}', '{"id":2}', '{"id":3}'],
            `${mode}, skip ${skip}`,
          );
          assert.deepEqual(await world.names(`_penstock/${table}/open/`), [], `${mode}, skip ${skip}`);
          await instance.close();
        }
      }
    });
  }
});
