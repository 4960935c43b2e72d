/** JSON has one stored form, whatever door it came by. */

import assert from 'node:assert/strict';
import { AppendCall, rowType } from '../../support/appends.ts';
import { newClient } from '../../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ROW = rowType('optional int64 id = 1; optional string j = 2;');

const DOCUMENTS: readonly (readonly [text: string, stored: string])[] = [
  ['{ "b" : 1 , "a" : [ ] }', '{"a":[],"b":1}'],
  ['1.0', '1.0'],
  ['{"x":[1.0,1.50,-0.0,1e2,1E-7,100]}', '{"x":[1.0,1.5,-0.0,100.0,1e-07,100]}'],
  ['9007199254740993', '9007199254740993'],
  ['18446744073709551615', '18446744073709551615'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['{"a":1,"a":2}', '{"a":1}'],
  ['{"\\u0061":"\\u00e9\\/\\n"}', '{"a":"é/\\n"}'],
  ['{"𐀀":1,"\uffee":2}', '{"\uffee":2,"𐀀":1}'],
  ['{"__proto__":{"x":1.0},"":null}', '{"":null,"__proto__":{"x":1.0}}'],
  ['"a"', '"a"'],
  ['true', 'true'],
  ['[null,[],{}]', '[null,[],{}]'],
];

describe('The stored form of JSON', () => {
  let w: Warehouse;
  let client: ReturnType<typeof newClient>;

  before(async () => {
    w = await startWarehouse();
    client = newClient(w.service.writeAddress);
    await w.client.query('CREATE SCHEMA d; CREATE TABLE d.t (id INT64, j JSON)');
  });
  after(async () => {
    await client.close();
    await w.close();
  });

  /** The same documents by every door; the id tells which. */
  const doors: Readonly<Record<string, (texts: readonly string[]) => Promise<unknown>>> = {
    insertAll: (texts) =>
      w.client
        .dataset('d')
        .table('t')
        .insert(
          texts.map((j, id) => ({ json: { id, j } })),
          { raw: true },
        ),
    'a JSON load': async (texts) => {
      const uri = w.objects.put('gs://b/rows.json', texts.map((j, id) => `{"id":${id},"j":${j}}\n`).join(''));
      await load(uri, 'NEWLINE_DELIMITED_JSON');
    },
    'a CSV load': async (texts) => {
      const uri = w.objects.put(
        'gs://b/rows.csv',
        texts.map((j, id) => `${id},"${j.replaceAll('"', '""')}"\n`).join(''),
      );
      await load(uri, 'CSV');
    },
    'Storage Write': async (texts) => {
      const call = new AppendCall(client);
      const stream = `projects/${PROJECT}/datasets/d/tables/t/streams/_default`;
      const answer = await call.append({ stream, type: ROW, rows: texts.map((j, id) => ({ id, j })) });
      assert.equal(answer.response, 'appendResult', JSON.stringify(answer));
      await call.close();
    },
    PARSE_JSON: (texts) =>
      w.client.query({
        query: 'INSERT d.t SELECT id, PARSE_JSON(j) FROM UNNEST(@texts) AS j WITH OFFSET AS id',
        params: { texts },
      }),
    'JSON literals': (texts) =>
      w.client.query(
        `INSERT d.t VALUES ${texts.map((j, id) => `(${id}, JSON '${j.replaceAll('\\', '\\\\')}')`).join(', ')}`,
      ),
    'JSON parameters': async (texts) => {
      for (const [id, j] of texts.entries()) {
        await w.client.query({ query: `INSERT d.t VALUES (${id}, @j)`, params: { j }, types: { j: 'JSON' } });
      }
    },
  };

  const load = async (uri: string, format: string): Promise<void> => {
    const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const [job] = await w.client.createJob({
      jobId: `load_${format}`,
      configuration: {
        load: {
          sourceUris: [`gs://${bucket}/${name}`],
          sourceFormat: format,
          destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: 't' },
        },
      },
    });
    await job.promise();
  };

  for (const [door, write] of Object.entries(doors)) {
    it(`is the same by ${door}`, async () => {
      await w.client.query('TRUNCATE TABLE d.t');
      await write(DOCUMENTS.map(([text]) => text));
      const [rows] = await w.client.query('SELECT id, j FROM d.t ORDER BY id');
      assert.deepEqual(
        rows.map((row: { j: unknown }) => row.j),
        DOCUMENTS.map(([, stored]) => stored),
      );
    });
  }

  it('prints as it is stored, and reads back', async () => {
    const [rows] = await w.client.query({
      query: 'SELECT TO_JSON_STRING(PARSE_JSON(t)) AS j FROM UNNEST(@texts) AS t WITH OFFSET o ORDER BY o',
      params: { texts: DOCUMENTS.map(([, stored]) => stored) },
    });
    assert.deepEqual(
      rows.map((row: { j: unknown }) => row.j),
      DOCUMENTS.map(([, stored]) => stored),
    );
  });
});
