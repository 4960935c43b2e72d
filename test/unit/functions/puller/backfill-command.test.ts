import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { type PenstockOptions, penstock } from '../../../support/penstock.ts';
import { fastClock, type PullerWorld, startPullerWorld } from '../../../support/puller-world.ts';

const PROTO = 'syntax = "proto3";\npackage test;\nmessage Row { int64 id = 1; string name = 2; }\n';
/** Three rows a window of an hour, the day of the month and the hour in their ids; some hours have trouble. */
const MODULE = `export const createSource = ({ name, settings = {} }: any) => ({
  name,
  open: ({ from }: any) => ({
    id: from + Math.random(),
    pages: (async function* () {
      const hour = Number(from.slice(11, 13));
      if (hour === settings.fails) throw Object.assign(new Error('no row path'), { code: 'INPUT_INVALID' });
      if (hour === settings.down) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      const rows = [0, 1, 2].map((n) => ({ id: hour * 10 + n, name: hour === settings.bad && n === 2 ? 7 : 'a' }));
      const dropped = { filtered: 0, outside: 0, repeated: 0 };
      yield { index: 0, rows, bytes: 5, dropped, request: 'the hours' };
    })(),
  }),
  close: async () => undefined,
});
`;

describe('penstock puller backfill on the command line', function () {
  this.timeout(60_000);
  let world: PullerWorld;
  let table: TableName;
  let folder: string;
  let emulator: string | undefined;
  let prefixes = 0;

  before(async () => {
    world = await startPullerWorld();
    emulator = process.env.STORAGE_EMULATOR_HOST;
    process.env.STORAGE_EMULATOR_HOST = `http://${world.storage.service.address}`;
    folder = await mkdtemp(join(tmpdir(), 'penstock-backfill-'));
    await mkdir(join(folder, 'proto'));
    await writeFile(join(folder, 'proto', 'row.proto'), PROTO);
    await writeFile(join(folder, 'hours.ts'), MODULE);
  });
  after(async () => {
    if (emulator === undefined) delete process.env.STORAGE_EMULATOR_HOST;
    else process.env.STORAGE_EMULATOR_HOST = emulator;
    await rm(folder, { recursive: true, force: true });
    await world.close();
  });
  beforeEach(async () => {
    prefixes += 1;
    table = await world.write.table();
  });

  async function source(settings: object = {}, more: object = {}): Promise<void> {
    const file = {
      name: 'hours',
      module: 'hours.ts',
      settings,
      table: { name: `${table.datasetId}.${table.tableId}`, message: 'test.Row' },
      window: {
        kind: 'range',
        length: '1h',
        start: '2026-02-01T00:00:00Z',
        from: { bound: 'inclusive' },
        to: { bound: 'exclusive' },
      },
      rejects: { maxShare: 0.5 },
      ...more,
    };
    await writeFile(join(folder, 'hours.json'), JSON.stringify(file));
  }

  const words = (args: readonly string[] = [], name = 'hours', options: PenstockOptions = {}) =>
    penstock(
      [
        'puller',
        'backfill',
        name,
        ...['--from', '2026-01-01T01:30:00Z', '--to', '2026-01-01T04:00:00Z', '--parallel', '1'],
        ...['--sources', folder, '--proto', join(folder, 'proto'), '--bucket', 'spool', '--prefix', `c${prefixes}/`],
        ...['--project', table.projectId, ...args],
      ],
      { env: { BIGQUERY_STORAGE_EMULATOR_HOST: world.write.address }, ...options },
    );

  it('says of each window how many rows landed, and at the end how many windows', async () => {
    await source();
    const { code, out, error } = await words([], 'hours', {
      env: { BIGQUERY_STORAGE_EMULATOR_HOST: world.write.address },
      isTerminal: true,
    });
    assert.equal(code, 0, error);
    assert.match(out, /^2026-01-01T01:00:00.000Z {2}done {2}3 rows of 1 pages, 0 rejected$/m);
    assert.match(out, /^3 of 3 windows landed with 9 rows, 0 rejected; 0 had landed before\.$/m);
    assert.match(error, /1 of 3 windows, 3 rows/);
    assert.deepEqual(await world.write.ids(table), [10, 11, 12, 20, 21, 22, 30, 31, 32]);
    assert.match((await words(['--dry-run'])).out, /0 of 3 windows would be pulled\./);
    assert.match((await words()).out, /^0 of 3 windows landed with 0 rows, 0 rejected; 3 had landed before\.$/m);
  });

  it('ends with exit code 3 where rows were rejected, and gives every count as JSON', async () => {
    await source({ bad: 2 });
    const { code, out } = await words(['--json']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([code, lines.length, lines[1].rejected], [3, 4, 1]);
    assert.deepEqual(lines[3], {
      source: 'hours',
      from: '2026-01-01T01:00:00.000Z',
      to: '2026-01-01T04:00:00.000Z',
      windows: 3,
      landed: 3,
      before: 0,
      failed: 0,
      left: 0,
      rows: 8,
      rejected: 1,
    });
    const again = await words();
    assert.equal(again.code, 0);
    assert.match(again.out, /^0 of 3 windows landed with 0 rows, 0 rejected; 3 had landed before\.$/m);
  });

  it('ends with exit code 1 where a window failed, and names it', async () => {
    await source({ fails: 2 });
    const { code, out, error } = await words();
    assert.equal(code, 1);
    assert.match(out, /^2026-01-01T02:00:00.000Z {2}failed .* no row path$/m);
    assert.match(error, /1 windows failed and 1 are left. The last: 2026-01-01T02:00:00.000Z no row path/);
    const told = await words(['--dry-run']);
    assert.equal(told.code, 3);
    assert.match(told.out, /2 of 3 windows would be pulled; 1 failed before\./);
    const others = await words(['--keep-going']);
    assert.match(others.error, /1 windows failed and 0 are left/);
  });

  it('ends with exit code 4 where windows are left for a reason that passes, and with 130 where it is stopped', async () => {
    await source({ down: 2 });
    const left = await words([], 'hours', {
      env: { BIGQUERY_STORAGE_EMULATOR_HOST: world.write.address },
      clock: fastClock(() => world.now(), world.speed),
    });
    assert.equal(left.code, 4, left.error);
    assert.match(left.error, /1 windows are left. 2026-01-01T02:00:00.000Z: .*connect.* The same command goes on/);
    const stopped = await words([], 'hours', { signal: AbortSignal.abort(new Error('Ctrl-C.')) });
    assert.equal(stopped.code, 130);
    assert.match(stopped.error, /3 windows are left. The same command goes on with them/);
  });

  it('refuses a source that is not there and a range that cannot be had, before anything is pulled', async () => {
    await source();
    const { code, error } = await words([], 'days');
    assert.equal(code, 2);
    assert.match(error, /has no source days; it has hours/);
    await rm(join(folder, 'hours.json'));
    assert.match((await words()).error, /has no source hours; it has none/);
    await source({}, { window: { kind: 'snapshot', length: '1h', start: '2026-02-01T00:00:00Z' } });
    const snapshot = await words();
    assert.equal(snapshot.code, 1);
    assert.match(snapshot.error, /a snapshot has no past/);
  });
});
