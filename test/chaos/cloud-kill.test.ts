import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { killCommand, type StartedCommand, startCommand } from '../support/start-command.ts';
import { eventually, queryRows } from '../support/suite.ts';

const KILLS = process.env.PENSTOCK_SOAK === '1' ? 12 : 2;
const SEED = 20_261_121;
/** Two sweeps, and the loads of a machine that is busy. */
const SWEPT_MS = 240_000;

/** Everything that `npm start` runs, killed at once; what was acknowledged is counted at the end of its way. */
describe('the whole of npm start, killed', () => {
  let folder: string;
  let running: StartedCommand | undefined;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-cloud-kill-'));
  });
  after(async () => {
    if (running !== undefined) await killCommand(running);
    await rm(folder, { recursive: true });
  });

  it(`loses no acknowledged issue and no acknowledged file in ${KILLS} kills, seed ${SEED}`, async function () {
    this.timeout(120_000 * KILLS + SWEPT_MS);
    const random = mulberry32(SEED);
    const issues = new Set<string>();
    const tables: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      running = await startCommand(['--state', folder]);
      let alive = true;
      const load = Promise.all([
        ...[1, 2, 3, 4].map(() => post(running as StartedCommand, issues, () => alive)),
        upload(running, tables, `t${kill}_`, () => alive),
      ]);
      const before = { issues: issues.size, tables: tables.length };
      await eventually(
        async () => issues.size > before.issues && tables.length > before.tables,
        (acknowledged) => acknowledged,
        60_000,
      );
      await new Promise((resolve) => setTimeout(resolve, random() * 600));
      await killCommand(running);
      alive = false;
      await load;
    }
    running = await startCommand(['--state', folder]);
    const cloud = { addresses: running.addresses, projectId: 'demo-penstock' };
    await eventually(
      async () => {
        const rows = await queryRows(cloud, 'SELECT issue_id FROM issues_ds.issues_stream');
        const landed = new Set(rows.map(([id]) => id));
        return [...issues].filter((id) => !landed.has(id));
      },
      (missing) => missing.length === 0,
    );
    for (const table of tables) {
      // Eventarc delivers again what was not answered, and the loader's sweep, which comes every minute and leaves a
      // window to its event for half of one, submits again what the kill cut off.
      const rows = await eventually(
        () => queryRows(cloud, `SELECT n FROM demo.${table} ORDER BY n`).catch(() => []),
        (found) => found.length > 0,
        SWEPT_MS,
      );
      assert.deepEqual(rows, [['1'], ['2']], table);
    }
  });
});

async function post({ addresses }: StartedCommand, issues: Set<string>, alive: () => boolean): Promise<void> {
  while (alive()) {
    try {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`http://${addresses.intake}/`, { method: 'POST', headers, body: '{"a":1}' });
      const answer = (await response.json()) as { readonly issue_id: string };
      if (response.status < 300) issues.add(answer.issue_id);
    } catch {
      return;
    }
  }
}

/** A table is one file and its success object; it counts when both were acknowledged. */
async function upload(
  { addresses }: StartedCommand,
  tables: string[],
  prefix: string,
  alive: () => boolean,
): Promise<void> {
  const put = async (name: string, body: string): Promise<boolean> => {
    const url = `http://${addresses.storage}/upload/storage/v1/b/penstock-demo/o?uploadType=media&name=${name}`;
    return (await fetch(url, { method: 'POST', body })).ok;
  };
  for (let n = 0; alive(); n += 1) {
    try {
      const table = `${prefix}${n}`;
      const whole = (await put(`demo/${table}/${table}.csv`, 'n\n1\n2\n')) && (await put(`demo/${table}/_SUCCESS`, ''));
      if (whole) tables.push(table);
    } catch {
      return;
    }
  }
}
