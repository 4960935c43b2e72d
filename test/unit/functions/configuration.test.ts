import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Types alone: loaded here so that its lines count as seen.
import '@penstock/shared/config/door-configuration.ts';
import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { loadConfiguration as firestore } from '../../../functions/firestore/commands/index.ts';
import { loadConfiguration as intake } from '../../../functions/intake/commands/index.ts';
import { loadConfiguration as loader } from '../../../functions/loader/commands/index.ts';
import { loadConfiguration as puller } from '../../../functions/puller/commands/index.ts';
import { loadConfiguration as sink } from '../../../functions/sink/commands/index.ts';
import { derivedValue } from '../../../functions/sink/config/derived.ts';

const LOADERS = { intake, firestore, sink, loader, puller };

describe('the configuration that a door gives to the command', () => {
  const all = new Map<string, DoorConfiguration>();
  before(async () => {
    for (const [name, load] of Object.entries(LOADERS)) all.set(name, await load());
  });
  const of = (door: string): DoorConfiguration => all.get(door) as DoorConfiguration;
  const kind = (door: string, name: string) => {
    const found = of(door).files.find((file) => file.name === name);
    assert.ok(found);
    return found;
  };

  it('has the settings under the name of the door, and schemas that are there', () => {
    for (const [name, { door, settings, files }] of all) {
      assert.equal(door, name);
      assert.ok(Object.keys(settings).length > 3);
      for (const { schema } of files) assert.ok(JSON.parse(readFileSync(schema, 'utf8')).properties);
    }
  });

  it('reads an environment as the function does', async () => {
    assert.throws(() => of('intake').read({ INTAKE_AUTH: 'platfrom' }), /did you mean platform\?/);
    await assert.rejects(async () => of('sink').read({ SINK_DRAIN: 'x' }), /SINK_DRAIN/);
    const folder = mkdtempSync(join(tmpdir(), 'penstock-sources-'));
    try {
      const env = { PULLER_BUCKET: 'b', PULLER_SOURCES: folder };
      assert.deepEqual(await of('puller').read(env), []);
      writeFileSync(join(folder, 'a.yaml'), 'name: 1');
      await assert.rejects(async () => of('puller').read(env), /a\.yaml/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('tells its files by their names or their keys', () => {
    assert.ok(kind('sink', 'sink').recognises('any.yaml', ['routes']));
    assert.ok(kind('puller', 'source').recognises('any.yaml', ['table', 'window']));
    assert.ok(!kind('puller', 'source').recognises('any.yaml', ['table']));
    assert.ok(kind('loader', 'load').recognises('ds/_config/load.json', []));
    assert.ok(!kind('loader', 'load').recognises('ds/_config/upload.json', []));
    assert.ok(kind('loader', 'external').recognises('external.json', []));
  });

  it('returns the problems of a file with their places', async () => {
    const problems = async (door: string, name: string, text: string) => {
      const read = await kind(door, name).read(text, `x.${text.startsWith('{') ? 'json' : 'yaml'}`);
      assert.ok('problems' in read);
      return read.problems.map(({ path, nearest }) => [path.join('.'), nearest]);
    };
    assert.deepEqual(await problems('sink', 'sink', 'errorOutput: { topic: t }\nroute: []\n'), [
      ['routes', undefined],
      ['route', 'routes'],
    ]);
    assert.deepEqual(await problems('loader', 'load', '{"sourceFormat": "AVRA"}'), [['sourceFormat', 'AVRO']]);
    assert.deepEqual(await problems('loader', 'external', '{"sourceFormat": "AVRA"}'), [['sourceFormat', 'AVRO']]);
    const source = await problems('puller', 'source', 'name: a\nwindoww: {}\n');
    assert.ok(source.some(([path, nearest]) => path === 'windoww' && nearest === 'window'));
  });

  it('knows what a route of the sink takes from its mode', () => {
    const file = { routes: [{ mode: 'CDC' }, {}] };
    assert.deepEqual(derivedValue(file, ['routes', 0, 'maxRows']), { value: 1000, from: 'default of CDC' });
    assert.deepEqual(derivedValue(file, ['routes', 0, 'connections']), { value: 1, from: 'default of CDC' });
    assert.equal(derivedValue(file, ['routes', 0, 'insertIds']), undefined);
    assert.deepEqual(derivedValue(file, ['routes', 1, 'insertIds']), {
      value: true,
      from: 'default of STREAMING_INSERTS',
    });
    assert.equal(derivedValue(file, ['routes', 1, 'name']), undefined);
    assert.equal(derivedValue(file, ['maxRows']), undefined);
    assert.equal(derivedValue(file, ['other', 0, 'maxRows']), undefined);
  });
});
