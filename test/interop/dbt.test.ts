import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestCloud, type TestCloud } from '../../local/testing/index.ts';
import { isInstalled } from '../support/client-programs.ts';
import { queryRows } from '../support/suite.ts';

const PROJECT_FOLDER = fileURLToPath(new URL('dbt', import.meta.url));
/** The batches of the microbatch model: the days that the seed has. */
const DAYS = ['--event-time-start', '2026-01-01', '--event-time-end', '2026-01-04'];

/** The environment decides where dbt comes from: PENSTOCK_INTEROP_DBT names one that is installed. */
describe('a project of dbt', function () {
  this.timeout(900_000);
  let cloud: TestCloud;
  let projectId: string;
  let folder: string;
  let dbt = process.env.PENSTOCK_INTEROP_DBT ?? '';

  before(async function () {
    if (!isInstalled('python3', ['-m', 'venv', '--help'], 'dbt')) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'penstock-dbt-'));
    cpSync(PROJECT_FOLDER, folder, { recursive: true });
    if (dbt === '') {
      await run('python3', '-m', 'venv', 'venv');
      await run('venv/bin/pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt');
      dbt = 'venv/bin/dbt';
    }
    cloud = await startTestCloud();
    ({ projectId } = await cloud.project());
    writeFileSync(
      join(folder, 'profiles.yml'),
      JSON.stringify({
        penstock: {
          target: 'local',
          outputs: {
            local: {
              type: 'bigquery',
              // Any token will do, because it is not checked.
              method: 'oauth-secrets',
              token: 'local',
              project: projectId,
              dataset: 'shop',
              location: 'US',
              threads: 2,
              api_endpoint: `http://${cloud.addresses.bigquery}`,
            },
          },
        },
      }),
    );
  });
  after(async () => {
    await cloud?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  function run(command: string, ...args: readonly string[]): Promise<string> {
    const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'False', DO_NOT_TRACK: '1' };
    return new Promise((resolve, reject) => {
      execFile(command, args, { cwd: folder, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command} ${args.join(' ')} failed:\n${stdout.slice(-6_000)}\n${stderr}`));
      });
    });
  }

  const build = (...more: readonly string[]): Promise<string> =>
    run(dbt, 'build', '--project-dir', '.', '--profiles-dir', '.', '--no-use-colors', ...DAYS, ...more);
  const rows = (sql: string): ReturnType<typeof queryRows> => queryRows({ addresses: cloud.addresses, projectId }, sql);

  it('builds seeds, views, tables, incremental models and snapshots, and its tests pass', async () => {
    assert.match(await build(), /ERROR=0 SKIP=0/);
    assert.deepEqual(await rows('SELECT customer, total, orders FROM shop.customers ORDER BY customer'), [
      ['ada', '15.25', '2'],
      ['grace', '20.5', '1'],
      ['linus', '7.75', '1'],
    ]);
    assert.deepEqual(await rows('SELECT COUNT(*) FROM shop.orders_hourly'), [['4']]);
    assert.deepEqual(await rows('SELECT COUNT(*), COUNT(dbt_valid_to) FROM shop_history.orders_history'), [['4', '0']]);
  });

  it('merges, overwrites partitions, adds a column and closes a version of a snapshot in its second run', async () => {
    const seed = join(folder, 'seeds/raw_orders.csv');
    const changed = readFileSync(seed, 'utf8')
      .replace('4,linus,7.75,2026-01-03 12:00:00,open', '4,linus,8.75,2026-01-03 12:00:00,paid')
      .replace('1,ada,10.25,', '1,ada,11.25,');
    writeFileSync(seed, `${changed}5,ada,1.00,2026-01-03 13:00:00,open\n`);
    assert.match(await build('--vars', '{with_note: true}'), /ERROR=0 SKIP=0/);
    assert.deepEqual(await rows('SELECT id, amount, note FROM shop.orders_merged ORDER BY id'), [
      ['1', '10.25', null],
      ['2', '20.5', null],
      ['3', '5', 'late'],
      ['4', '8.75', 'late'],
      ['5', '1', 'late'],
    ]);
    assert.deepEqual(await rows('SELECT ordered_on, orders, total FROM shop.orders_by_day ORDER BY ordered_on'), [
      ['2026-01-01', '2', '30.75'],
      ['2026-01-02', '1', '5'],
      ['2026-01-03', '2', '9.75'],
    ]);
    assert.deepEqual(await rows('SELECT id, amount FROM shop.orders_copied ORDER BY id'), [
      ['1', '10.25'],
      ['2', '20.5'],
      ['3', '5'],
      ['4', '8.75'],
      ['5', '1'],
    ]);
    assert.deepEqual(
      await rows(
        'SELECT id, status, dbt_valid_to IS NULL FROM shop_history.orders_history WHERE id = 4 ORDER BY status',
      ),
      [
        ['4', 'open', 'false'],
        ['4', 'paid', 'true'],
      ],
    );
  });

  it('writes its documentation from the catalog', async () => {
    await run(dbt, 'docs', 'generate', '--project-dir', '.', '--profiles-dir', '.', '--no-use-colors');
    const catalog = JSON.parse(readFileSync(join(folder, 'target/catalog.json'), 'utf8')) as {
      nodes: Record<string, { columns: Record<string, { type: string }> }>;
    };
    assert.equal(catalog.nodes['model.shop.customers']?.columns.total?.type, 'NUMERIC');
  });
});
