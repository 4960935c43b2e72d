import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, startWarehouse, type Warehouse } from '../support/warehouse.ts';

interface Ran {
  readonly code: number;
  readonly output: string;
}

describe("Google's bq command line against the local BigQuery", function () {
  this.timeout(120_000);
  let warehouse: Warehouse;
  let folder: string;

  before(async function () {
    if (spawnSync('bq', ['version'], { encoding: 'utf8' }).status !== 0) {
      process.stderr.write('      bq is not installed: these cases are skipped\n');
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'penstock-bq-'));
    // The wrapper wants an account or a token; any token will do, because it is not checked.
    await writeFile(join(folder, 'token'), 'local');
    warehouse = await startWarehouse({ now: Date.now });
    warehouse.objects.put('gs://b/rows.json', '{"id":1,"name":"a"}\n{"id":2,"name":"b"}\n');
  });

  after(async () => {
    await warehouse?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  function bq(...args: string[]): Promise<Ran> {
    const env = {
      ...process.env,
      HOME: folder,
      CLOUDSDK_CONFIG: join(folder, 'gcloud'),
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(folder, 'token'),
    };
    const flags = [`--api=http://${warehouse.service.address}`, `--project_id=${PROJECT}`, '--headless=true'];
    return new Promise((resolve) => {
      execFile('bq', [...flags, ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
      });
    });
  }

  async function ok(...args: string[]): Promise<string> {
    const { code, output } = await bq(...args);
    assert.equal(code, 0, output);
    return output;
  }

  it('makes a dataset and a table, lists and shows them', async () => {
    assert.match(await ok('mk', '--dataset', `${PROJECT}:d`), /successfully created/);
    assert.match(await ok('mk', '--table', 'd.t', 'id:INTEGER,name:STRING'), /successfully created/);
    assert.match(await ok('ls'), /\bd\b/);
    assert.match(await ok('show', 'd.t'), /id: integer/);
  });

  it('loads from Cloud Storage and from a local file', async () => {
    await ok('load', '--source_format=NEWLINE_DELIMITED_JSON', 'd.t', 'gs://b/rows.json');
    const file = join(folder, 'rows.csv');
    await writeFile(file, 'id,name\n7,"x y"\n');
    await ok('load', '--skip_leading_rows=1', 'd.t', file);
    assert.deepEqual(JSON.parse(await ok('--format=json', 'head', 'd.t')), [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
      { id: '7', name: 'x y' },
    ]);
  });

  it('queries, copies and removes', async () => {
    const rows = await ok('--format=json', 'query', '--use_legacy_sql=false', 'SELECT SUM(id) AS s FROM d.t');
    assert.match(rows, /\[\{"s":"10"\}\]/);
    assert.match(await ok('cp', 'd.t', 'd.t2'), /successfully copied/);
    assert.match((await bq('query', '--use_legacy_sql=false', 'SELECT nope FROM d.t')).output, /nope/);
    await ok('rm', '-f', '-t', 'd.t2');
    await ok('rm', '-r', '-f', '-d', 'd');
    assert.doesNotMatch(await ok('ls'), /\bd\b/);
  });
});
