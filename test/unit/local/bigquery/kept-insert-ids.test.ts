import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '../../../../local/index.ts';

describe('insertIds', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-insert-ids-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Inserts the ids and returns how many rows the table has then. */
  async function insert(ids: readonly string[], now = Date.now): Promise<number> {
    const cloud = await startLocalCloud({
      stateDir: folder,
      now,
      resources: {
        datasets: ['d'],
        tables: [{ datasetId: 'd', tableId: 't', resource: { schema: { fields: [{ name: 'x', type: 'STRING' }] } } }],
      },
    });
    const base = `http://${cloud.addresses.bigquery}/bigquery/v2/projects/${cloud.projectId}`;
    const post = async (path: string, body: object): Promise<Record<string, unknown>> =>
      (await (await fetch(`${base}/${path}`, { method: 'POST', body: JSON.stringify(body) })).json()) as Record<
        string,
        unknown
      >;
    await post('datasets/d/tables/t/insertAll', { rows: ids.map((insertId) => ({ insertId, json: { x: insertId } })) });
    const { rows } = await post('queries', { query: 'SELECT COUNT(*) FROM d.t', useLegacySql: false });
    await cloud.close();
    return Number((rows as { f: { v: string }[] }[])[0]?.f[0]?.v);
  }

  it('are remembered over a clean restart, for as long as they count', async () => {
    const tab = 'tab\tand\nline';
    assert.equal(await insert(['a', tab]), 2);
    assert.equal(await insert(['a', tab, 'b']), 3);
    const later = Date.now() + 61_000;
    assert.equal(await insert(['a'], () => later), 4);
  });

  it('are no reason to fail where the file of them is odd', async () => {
    assert.equal(await insert(['a']), 1);
    await writeFile(join(folder, 'bigquery/insert-ids'), 'x\ny\t\n\t');
    assert.equal(await insert(['b']), 2);
  });
});
