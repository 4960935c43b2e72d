import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Written } from '../support/write-many.ts';

const rows = process.env.PENSTOCK_SOAK === '1' ? 10_000_000 : 400_000;
/** The memory that a run may gain after its first tenth: noise of the heap, a fraction of a byte a row. */
const SLACK_BYTES = 8 * 1024 * 1024;

describe('memory', () => {
  const processes: ChildProcess[] = [];

  const start = async (file: string, ...args: string[]): Promise<unknown> => {
    const child = fork(new URL(file, import.meta.url), args, { execArgv: ['--expose-gc'] });
    processes.push(child);
    const died = new AbortController();
    child.once('exit', (code) => died.abort(new Error(`${file} ended with ${code}`)));
    const [message] = await once(child, 'message', { signal: died.signal });
    return message;
  };

  after(() => {
    for (const child of processes) if (child.connected) child.disconnect();
  });

  it(`is as much after ${rows} rows as after a tenth of them`, async function () {
    this.timeout(300_000);
    const { port } = (await start('../../bench/support/null-write-server.ts')) as { port: number };
    const written = (await start('../support/write-many.ts', String(port), String(rows))) as Written;
    const { acknowledged, early, late } = written;
    assert.equal(acknowledged, rows);
    assert.ok(early > 1_000_000 && late - early < SLACK_BYTES, `${early} bytes after a tenth, ${late} at the end`);
  });
});
