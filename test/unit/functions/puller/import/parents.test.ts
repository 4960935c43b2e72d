import assert from 'node:assert/strict';
import { assertRefused, carried, HAS_ID, type Json, laid, stream } from '../../../../support/manifest.ts';

const ROUTER = 'retriever.partition_router';
const shops = laid(stream, { name: 'shops', retriever: { requester: { path: 'shops' } } });
const below = (part: Json, of: unknown = shops): Json => ({
  retriever: {
    partition_router: {
      parent_stream_configs: [{ stream: of, parent_key: 'id', partition_field: 'shop', ...part }],
    },
    requester: { path: 'shops/{{ stream_partition.shop }}' },
  },
});
const listed = (part: Json): Json => ({
  retriever: { partition_router: { values: ['a'], cursor_field: 'kind', ...part } },
});

describe('an import of parents', () => {
  it('tells a router of parent streams by its fields, and carries the rules of the parent over', async () => {
    const error_handler = { response_filters: [{ http_codes: [404], action: 'IGNORE' }] };
    const { each } = await carried(below({}, laid(shops, { retriever: { requester: { error_handler } } })));
    assert.deepEqual(each, [
      {
        request: { url: 'https://api.example.com/v1/shops' },
        paging: { kind: 'none' },
        rows: { format: 'json', at: ['data'], filter: HAS_ID },
        fields: { shop: ['id'] },
        errors: [{ status: [404], action: 'empty' }],
      },
    ]);
  });

  it('makes no more of the rows of a parent than its children use', async () => {
    const set = (path: string, value: string): Json => ({ type: 'AddFields', fields: [{ path: [path], value }] });
    const steps = async (...transformations: Json[]): Promise<unknown> => {
      const { each } = await carried(below({ parent_key: 'key' }, laid(shops, { transformations })));
      const [level] = each ?? [];
      return level !== undefined && 'rows' in level ? level.rows.steps : assert.fail();
    };
    const key = { set: ['key'], to: '{row.id?}' };
    assert.deepEqual(await steps(set('key', '{{ record.id }}'), set('seen', '{{ now_utc() }}')), [key]);
    assert.equal(await steps(set('other', '{{ record.id }}')), undefined);
    const lower = { type: 'KeysToLower' };
    assert.deepEqual(await steps(lower, set('other', '{{ record.id }}')), [
      { keys: 'lower' },
      { set: ['other'], to: '{row.id?}' },
    ]);
  });

  it('takes a list that the manifest writes as a template, and one that the config still has to give', async () => {
    const written = await carried(listed({ values: "{{ ['a', 'b'] }}" }));
    assert.deepEqual(written.each, [{ list: ['a', 'b'], as: 'kind' }]);
    const named = await carried(listed({ values: '{{ config.kinds }}' }));
    assert.deepEqual(named.each, [{ list: { settings: 'kinds' }, as: 'kind' }]);
  });

  it('refuses a key in the body where parents are asked for as well', async () => {
    const authenticator = {
      type: 'ApiKeyAuthenticator',
      api_token: 'k',
      inject_into: { inject_into: 'body_data', field_name: 'k' },
    };
    await assertRefused(
      laid(below({}), { retriever: { requester: { authenticator } } }),
      'retriever.requester.authenticator.inject_into',
      /a key in the body/,
    );
  });

  const cookie = { inject_into: 'cookie', field_name: 'k' };
  const refused: readonly (readonly [string, Json, string, RegExp])[] = [
    ['a list of a number', listed({ values: 5 }), '.values', /not one of the config/],
    ['a list of a plain text', listed({ values: 'a' }), '.values', /not one of the config/],
    ['a list that goes into a cookie', listed({ request_option: cookie }), '.request_option', /goes into cookie/],
    [
      'a parent whose value goes into a cookie',
      below({ request_option: cookie }),
      '.parent_stream_configs.0.request_option',
      /goes into cookie/,
    ],
    ['a parent without a key', below({ parent_key: undefined }), '.parent_stream_configs.0', /not plain names/],
    ['a parent without a field', below({ partition_field: undefined }), '.parent_stream_configs.0', /not plain names/],
    [
      'a parent that is read by jobs',
      below({}, laid(shops, { retriever: { type: 'AsyncRetriever' } })),
      '.parent_stream_configs.0.stream.retriever',
      /AsyncRetriever is not carried over/,
    ],
  ];
  for (const [what, part, at, reason] of refused) {
    it(`refuses ${what}, by its path`, async () => {
      await assertRefused(part, `${ROUTER}${at}`, reason);
    });
  }
});
