import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { penstock } from '../../../support/penstock.ts';

describe('penstock cost', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-cost-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const records = async (...flags: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
    const { code, out, error } = await penstock(['cost', '--json', ...flags]);
    assert.deepEqual([code, error], [0, '']);
    return out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const totalOf = async (...flags: readonly string[]): Promise<number> =>
    (await records(...flags)).find(({ kind }) => kind === 'total')?.dollars as number;

  it('prints parts, other ways, needs, quotas and the ladder as tables', async () => {
    const { code, out } = await penstock(['cost']);
    assert.equal(code, 0);
    for (const word of [
      /list prices of \d{4}-/,
      /Pub\/Sub +[\d.]+/,
      /total [\d.,]+/,
      /a BigQuery subscription/,
      /Dataflow template/,
      /needed at the peak, 3 times/i,
      /is met first, at [\d,.]+ messages a second/,
      /1,000,000 /,
    ])
      assert.match(out, word);
    assert.match((await penstock(['cost', '--details'])).out, /GiB-seconds/);
  });

  it('prints with --json one object a line, each with its kind, and the sum of its items', async () => {
    const lines = await records();
    const kinds = new Set(lines.map(({ kind }) => kind));
    assert.deepEqual([...kinds], ['item', 'total', 'alternative', 'capacity', 'quota', 'rate']);
    const items = lines.filter(({ kind }) => kind === 'item');
    const sum = items.reduce((all, { dollars }) => all + (dollars as number), 0);
    assert.ok(Math.abs(sum - (await totalOf())) < 0.01 * items.length);
    assert.equal(lines.filter(({ first }) => first === true).length, 1);
  });

  it('takes flags over the file, and the file over the defaults', async () => {
    const path = file('volumes.yaml', 'intake: { perSecond: 500 }\nsink: { mode: FILE_LOADS }\n');
    const intake = async (...flags: readonly string[]): Promise<unknown> =>
      (await records(...flags)).find(({ kind, door }) => kind === 'capacity' && door === 'intake')?.peakPerSecond;
    assert.equal(await intake(), 30);
    assert.equal(await intake('--volumes', path), 1500);
    assert.equal(await intake('--volumes', path, '--intake', '7'), 21);
    assert.ok((await totalOf('--loaded', '900GB')) > (await totalOf()));
  });

  it('says that a pool whose instances wait for a connection does not grow', async () => {
    const many = ['--intake', '50000', '--firestore', '0'];
    assert.match((await penstock(['cost', ...many])).out, /raise --connections and --pull-streams/);
    const raised = await penstock(['cost', ...many, '--connections', '4', '--pull-streams', '4']);
    assert.doesNotMatch(raised.out, /raise --connections/);
  });

  it('says every problem of a volumes file by its place, with the nearest match', async () => {
    const path = file('wrong.yaml', 'intake: { perSecnd: 5 }\nsink: { mode: STORAGE_WRIT }\npeak: 0\n');
    const { code, error } = await penstock(['cost', '--volumes', path]);
    assert.equal(code, 2);
    assert.match(error, /wrong\.yaml:1:11: intake\.perSecnd: .*did you mean perSecond\?/);
    assert.match(error, /sink\.mode: found "STORAGE_WRIT".*did you mean STORAGE_WRITE\?/);
    assert.match(error, /peak: found 0, allowed is a number from 1/);
  });

  it('says that a volumes file is not there', async () => {
    const { code, error } = await penstock(['cost', '--volumes', join(folder, 'none.yaml')]);
    assert.equal(code, 2);
    assert.match(error, /--volumes: .*none\.yaml cannot be read/);
  });
});
