import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Happening } from '../../../../local/core/service.ts';
import { type Functions, happeningOf, startFunctions } from '../../../../local/functions/functions.ts';

const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

describe("the functions' process", () => {
  let folder: string;
  let told: Happening[];
  let running: Functions | undefined;
  let crashes: string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-functions-'));
    await symlink(MODULES, join(folder, 'node_modules'));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(() => {
    told = [];
    crashes = [];
    running = undefined;
  });
  afterEach(() => running?.close());

  async function load(code: string, port = 0, env: Record<string, string> = {}): Promise<Functions> {
    const file = join(folder, `f${Math.random()}.mjs`);
    await writeFile(file, `import { http } from '@google-cloud/functions-framework';\n${code}`);
    running = await startFunctions({
      host: '127.0.0.1',
      functions: [{ name: 'intake', source: pathToFileURL(file).href, port, env }],
      env: { FROM_THE_CLOUD: 'here' },
      report: (happening) => void told.push(happening),
      onCrash: (message) => void crashes.push(message),
    });
    return running;
  }

  async function start(code: string, port = 0, env: Record<string, string> = {}): Promise<Functions> {
    const functions = await load(code, port, env);
    await functions.listen();
    return functions;
  }

  it('refuses every connection until it is told to listen, and says before where that will be', async () => {
    const { addresses, listen } = await load("http('intake', (request, response) => response.end('here'));");
    await assert.rejects(fetch(`http://${addresses.intake}/`));
    await listen();
    assert.equal(await (await fetch(`http://${addresses.intake}/`)).text(), 'here');
  });

  it('keeps a port that it chose until it listens there', async () => {
    const { addresses, listen } = await load("http('intake', (request, response) => response.end('here'));");
    const thief = createServer();
    thief.listen(Number(addresses.intake?.split(':')[1]), '127.0.0.1');
    try {
      await assert.rejects(once(thief, 'listening'), { code: 'EADDRINUSE' });
    } finally {
      thief.close();
    }
    await listen();
    assert.equal(await (await fetch(`http://${addresses.intake}/`)).text(), 'here');
  });

  it('fails to start where its process ends between loading and listening', async () => {
    const functions = await load("http('intake', () => {}); setTimeout(() => process.exit(5), 50);");
    while (isAlive(functions.pid as number)) await new Promise((resolve) => setTimeout(resolve, 5));
    await assert.rejects(functions.listen(), /\(code 5/);
    assert.deepEqual(crashes, []);
  });

  it('serves a function with its own environment, that of the cloud, and its port', async () => {
    const code = `const { OWN, FROM_THE_CLOUD, PORT } = process.env;
      http('intake', (request, response) => response.json([OWN, FROM_THE_CLOUD, PORT]));`;
    const { addresses } = await start(code, 0, { OWN: 'x' });
    const answer = await (await fetch(`http://${addresses.intake}/`)).json();
    assert.deepEqual(answer, ['x', 'here', addresses.intake?.split(':')[1]]);
  });

  for (const [what, code, sentence] of [
    ['throws', "throw new Error('TOPIC is missing');", /^The function intake did not start: TOPIC is missing$/],
    ['has a typing error', 'const = 1;', /^The function intake did not start: /],
    ['registers another name', "http('other', () => {});", /^The function intake did not start: /],
    [
      'ends its process with a last word',
      'console.error(\'{"message":"no such table"}\'); process.exit(3);',
      /^The function intake did not start \(code 3: no such table\)\.$/,
    ],
  ] as const) {
    it(`says which function did not start, and why, where it ${what}`, async () => {
      await assert.rejects(start(code), (error: Error) => {
        assert.match(error.message, sentence);
        assert.equal(error.message.includes('\n'), false);
        return true;
      });
    });
  }

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      await assert.rejects(start("http('intake', () => {});", port), {
        message: new RegExp(`^Port ${port} \\(intake\\) is in use: `),
      });
    } finally {
      taken.close();
    }
  });

  it('tells when it ends by itself, with its last word', async () => {
    const code = "http('intake', () => { console.error('out of luck'); process.exit(7); });";
    const { addresses } = await start(code);
    await fetch(`http://${addresses.intake}/`).catch(() => undefined);
    while (crashes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(crashes, ["The functions' process ended by itself (code 7: out of luck)."]);
  });

  it('is ended by close without being told to have crashed', async () => {
    const functions = await start("http('intake', (request, response) => response.end());");
    await functions.close();
    assert.deepEqual(crashes, []);
    assert.throws(() => process.kill(functions.pid as number, 0));
  });

  it('reads a log line as what happened, and any other line as it is', () => {
    const line = JSON.stringify({ severity: 'INFO', message: 'load', door: 'loader', files: 2, nested: {}, time: 'x' });
    const { units, ...told } = happeningOf(line);
    assert.equal(units?.count, 1);
    assert.deepEqual(told, {
      service: 'functions',
      what: 'load',
      resource: 'loader',
      facts: { files: 2 },
    });
    assert.deepEqual(happeningOf('plain'), { service: 'functions', what: 'plain', resource: '' });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
