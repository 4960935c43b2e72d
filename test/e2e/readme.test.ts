import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { start } from '../../cli/commands/start.ts';
import { commandHelp } from '../../cli/help.ts';
import { DEFAULT_PORTS, type LocalCloud, startLocalCloud } from '../../local/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The code blocks of a page in one language. */
function blocks(page: string, language: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code]) => code as string,
  );
}

describe('local/README.md', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startLocalCloud();
  });
  after(() => cloud.close());

  it('has an example in TypeScript that runs as it stands', async () => {
    const [example, ...more] = blocks('local/README.md', 'ts');
    assert.deepEqual(more, []);
    const args = ['--input-type=module-typescript', '--eval', example as string];
    await run(process.execPath, args, { cwd: ROOT, env: { ...process.env, METADATA_SERVER_DETECTION: 'none' } });
  });

  for (const [at, block] of blocks('local/README.md', 'sh').entries()) {
    for (const line of block.trim().split('\n')) {
      it(`has a command that succeeds (block ${at + 1}): ${line.slice(0, 60)}`, async () => {
        const here = line.replaceAll(/127\.0\.0\.1:(\d+)/g, (_, port) => addressOf(cloud, Number(port)));
        const { stdout } = await run('sh', ['-c', here.replace('curl -s', 'curl -sf')]);
        assert.doesNotThrow(() => JSON.parse(stdout), stdout);
      });
    }
  }

  it('names every port as the code has it', () => {
    const text = readFileSync(join(ROOT, 'local/README.md'), 'utf8');
    for (const [name, port] of Object.entries(DEFAULT_PORTS)) assert.ok(text.includes(String(port)), `${name} ${port}`);
  });
});

describe('README.md', () => {
  it('exports the variables that the cloud gives, with the ports that the code has', async () => {
    const cloud = await startLocalCloud();
    await cloud.close();
    const exports = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^export (\w+)=(\S+)$/gm)];
    assert.ok(exports.length >= 4);
    for (const [, name, value] of exports as unknown as [string, string, string][]) {
      const given = cloud.env[name] as string;
      const port = Number(/:(\d+)$/.exec(value)?.[1]);
      const wanted = Number.isNaN(port) ? given : given.replace(/127\.0\.0\.1:\d+/, addressOf(cloud, port, true));
      assert.equal(value, wanted, name);
    }
  });

  it('names no script that does not exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    for (const page of ['README.md', 'CONTRIBUTING.md']) {
      const text = readFileSync(join(ROOT, page), 'utf8');
      for (const [, name] of text.matchAll(/npm run (?:-s )?([\w:]+)/g))
        assert.ok(Object.hasOwn(scripts, name as string), name);
    }
  });

  it('names no flag that --help does not tell', () => {
    for (const page of ['README.md', 'local/README.md']) {
      const text = readFileSync(join(ROOT, page), 'utf8');
      for (const [flag] of text.matchAll(
        /(?<![\w-])--(?:fresh|memory|state|project|host|ports|quiet|no-functions|help)\b/g,
      )) {
        assert.ok(commandHelp(['start'], start).includes(flag), flag);
      }
    }
  });
});

describe('the documentation', () => {
  it('lists every page of assumptions', () => {
    const index = readFileSync(join(ROOT, 'docs/assumptions.md'), 'utf8');
    const unlisted = readdirSync(join(ROOT, 'docs/assumptions')).filter(
      (page) => !index.includes(`(assumptions/${page})`),
    );
    assert.deepEqual(unlisted, []);
  });

  it('lists every page in docs/README.md', () => {
    const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8');
    const pages = readdirSync(join(ROOT, 'docs')).filter((page) => page.endsWith('.md') && page !== 'README.md');
    assert.deepEqual(
      pages.filter((page) => !index.includes(`(${page})`)),
      [],
    );
  });

  for (const page of ['README.md', 'CONTRIBUTING.md', 'local/README.md', 'docs/README.md', 'docs/architecture.md']) {
    it(`has in ${page} no link to a file that is not there`, () => {
      const text = readFileSync(join(ROOT, page), 'utf8');
      const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target as string);
      const missing = targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)));
      assert.deepEqual(missing, []);
    });
  }
});

/** The address of the service that listens on this port by default; or, the other way round, that port as an address. */
function addressOf(cloud: LocalCloud, port: number, byDefault = false): string {
  const name = Object.entries(DEFAULT_PORTS).find(([, number]) => number === port)?.[0];
  assert.ok(name !== undefined, `no service listens on ${port} by default`);
  return byDefault ? `127.0.0.1:${port}` : (cloud.addresses[name] as string);
}
