import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../../local/index.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { penstock } from '../../../support/penstock.ts';

const SINK =
  'errorOutput: { topic: errors }\nroutes:\n  - name: a\n    table: d.t\n    mode: CDC\n    sequence: ["$.at"]\n';

describe('penstock config', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const config = (...args: readonly string[]) => penstock(['config', ...args]);
  const json = async (...args: readonly string[]) =>
    (await config(...args, '--json')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  describe('check', () => {
    it('says every problem by place, path, found, allowed and nearest match, and ends with 2', async () => {
      const path = file('sink.yaml', SINK.replace('mode: CDC', 'mode: CDCC').replace('table: d.t', 'tabel: d.t'));
      const { code, out, error } = await config('check', path);
      assert.equal(code, 2);
      assert.match(out, /sink\.yaml:5:5: routes\[0\]\.mode: found "CDCC", allowed is one of .*; did you mean CDC\?/);
      assert.match(out, /routes\[0\]\.tabel: found a key that is not known.*did you mean table\?/);
      assert.match(error, /CONFIG_INVALID: 3 problems, 1 checked/);
      const [first] = (await json('check', path)).filter(({ path: at }) => at === 'routes[0].mode');
      assert.deepEqual(
        [first.name, first.line, first.found, first.nearest, typeof first.allowed],
        [path, 5, '"CDCC"', 'CDC', 'string'],
      );
    });

    it('passes files of every kind in a folder, and says which it passed over', async () => {
      file('a/sink.yaml', SINK);
      file('a/volumes.yaml', 'intake: { perSecond: 5 }\npeak: 2\n');
      file('a/other.json', '{"compilerOptions": {}}');
      file('node_modules/x/sink.yaml', 'routes: 1');
      const { code, out, error } = await config('check', folder);
      assert.deepEqual([code, out], [0, '0 problems, 2 checked\n']);
      assert.match(error, /Passed over, because they look like none of sink, .*other\.json/);
    });

    it('knows the kind of a file in which the telling key is misspelt', async () => {
      const { out } = await config(
        'check',
        file('s.yaml', `subscriptions: []\nmaxMessages: 1\n${SINK.replace('routes', 'rotues')}`),
      );
      assert.match(out, /rotues: found a key that is not known.*did you mean routes\?/);
      const broken = await config('check', file('s.json', '{"routes": [],}'));
      assert.equal(broken.code, 2);
      assert.match(broken.out, /s\.json:1:\d+/);
    });

    it('asks for the kind of a file that looks like none, and takes it from the flag', async () => {
      const path = file('x.yaml', 'a: 1\n');
      const { code, error } = await config('check', path);
      assert.equal(code, 2);
      assert.match(error, /looks like none of sink, .*--kind/);
      assert.match((await config('check', path, '--kind', 'source')).out, /window: found nothing/);
    });

    it('merges a tree for each directory, and tells a problem of a shared level once', async () => {
      file('drop/_config/load.json', '{ "sourceFormat": "CSV", "timePartitioning": { "type": "DAY" } }');
      file('drop/sales/_config/load.json', '{ "timePartitioning": { "type": null } }');
      file('drop/sales/orders/part-1.csv', 'a');
      file('drop/sales/items/part-1.csv', 'a');
      const { code, out } = await config('check', join(folder, 'drop'));
      assert.equal(code, 2);
      assert.equal(out.trim().split('\n').length, 1);
      assert.match(out, /sales\/_config\/load\.json:1:\d+: timePartitioning/);
    });

    it('says two transforms of one directory, and keys that BigQuery refuses together', async () => {
      file('drop/a/b/_config/x.sql', 'SELECT 1');
      file('drop/a/b/_config/y.sql', 'SELECT 1');
      const pair =
        '{ "timePartitioning": { "type": "DAY" }, "rangePartitioning": { "field": "a", "range": { "start": "1", "end": "2", "interval": "1" } } }';
      file('drop/c/d/_config/load.json', pair);
      const { out } = await config('check', join(folder, 'drop'));
      assert.match(out, /are in one directory, and a batch has one transform/);
      assert.match(out, /timePartitioning \(.*load\.json:1:\d+\) and rangePartitioning .* cannot be set together/);
    });

    it('checks the environment of a function from a file, with names that it does not read', async () => {
      const path = file(
        'intake.env',
        'INTAKE_MAX_BYTES=5XB\nINTAKE_MAX_DEPT=3\nSOMETHING_ELSE=1\nINTAKE_AUTH=webhok\n',
      );
      const { code, out } = await config('check', '--door', 'intake', '--env-file', path);
      assert.equal(code, 2);
      const lines = out.trim().split('\n');
      assert.match(
        lines[0] ?? '',
        /INTAKE_MAX_DEPT: the intake reads no such variable; did you mean INTAKE_MAX_DEPTH\?/,
      );
      assert.match(lines[1] ?? '', /SOMETHING_ELSE: .*remove it/);
      assert.match(out, /INTAKE_MAX_BYTES: found "5XB": allowed is a size from 1KB to 9MB/);
      assert.match(out, /INTAKE_AUTH: found "webhok": .*did you mean webhook\?/);
    });

    it('finds in a shell only names that are nearly one of the function', async () => {
      const env = { HOME: '/root', SINK_DRIAN: '1s', PATH: '/bin' };
      const { code, out } = await penstock(['config', 'check', '--door', 'sink'], { env });
      assert.equal(code, 2);
      assert.match(out, /^this shell: SINK_DRIAN: .*did you mean SINK_DRAIN\?\n$/);
    });

    it('checks the files that an environment names', async () => {
      const env = { SINK_CONFIG: file('sink.yaml', SINK.replace('CDC', 'CCD')), GOOGLE_CLOUD_PROJECT: 'p' };
      const { code, out } = await penstock(['config', 'check', '--door', 'sink'], { env });
      assert.equal(code, 2);
      assert.match(out, /routes\[0\]\.mode: found "CCD"/);
    });

    it('says what it needs where nothing is named or nothing is there', async () => {
      assert.match((await config('check')).error, /Nothing to check: name files/);
      assert.match((await config('check', join(folder, 'none', 'x.yaml'))).error, /is not there/);
      file('empty/readme.md', 'x');
      assert.match((await config('check', join(folder, 'empty'))).error, /holds no file that ends in/);
      assert.match(
        (await config('check', '--door', 'sink', '--env-file', join(folder, 'no'))).error,
        /--env-file: .*cannot be read/,
      );
      assert.match((await config('check', 'gs://')).error, /write gs:\/\/bucket\/prefix/);
    });
  });

  describe('explain', () => {
    it('shows every value of a file with its line, and defaults of the schema and of the mode', async () => {
      const { code, out } = await config('explain', file('sink.yaml', SINK));
      assert.equal(code, 0);
      assert.match(out, /routes\[0\]\.mode +CDC +.*sink\.yaml:5:5/);
      assert.match(out, /maxMessages +40000 +default\n/);
      assert.match(out, /routes\[0\]\.maxRows +1000 +default of CDC/);
    });

    it('shows the merged configuration of a directory with the origin of each value', async () => {
      file('drop/_config/load.json', '{ "sourceFormat": "CSV" }');
      file('drop/sales/_config/load.json', '{ "skipLeadingRows": 1 }');
      file('drop/sales/orders/part-1.csv', 'a');
      const success = join(folder, 'drop/sales/orders/_SUCCESS');
      const rows = await json('explain', success);
      assert.deepEqual(
        rows.map(({ key, value }) => [key, value]),
        [
          ['destination', 'sales.orders'],
          ['load.writeDisposition', 'WRITE_APPEND'],
          ['load.sourceFormat', 'CSV'],
          ['load.skipLeadingRows', 1],
        ],
      );
      assert.equal(rows[2].from, `${join(folder, 'drop/_config/load.json')}:1:3`);
      assert.deepEqual(await json('explain', dirname(success)), rows);
    });

    it('shows the environment of a function, and then what is wrong with it; secrets never', async () => {
      const env = { PULLER_PARALLEL: '9' };
      const { code, out, error } = await penstock(['config', 'explain', '--door', 'puller'], { env });
      assert.equal(code, 2);
      assert.match(out, /PULLER_PARALLEL +9 +this shell/);
      assert.match(out, /PULLER_BUCKET +missing/);
      assert.match(error, /PULLER_BUCKET: missing/);
    });

    it('refuses a file that is wrong, and a command line that names nothing or both', async () => {
      const { code, error } = await config('explain', file('sink.yaml', SINK.replace('CDC', 'CCD')));
      assert.equal(code, 2);
      assert.match(error, /did you mean CDC/);
      assert.match((await config('explain')).error, /Name a config file/);
      assert.match((await config('explain', file('x.yaml', 'a: 1'))).error, /--kind/);
      file('drop/_config/load.json', '{}');
      const nowhere = await config('explain', join(folder, 'drop/_SUCCESS'));
      assert.equal(nowhere.code, 2);
      assert.match(nowhere.error, /would not be loaded/);
      file('drop/_config/load.json', '{ "sourceFormat": "CVS" }');
      assert.match((await config('explain', join(folder, 'drop/a/'))).error, /a\/ is not there|did you mean CSV/);
    });
  });

  describe('schema', () => {
    it('prints the schema of each kind of file, and of the environment of each function', async () => {
      for (const name of ['sink', 'load', 'external', 'source', 'volumes', 'intake', 'sink-environment', 'puller']) {
        const { code, out } = await config('schema', name);
        assert.equal(code, 0);
        const { $schema, properties } = JSON.parse(out);
        assert.match($schema, /json-schema\.org/);
        assert.ok(Object.keys(properties).length > 3, name);
      }
      const puller = JSON.parse((await config('schema', 'puller')).out);
      assert.deepEqual(puller.required, ['PULLER_BUCKET']);
      assert.equal(puller.properties.PULLER_PARALLEL.default, '4');
    });

    it('says the nearest name, or all of them', async () => {
      assert.match((await config('schema', 'sorce')).error, /did you mean source\?/);
      assert.match((await config('schema', 'xxxxxxxxxx')).error, /there are sink, load, external, source/);
    });
  });

  describe('in Cloud Storage', () => {
    let cloud: LocalCloud;
    let restore: () => void;
    before(async () => {
      cloud = await startLocalCloud({ resources: { buckets: ['drop'] } });
      restore = setEnvironment(cloud.env);
      const upload = async (name: string, text: string): Promise<void> => {
        const url = `http://${cloud.addresses.storage}/upload/storage/v1/b/drop/o?uploadType=media&name=${encodeURIComponent(name)}`;
        assert.equal((await fetch(url, { method: 'POST', body: text })).status, 200);
      };
      await upload('_config/load.json', '{ "sourceFormat": "CSV" }');
      await upload('sales/_config/load.json', '{ "sourceFormat": "AVRA" }');
      await upload('stock/items/_SUCCESS', '');
    });
    after(async () => {
      restore();
      await cloud.close();
    });

    it('checks and explains the tree of a bucket', async () => {
      const checked = await penstock(['config', 'check', 'gs://drop/'], { env: cloud.env });
      assert.equal(checked.code, 2);
      assert.match(checked.out, /^gs:\/\/drop\/sales\/_config\/load\.json:1:3: sourceFormat: .*did you mean AVRO\?\n$/);
      const explained = await penstock(['config', 'explain', 'gs://drop/stock/items/_SUCCESS'], { env: cloud.env });
      assert.equal(explained.code, 0);
      assert.match(explained.out, /destination +stock\.items/);
      assert.match(explained.out, /load\.sourceFormat +CSV +gs:\/\/drop\/_config\/load\.json:1:3/);
    });
  });
});
