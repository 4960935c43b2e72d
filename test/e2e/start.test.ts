import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killCommand, portsBut, runCommand, type StartedCommand, startCommand } from '../support/start-command.ts';
import { eventually } from '../support/suite.ts';

const CLOUD_ONLY = ['--no-functions'];

describe('npm start', function () {
  // Some of these start it several times, which takes seconds each where both cores are busy.
  this.timeout(180_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-start-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** One sentence, a status, and nothing else. */
  async function fails(args: readonly string[], status: number, sentence: RegExp): Promise<void> {
    const { code, stdout, stderr } = await runCommand(args);
    assert.equal(code, status, stderr);
    assert.match(stderr, sentence);
    assert.equal(stdout, '');
    assert.equal(/\n\s+at /.test(stderr), false, `no stack trace: ${stderr}`);
    assert.ok(stderr.trim().split('\n').length <= 2, stderr);
  }

  describe('with a state folder that an earlier run kept', () => {
    let kept: string;
    let running: StartedCommand;
    before(async () => {
      kept = join(folder, 'kept');
      running = await startCommand(['--state', kept]);
      const put = (path: string, body: object): Promise<Response> =>
        fetch(`http://${running.addresses.documents}/documents/${path}`, { method: 'PUT', body: JSON.stringify(body) });
      assert.equal((await put('issues/1', { title: 'kept' })).status, 200);
    });
    after(() => killCommand(running));

    it('refuses to be a second one on it, and leaves the first one be', async () => {
      await fails(
        [...CLOUD_ONLY, '--state', kept],
        1,
        /^The state folder \S+ is in use by another Penstock \(process \d+\): /,
      );
      assert.equal((await fetch(`http://${running.addresses.documents}/documents/issues/1`)).status, 200);
    });

    it('has after a kill what it acknowledged, and removes on --fresh what services kept, and nothing else', async () => {
      await killCommand(running);
      await eventually(
        async () => (await fetch(`http://${running.addresses.intake}/`).catch(() => undefined))?.status,
        (status) => status === undefined,
      );
      await writeFile(join(kept, 'secrets.json'), '{"mine":"x"}');
      running = await startCommand([...CLOUD_ONLY, '--state', kept]);
      const read = (): Promise<number> =>
        fetch(`http://${running.addresses.documents}/documents/issues/1`).then(({ status }) => status);
      assert.equal(await read(), 200);
      running.child.kill('SIGTERM');
      assert.equal((await running.ended).code, 0);
      assert.equal(existsSync(join(kept, 'lock')), false);
      running = await startCommand([...CLOUD_ONLY, '--state', kept, '--fresh']);
      assert.equal(await read(), 404);
      assert.equal(await readFile(join(kept, 'secrets.json'), 'utf8'), '{"mine":"x"}');
    });

    it('stops on Ctrl-C, and says nothing more than it had to say', async () => {
      running.child.kill('SIGINT');
      const { code, stderr } = await running.ended;
      assert.deepEqual([code, stderr], [0, '']);
    });
  });

  it('forgets everything on a reset from the console, and is there again at the same addresses', async () => {
    const running = await startCommand([...CLOUD_ONLY, '--state', join(folder, 'reset')]);
    const { addresses } = running;
    const console = `http://${addresses.console}`;
    const shell = async (): Promise<string> => (await fetch(console)).text();
    const token = async (): Promise<string> => /data-token="([^"]+)"/.exec(await shell())?.[1] ?? '';
    try {
      const document = `http://${addresses.documents}/documents/issues/1`;
      await fetch(document, { method: 'PUT', body: '{"a":1}' });
      const before = await token();
      const post = (given: string): Promise<Response> =>
        fetch(`${console}/api/reset`, { method: 'POST', headers: { 'x-penstock-token': given } });
      assert.equal((await post('guessed')).status, 403);
      assert.equal((await post(before)).status, 202);
      await eventually(
        () => token().catch(() => before),
        (now) => now !== before && now !== '',
        30_000,
      );
      assert.equal((await fetch(document)).status, 404);
    } finally {
      running.child.kill('SIGINT');
    }
    assert.equal((await running.ended).code, 0);
  });

  it('says when it listens elsewhere than on loopback, and which port is taken', async () => {
    const taken: Server = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    try {
      const { port } = taken.address() as AddressInfo;
      const inUse = (name: string): Promise<void> => {
        const sentence = new RegExp(`^Port ${port} \\(${name}\\) is in use: .*--ports ${name}=PORT\\.$`, 'm');
        return fails(['--memory', '--ports', portsBut({ [name]: port })], 1, sentence);
      };
      await Promise.all(['storage', 'bigquery-storage', 'sink'].map(inUse));
    } finally {
      taken.close();
    }
    const open = await startCommand([...CLOUD_ONLY, '--memory', '--host', '0.0.0.0']);
    open.child.kill('SIGINT');
    const { code, stdout } = await open.ended;
    assert.match(
      stdout,
      /Listening on 0\.0\.0\.0: everybody who reaches this address can read and write everything here/,
    );
    assert.match(stdout, / http:\/\/127\.0\.0\.1:\d+ /);
    assert.equal(code, 0);
  });

  it('refuses with one sentence what it cannot keep its state in', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await Promise.all([
      fails([...CLOUD_ONLY, '--state', file], 1, /is not a folder: choose another with --state DIR\.$/m),
      fails([...CLOUD_ONLY, '--state', join(file, 'below')], 1, /is not a folder/),
      existsSync('/proc/self') && fails([...CLOUD_ONLY, '--state', '/proc/none'], 1, /cannot be written \(\w+\)/),
    ]);
  });

  it('refuses with one sentence damaged state, whichever service kept it, and starts afresh on request', async () => {
    const good = join(folder, 'good');
    const first = await startCommand([...CLOUD_ONLY, '--state', good]);
    await fetch(`http://${first.addresses.documents}/documents/a/1`, { method: 'PUT', body: '{"x":1}' });
    // A second record behind the damage: a torn last one would be a write that the end of the process cut off.
    const object = `http://${first.addresses.storage}/upload/storage/v1/b/penstock-demo/o?uploadType=media&name=x`;
    assert.equal((await fetch(object, { method: 'POST', body: 'x' })).status, 200);
    first.child.kill('SIGINT');
    await first.ended;
    const damage: readonly (readonly [string, (path: string) => Promise<void>])[] = [
      ['pubsub/pubsub.journal', flipByte],
      ['storage/journal', flipByte],
      ['documents/documents', (path) => writeFile(path, 'a file of somebody else, and no journal at all')],
      ['bigquery/warehouse.duckdb', (path) => writeFile(path, 'garbage')],
    ];
    await Promise.all(
      damage.map(async ([name, spoil], at) => {
        const damaged = join(folder, `damaged-${at}`);
        await cp(good, damaged, { recursive: true });
        await spoil(join(damaged, name));
        await fails([...CLOUD_ONLY, '--state', damaged], 1, /start with --fresh to forget this state, or put the file/);
        assert.deepEqual(
          (await readdir(damaged)).filter((entry) => entry.startsWith('lock')),
          [],
        );
      }),
    );
    const fresh = await startCommand([...CLOUD_ONLY, '--state', join(folder, 'damaged-3'), '--fresh']);
    await killCommand(fresh);
  });

  it('refuses a flag that it does not know', () =>
    fails(['--frsh'], 2, /^There is no flag --frsh; did you mean --fresh\?\npenstock start --help/));

  it('says why it stops, whichever signal it gets', async () => {
    for (const [signal, line] of [
      ['SIGTERM', /Asked to end\. Stopping; what is under way is finished first\.[\s\S]*\nStopped\.\n$/],
      ['SIGHUP', /The terminal was closed\. Stopping/],
    ] as const) {
      const started = await startCommand([...CLOUD_ONLY, '--memory']);
      started.child.kill(signal);
      const { code, stdout } = await started.ended;
      assert.equal(code, 0);
      assert.match(stdout, line);
    }
  });

  it('leaves a line and ends with 1 where its functions end, or where an error is caught by nothing', async () => {
    const dying = await startCommand(['--memory']);
    const [host] = (
      await readFile(`/proc/${dying.child.pid}/task/${dying.child.pid}/children`, 'utf8').catch(() => '')
    ).split(' ');
    if (host !== undefined && host !== '') {
      process.kill(Number(host), 'SIGKILL');
      const { code, stderr } = await dying.ended;
      assert.equal(code, 1);
      assert.match(stderr, /^INTERNAL: The functions' process ended by itself \(SIGKILL/);
    } else await killCommand(dying);
    // Thrown once the command catches what nothing else does, however long its start takes.
    const boom =
      "data:text/javascript,setInterval(()=>{if(process.listenerCount('uncaughtException'))throw(Error(404))},20)";
    const { code, stderr } = await runCommand([...CLOUD_ONLY, '--memory'], { NODE_OPTIONS: `--import=${boom}` });
    assert.equal(code, 1);
    assert.match(stderr, /^Penstock ended by an error that nothing caught; please report it\.\nError: 404\n/);
  });

  it('stops cleanly, and says why, where nothing reads its output any more', async () => {
    const started = await startCommand([...CLOUD_ONLY, '--memory']);
    started.child.stdout?.destroy();
    await fetch(`http://${started.addresses.documents}/documents/a/1`, { method: 'PUT', body: '{}' });
    const { code, stderr } = await started.ended;
    assert.deepEqual([code, stderr], [0, 'Stopping, because the output cannot be written any more (EPIPE).\n']);
  });
});

async function flipByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, 12);
  await file.write(Buffer.from([(byte[0] as number) ^ 0xff]), 0, 1, 12);
  await file.close();
}
