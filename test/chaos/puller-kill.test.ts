import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import type { ChildOrder } from '../support/pull-child.ts';
import { type PullerWorld, startPullerWorld } from '../support/puller-world.ts';
import { range } from '../support/write-core.ts';

const SEED = Number(process.env.PENSTOCK_SEED ?? 7);
const KILLS = process.env.PENSTOCK_SOAK === '1' ? 60 : 6;
const WINDOWS = 3;
const ROWS = 600;

describe(`real processes of the puller, killed without a word, seed ${SEED}`, function () {
  this.timeout(60_000 + KILLS * 5_000);
  let world: PullerWorld;
  const children = new Set<ChildProcess>();

  before(async () => {
    world = await startPullerWorld();
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await world.close();
  });

  /** Resolves with what the process printed, once it has ended. */
  function start(order: ChildOrder): { readonly child: ChildProcess; readonly ended: Promise<string> } {
    const child = spawn(process.execPath, ['test/support/pull-child.ts', JSON.stringify(order)], {
      env: { ...process.env, STORAGE_EMULATOR_HOST: `http://${world.storage.service.address}`, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const ended = new Promise<string>((resolve) => {
      child.once('close', () => {
        children.delete(child);
        resolve(text);
      });
    });
    return { child, ended };
  }

  it('land each row once, and every window of one listing', async () => {
    const random = mulberry32(SEED);
    const table = await world.write.table();
    const order = {
      tableId: table.tableId,
      write: world.write.address,
      speed: world.speed,
      windows: WINDOWS,
      rows: ROWS,
    };
    let kills = 0;
    let outcome = '';
    while (!LANDED.test(outcome)) {
      const { child, ended } = start(order);
      const before = objectsIn(world);
      const strikeAt = Math.floor(random() * 60);
      // Killed while it works: at a number of objects that it has written, which is another one each time.
      const strike = (): void => {
        if (objectsIn(world) - before > strikeAt) child.kill('SIGKILL');
      };
      const killer = kills < KILLS ? setInterval(strike, 5) : undefined;
      outcome = await ended;
      clearInterval(killer);
      if (child.signalCode === 'SIGKILL') kills += 1;
      // The lease of the one before has to pass.
      else if (!LANDED.test(outcome)) await new Promise((resolve) => setTimeout(resolve, 150));
    }
    assert.ok(kills > 0, 'no process was killed at work');
    const expected = range(0, WINDOWS).flatMap((window) => range(window * 10_000, ROWS));
    assert.deepEqual(await world.write.ids(table), expected);
    const names = await world.write.query(
      `SELECT count(DISTINCT name) AS names FROM ${world.write.physical(table.tableId)} GROUP BY id // 10000`,
    );
    assert.deepEqual(
      names.map((row) => Number(row.names)),
      range(0, WINDOWS).map(() => 1),
    );
  });
});

const LANDED = /"state":"(?:done|idle)","windows"/;

function objectsIn({ storage }: PullerWorld): number {
  return [...storage.service.listObjects('spool', '')].length;
}
