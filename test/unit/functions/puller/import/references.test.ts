import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { importManifest } from '../../../../../functions/puller/import/import.ts';
import { carried, IMPORT, stream } from '../../../../support/manifest.ts';

describe('an import of references', () => {
  it('puts in a text reference, and a list and a text beside other fields', async () => {
    const definitions = { key: ['shop', 'id'], requester: { url_base: 'https://b.example.com', path: 'x' }, ten: 10 };
    const file = await carried(
      {
        primary_key: { $ref: '#/definitions/key' },
        retriever: {
          requester: '#/definitions/requester',
          paginator: { $ref: '#/definitions/ten', type: 'NoPagination' },
        },
      },
      {},
      { definitions },
    );
    assert.deepEqual(
      [file.rows?.key, file.request?.url, file.paging],
      [[['shop'], ['id']], 'https://b.example.com/x', { kind: 'none' }],
    );
  });

  it('refuses a chain of references that goes too deep', async () => {
    const links = Array.from({ length: 80 }, (_, at) => [`d${at}`, `#/definitions/d${at + 1}`] as const);
    const definitions = { ...Object.fromEntries(links), d80: stream };
    await assert.rejects(
      importManifest(stringify({ definitions, streams: ['#/definitions/d0'] }), IMPORT),
      /more than 60 references lead to one another/,
    );
  });

  it('names the file of a stream whose name has no Latin letter', async () => {
    const text = stringify({ streams: [{ ...stream, name: '订单' }] });
    const { files } = await importManifest(text, { ...IMPORT, source: '7' });
    assert.deepEqual(
      files.map(({ name }) => name),
      ['stream.yaml'],
    );
  });
});
