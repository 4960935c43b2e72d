import assert from 'node:assert/strict';
import type { TreeFiles } from '@penstock/shared/config/door-configuration.ts';
import { pathText } from '@penstock/shared/config/path.ts';
import { problemText } from '@penstock/shared/config/problem.ts';
import { settleTree } from '../../../../functions/loader/config-tree.ts';

/** A bucket of a test: names and their texts. */
function filesOf(texts: Readonly<Record<string, string>>): TreeFiles {
  const info = (name: string) => ({
    bucket: 'b',
    name,
    generation: '1',
    size: Buffer.byteLength(texts[name] as string),
    updatedMs: 0,
  });
  return {
    bucket: 'b',
    shown: (name) => `here/${name}`,
    objects: {
      async *list(_bucket, { prefix }) {
        const names = Object.keys(texts).filter((name) => name.startsWith(prefix));
        yield names.filter((name) => !name.slice(prefix.length).includes('/')).map(info);
      },
      read: async (_bucket, name) => Buffer.from(texts[name] as string),
    },
  };
}

const settle = (texts: Readonly<Record<string, string>>, name = 'sales/orders/_SUCCESS', env = {}) =>
  settleTree(filesOf(texts), name, env);
const told = async (...args: Parameters<typeof settle>) =>
  (await settle(...args)).values.map(({ path, value, from }) => [pathText(path), value, from]);

describe('the configuration of one directory of files', () => {
  it('has each merged value with the file and line that set it, and the table that the path means', async () => {
    const values = await told({
      '_config/load.json': '{\n  "sourceFormat": "CSV",\n  "labels": { "a": "1" }\n}',
      'sales/_config/load.json': '{ "sourceFormat": "AVRO" }',
    });
    assert.deepEqual(values, [
      ['destination', 'sales.orders', 'the path here/sales/orders/_SUCCESS'],
      ['load.writeDisposition', 'WRITE_APPEND', 'defaults'],
      ['load.sourceFormat', 'AVRO', 'here/sales/_config/load.json:1:3'],
      ['load.labels.a', '1', 'here/_config/load.json:3:15'],
    ]);
  });

  it('names project and partition of the destination where they are known', async () => {
    const [destination] = await told({}, 'sales/orders/_SUCCESS', { BQ_PROJECT: 'p', STORAGE_PROJECT: 'p' });
    assert.match(String(destination?.[1]), /sales\.orders$/);
    const texts = { '_config/load.json': '{"destinationTable": {"projectId": "p", "tableId": "t$20260101"}}' };
    assert.equal((await told(texts))[0]?.[1], 'p.sales.t$20260101');
  });

  it('has the external table and the transform of the nearest level', async () => {
    const values = await told({
      'sales/_config/external.json': '{ "sourceFormat": "CSV" }',
      'sales/_config/t.sql': 'SELECT 1',
    });
    assert.deepEqual(values.slice(2), [
      ['external.sourceFormat', 'CSV', 'here/sales/_config/external.json:1:3'],
      ['sql', '8 bytes', 'here/sales/_config/t.sql'],
    ]);
  });

  it('says the problems of each file, and shows nothing then', async () => {
    const { problems, values } = await settle({
      '_config/load.json': '{ "sourceFormat": "CSVV" }',
      '_config/external.json': '{ "sourceFormatt": "CSV" }',
    });
    assert.deepEqual(
      problems.map(problemText).map((text) => text.replace(/, allowed.*;/, ' …')),
      [
        'here/_config/load.json:1:3: sourceFormat: found "CSVV" … did you mean CSV?',
        'here/_config/external.json:1:3: sourceFormatt: found a key that is not known … did you mean sourceFormat?',
      ],
    );
    assert.deepEqual(values, []);
  });

  it('says what only the merged whole breaks, at the file that set it', async () => {
    const { problems, values } = await settle({
      '_config/load.json': '{ "timePartitioning": { "type": "DAY" } }',
      'sales/_config/load.json': '{ "timePartitioning": { "type": null } }',
    });
    assert.equal(problems.length, 1);
    assert.match(problemText(problems[0] as never), /sales\/_config\/load\.json:1:\d+: timePartitioning/);
    assert.ok(values.length > 0);
  });

  it('notes keys that BigQuery refuses together, but not beside a transform', async () => {
    const load = '{ "writeDisposition": "WRITE_TRUNCATE", "schemaUpdateOptions": ["ALLOW_FIELD_ADDITION"] }';
    const { notes } = await settle({ '_config/load.json': load });
    assert.match(notes[0] ?? '', /schemaUpdateOptions \(here\/_config\/load\.json:1:\d+\) goes only with/);
    assert.deepEqual((await settle({ '_config/load.json': load, '_config/t.sql': 'SELECT 1' })).notes, []);
  });

  it('notes a path that means no table', async () => {
    const { notes, values } = await settle({}, '_SUCCESS');
    assert.equal(notes.length, 1);
    assert.ok(values.every(({ path }) => path[0] !== 'destination'));
  });
});
