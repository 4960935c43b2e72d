import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptResources, shortName } from '../../../../local/core/kept-resources.ts';

interface Thing {
  readonly name: string;
  readonly value: number;
}

describe('resources that are kept', () => {
  let folder: string;
  let applied: Thing[];
  let removed: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-kept-'));
    applied = [];
    removed = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function opened(ofSetup: readonly Thing[] = [], file: string | undefined = join(folder, 'things.json')) {
    const things = new KeptResources<Thing>({
      file,
      apply: (thing) => void applied.push(thing),
      remove: (name) => void removed.push(name),
      notFound: (name) => `no ${name}`,
      exists: (name) => `${name} is there`,
    });
    await things.open(ofSetup);
    return things;
  }

  it('has what was made before, and the set-up as it says now', async () => {
    const first = await opened([{ name: 'p/setup', value: 1 }]);
    await first.create({ name: 'p/a', value: 1 });
    await first.change('p/setup', (before) => ({ ...before, value: 9 }));
    await first.change('p/a', (before) => ({ ...before, value: before.value + 1 }));
    applied = [];
    const again = await opened([{ name: 'p/setup', value: 2 }]);
    assert.deepEqual(again.list('p/'), [
      { name: 'p/a', value: 2 },
      { name: 'p/setup', value: 2 },
    ]);
    assert.deepEqual(applied, [{ name: 'p/a', value: 2 }]);
  });

  it('loses no change of those that come at the same time', async () => {
    const things = await opened();
    await things.create({ name: 'a', value: 0 });
    await Promise.all(
      Array.from({ length: 20 }, () => things.change('a', (before) => ({ ...before, value: before.value + 1 }))),
    );
    assert.equal(things.get('a').value, 20);
    assert.match(await readFile(join(folder, 'things.json'), 'utf8'), /"value": 20/);
  });

  it('is as it was where the file cannot be written, and nothing takes effect', async () => {
    const things = await opened();
    await things.create({ name: 'a', value: 1 });
    applied = [];
    // A folder in the place of the file that is written first.
    await mkdir(join(folder, 'things.json.next'));
    await assert.rejects(things.create({ name: 'b', value: 1 }));
    await assert.rejects(things.change('a', (before) => ({ ...before, value: 2 })));
    await assert.rejects(things.delete('a'));
    assert.deepEqual([things.list(''), applied, removed], [[{ name: 'a', value: 1 }], [], []]);
    await rmdir(join(folder, 'things.json.next'));
    await things.delete('a');
    assert.deepEqual([things.list(''), removed], [[], ['a']]);
  });

  it('refuses what is there already, and what is not there', async () => {
    const things = await opened([], undefined);
    await things.create({ name: 'a', value: 1 });
    await assert.rejects(things.create({ name: 'a', value: 2 }), { code: 'ALREADY_EXISTS', message: 'a is there' });
    await assert.rejects(things.delete('b'), { code: 'NOT_FOUND', message: 'no b' });
    const kept = things.delete('a', () => {
      throw new Error('not this one');
    });
    await assert.rejects(kept, /not this one/);
    assert.equal(things.has('a'), true);
  });

  for (const [name, short] of [
    ['projects/p/locations/here/jobs/a', 'a'],
    ['projects/p/locations/there/jobs/a', 'there/a'],
    ['projects/q/locations/here/jobs/a', 'q/here/a'],
  ] as const) {
    it(`calls ${name} ${short} in the project p`, () =>
      assert.equal(shortName(name, { projectId: 'p', location: 'here' }), short));
  }
});
