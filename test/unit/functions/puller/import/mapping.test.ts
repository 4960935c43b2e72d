import assert from 'node:assert/strict';
import { type Json, laid } from '../../../../support/manifest.ts';
import { imported, paged, whole } from '../../../../support/shop-manifest.ts';

describe('an import of the mapping of rows', () => {
  it('maps their transformations, and keeps what a text says', async () => {
    const { rows } = await whole({
      primary_key: [['org', 'id'], ['day']],
      transformations: [
        {
          type: 'AddFields',
          fields: [
            { path: ['a', 'b'], value: "{{ record['x']['y'] }}" },
            { path: ['c'], value: 'constant {x}' },
            { path: ['n'], value: '5' },
            { path: ['s'], value: '{{ record.id }}', value_type: 'string' },
            { path: ['d'], value: "{{ format_datetime(record['at'], '%Y-%m-%d') }}" },
            { path: ['t'], value: 'True' },
            { path: ['k'], value: 7 },
            { path: ['z'], value: '007' },
          ],
        },
        { type: 'RemoveFields', field_pointers: [['p', 'q'], ['r']] },
        { type: 'DpathFlattenFields', field_path: ['u'], delete_origin_value: true },
      ],
      retriever: {
        record_selector: {
          record_filter: { type: 'RecordFilter', condition: "{{ record['kind'] == 'order' and record.total > 5 }}" },
        },
      },
    });
    assert.deepEqual(rows?.steps, [
      { set: ['a', 'b'], to: '{row.x.y?}' },
      { set: ['c'], to: 'constant {{x}}' },
      { set: ['n'], to: 5 },
      { set: ['s'], to: '{row.id:text?}' },
      { set: ['d'], to: '{row.at:%Y-%m-%d?}' },
      { set: ['t'], to: true },
      { set: ['k'], to: 7 },
      { set: ['z'], to: '007' },
      { remove: ['p', 'q'] },
      { remove: ['r'] },
      { flatten: ['u'], origin: 'remove', clash: 'leave' },
    ]);
    assert.deepEqual(
      [rows?.filter, rows?.key],
      [
        {
          all: [
            { row: ['kind'], eq: 'order' },
            {
              any: [
                { row: ['total'], gt: 5 },
                { row: ['total'], eq: null },
              ],
            },
          ],
        },
        [['org', 'id'], ['day']],
      ],
    );
    const origins = await Promise.all(
      [{ replace_record: true }, {}].map((part) =>
        whole({
          transformations: [{ type: 'DpathFlattenFields', field_path: ['u'], ...part }, { type: 'KeysToLower' }],
        }),
      ),
    );
    assert.deepEqual(
      origins.map((file) => file.rows?.steps?.[0]),
      [
        { flatten: ['u'], origin: 'only' },
        { flatten: ['u'], origin: 'keep', clash: 'leave' },
      ],
    );
  });

  it('stamps a clock from the window, and never makes a key of it', async () => {
    const { file, report } = await imported({
      primary_key: 'seen',
      transformations: [
        { type: 'AddFields', fields: [{ path: ['seen'], value: "{{ now_utc().strftime('%Y-%m-%d') }}" }] },
      ],
    });
    assert.deepEqual(
      [file?.rows?.steps, file?.rows?.key],
      [[{ set: ['seen'], to: '{window.to:%Y-%m-%d}' }], undefined],
    );
    assert.ok(report.notes.some(({ text }) => text.includes('comes from the clock and names no row')));
  });

  it('proves what is a row at the root by the key, the schema, or pages', async () => {
    const root = { record_selector: { extractor: { field_path: [] } } };
    assert.deepEqual((await whole({ retriever: root })).rows?.require, { all: ['id'] });
    const schema = {
      primary_key: '',
      schema_loader: { type: 'InlineSchemaLoader', schema: { properties: { a: {}, b: {} } } },
    };
    assert.deepEqual((await whole({ ...schema, retriever: root })).rows?.require, { any: ['a', 'b'] });
    const pages = laid(paged({ type: 'PageIncrement' }), { primary_key: '', retriever: root }) as Json;
    assert.deepEqual((await whole(pages)).rows?.expect, 'list');
    assert.match(
      (await imported({ primary_key: '', retriever: root })).report.problems[0]?.text ?? '',
      /neither a key nor a schema/,
    );
    assert.equal((await whole({ retriever: { ...root, decoder: { type: 'JsonlDecoder' } } })).rows?.expect, 'list');
  });

  it('knows the decoders', async () => {
    const formats = await Promise.all(
      [
        { type: 'XmlDecoder' },
        { type: 'JsonDecoder' },
        { type: 'GzipDecoder', decoder: { type: 'JsonDecoder' } },
        { type: 'CompositeRawDecoder', parser: { type: 'GzipParser', inner_parser: { type: 'JsonParser' } } },
      ].map((decoder) => whole({ retriever: { decoder } })),
    );
    assert.deepEqual(
      formats.map(({ rows }) => rows?.format),
      ['xml', 'json', 'json', 'json'],
    );
    const csv = await whole({
      retriever: {
        decoder: { type: 'CsvDecoder', delimiter: '\\t' },
        record_selector: { extractor: { field_path: [] } },
      },
    });
    assert.deepEqual(csv.rows?.csv, { delimiter: '\t' });
    const plain = await whole({
      retriever: { decoder: { type: 'CsvParser' }, record_selector: { extractor: { field_path: [] } } },
    });
    assert.equal(plain.rows?.csv, undefined);
  });
});
