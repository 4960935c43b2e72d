import assert from 'node:assert/strict';
import { HAS_ID, type Json, laid } from '../../../../support/manifest.ts';
import { cursor, imported, requester, retriever, stream, whole } from '../../../../support/shop-manifest.ts';

describe('an import of parents', () => {
  const parent = {
    ...stream,
    name: 'shops',
    retriever: { ...retriever, requester: { ...requester, path: 'shops' } },
  };
  const substream = (part: Json = {}, of: Json = parent): Json => ({
    retriever: {
      requester: { path: "shops/{{ stream_partition['shop'] }}/orders" },
      partition_router: {
        type: 'SubstreamPartitionRouter',
        parent_stream_configs: [
          { type: 'ParentStreamConfig', stream: of, parent_key: 'id', partition_field: 'shop', ...part },
        ],
      },
    },
  });

  it('makes a level of a parent stream, with further fields and a place for its value', async () => {
    const file = await whole(
      laid(
        substream({
          extra_fields: [['owner', 'name']],
          request_option: { inject_into: 'request_parameter', field_name: 'shop_id' },
        }),
        {
          transformations: [
            {
              type: 'AddFields',
              fields: [{ path: ['owner'], value: "{{ stream_slice.extra_fields['owner.name'] }}" }],
            },
          ],
        },
      ) as Json,
    ).catch(() => undefined);
    const plain = await whole(
      substream({
        extra_fields: [['owner', 'name']],
        request_option: { inject_into: 'request_parameter', field_name: 'shop_id' },
      }),
    );
    assert.deepEqual(plain.each, [
      {
        request: { url: 'https://api.example.com/v1/shops' },
        paging: { kind: 'none' },
        rows: { format: 'json', at: ['data'], filter: HAS_ID },
        fields: { shop: ['id'], owner_name: ['owner', 'name'] },
      },
    ]);
    assert.deepEqual(plain.request, {
      url: 'https://api.example.com/v1/shops/{parent.shop:path}/orders',
      query: { shop_id: '{parent.shop}' },
    });
    void file;
  });

  it('goes two levels deep, and keeps names of both apart', async () => {
    const middle = laid({ ...stream, name: 'shelves' }, substream()) as Json;
    const file = await whole(
      laid(substream({ partition_field: 'shop' }, middle), {
        retriever: { requester: { path: "{{ stream_slice.parent_slice.shop }}/{{ stream_slice['shop'] }}" } },
      }) as Json,
    );
    assert.equal(file.request?.url, 'https://api.example.com/v1/{parent.shop:path}/{parent.shop_2:path}');
    assert.equal(file.each?.length, 2);
  });

  it('takes lists, of the config as well, and their product', async () => {
    const file = await whole(
      {
        retriever: {
          partition_router: [
            {
              type: 'ListPartitionRouter',
              values: ['a', 'b'],
              cursor_field: 'kind',
              request_option: { inject_into: 'request_parameter', field_name: 'kind' },
            },
            { values: "{{ config['regions'] }}", cursor_field: 'region' },
          ],
          requester: { path: 'x/{{ stream_partition.region }}' },
        },
      },
      { config: { regions: ['eu'] } },
    );
    assert.deepEqual(file.each, [
      { list: ['a', 'b'], as: 'kind' },
      { list: { settings: 'regions' }, as: 'region' },
    ]);
  });

  it('reads a parent with a cursor from the start on', async () => {
    const windowed = {
      ...parent,
      ...cursor({ end_time_option: { inject_into: 'request_parameter', field_name: 'until' }, step: 'P30D' }),
    };
    const [level] = (await whole(substream({}, windowed))).each ?? [];
    assert.deepEqual(level !== undefined && 'window' in level && level.window, {
      kind: 'range',
      format: '%Y-%m-%dT%H:%M:%SZ',
      from: { bound: 'inclusive' },
      to: { bound: 'inclusive' },
      step: '2592000s',
    });
    const [since] = (await whole(substream({}, { ...parent, ...cursor() }))).each ?? [];
    assert.deepEqual(since !== undefined && 'window' in since && since.window?.kind, 'since');
    assert.match(
      (
        await imported(
          substream(
            {},
            {
              ...parent,
              ...cursor({
                start_time_option: undefined,
                end_time_option: { inject_into: 'request_parameter', field_name: 'u' },
              }),
            },
          ),
        )
      ).report.problems[0]?.text ?? '',
      /of a parent sends the upper bound alone/,
    );
  });

  for (const [what, router, expected] of [
    ['another router', { type: 'CustomPartitionRouter' }, /router CustomPartitionRouter/],
    [
      'several parents',
      { type: 'SubstreamPartitionRouter', parent_stream_configs: [{}, {}] },
      /several parent streams/,
    ],
    [
      'a key that is a template',
      {
        type: 'SubstreamPartitionRouter',
        parent_stream_configs: [{ stream: parent, parent_key: '{{ x }}', partition_field: 'a' }],
      },
      /not plain names/,
    ],
    [
      'a list of templates',
      { type: 'ListPartitionRouter', values: ['{{ config.a }}'], cursor_field: 'a' },
      /not one of plain values/,
    ],
    [
      'a list that is no path',
      { type: 'ListPartitionRouter', values: '{{ record.x }}', cursor_field: 'a' },
      /not one of the config/,
    ],
    [
      'a list that is a secret',
      { type: 'ListPartitionRouter', values: "{{ config['api_key'] }}", cursor_field: 'a' },
      /the list is a secret/,
    ],
    ['a list without a field', { type: 'ListPartitionRouter', values: ['a'] }, /field is not a plain name/],
  ] as const) {
    it(`reports ${what}`, async () => {
      const { report } = await imported({ retriever: { partition_router: router } });
      assert.ok(
        report.problems.some(({ text }) => expected.test(text)),
        JSON.stringify(report.problems),
      );
    });
  }
});
