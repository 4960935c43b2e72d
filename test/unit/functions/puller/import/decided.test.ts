import assert from 'node:assert/strict';
import { CONFIG, DECIDED } from '../../../../support/decided-templates.ts';
import { assertRefused, carried, importStream, type Json } from '../../../../support/manifest.ts';

const PLACE = 'retriever.requester.request_parameters.q';
const asked = (q: unknown, part: Json = {}): Json => ({
  retriever: { requester: { request_parameters: { q }, ...part } },
});

describe('an import of what the config decides', () => {
  for (const [template, expected] of DECIDED) {
    it(`sends ${JSON.stringify(expected)} for ${template}`, async () => {
      assert.deepEqual((await carried(asked(template), CONFIG)).request?.query, { q: expected });
    });
  }

  it('reads keys of the object that a choice comes to', async () => {
    const fields = [
      { path: ['x'], value: "{{ (record.a if config.n else config).get('k', '') }}" },
      { path: ['y'], value: "{{ (record if config.n else config).get('a', {}).get('b') }}" },
    ];
    const { rows } = await carried({ transformations: [{ type: 'AddFields', fields }] }, CONFIG);
    assert.deepEqual(rows?.steps, [
      { set: ['x'], to: '{row.a.k?}' },
      { set: ['y'], to: '{row.a.b?}' },
    ]);
  });

  const nothing = [
    '{{ config.missing }}',
    "{{ 'x' if config.missing }}",
    '{{ none }}',
    '{{ stream_slice.x }}',
    "{{ '' }}",
  ];
  for (const template of nothing) {
    it(`leaves ${template} out, as it comes to nothing`, async () => {
      assert.equal((await carried(asked(template), CONFIG)).request?.query, undefined);
    });
  }

  const unknown = [
    '{% for a in config.names %}{{ a }}{% endfor %}',
    '{% if config.n %}x',
    '{% endif %}',
    '{% else %}',
    '{% if stream_state.x %}x{% endif %}',
    '{% if config.n == 4 %}a{% elif stream_state.x %}b{% endif %}',
    '{% set a %}b{% endset %}',
    "{{ 'abc'[config.nested.key] }}",
    '{{ 5[config.n] }}',
    '{{ 5[config.nested.key] }}',
    "{{ parameters.deep.er or 'x' }}",
    "{{ ['x', 'y']['1'] }}",
    "{% if config.n == 5 %}{% set a = 'n' %}{% endif %}c",
    '{% if config.n %}a{% fi %}',
    '{% if ! %}a{% endif %}',
    "{{ config.zz['yy'] or 'x' }}",
    "{{ 'a' if config.nested == 1 else 'b' }}",
    "{{ config.names['a'] | join }}",
    "{{ 'x'.split() }}",
    "{{ 'x'.replace('', 'y') }}",
    "{{ '{0}'.format('x') }}",
    "{{ '{}'.format('x', 'y') }}",
    "{{ ','.join([1]) }}",
    "{{ ','.join('ab') }}",
    "{{ 'x' | int }}",
    '{{ 1.5 }}',
    "{{ timestamp('soon') }}",
    "{{ format_datetime('soon', '%Y') }}",
    "{{ format_datetime('2026-01-01', 'soon') }}",
    "{{ format_datetime('2026-01-01', '%Y', '%d') }}",
    '{{ config.n | length }}',
    "{{ 'ab' * 2 }}",
    "{{ 1 < 'a' }}",
    '{{ config.n.foo(1) }}',
    '{{ 5[1:2] }}',
    "{{ 'abc'['x':] }}",
    "{{ 5['x'] }}",
    "{{ timestamp('2026-01-01') / 2 }}",
    "{{ timestamp('2026-01-01') + 'a' }}",
    "{{ 1 in 'abc' }}",
    "{{ 'a' in 5 }}",
    "{{ ['a'] | list | string }}",
    "{{ 'x'.upper(sep='y') }}",
    "{{ 'x'.startswith() }}{{ 'x'.endswith() }}",
    '{{ 5.lower() }}',
    '{{ 1 | lower }}',
    '{{ stream_slice.x | string }}',
    "{{ 'a' if config else 'b' }}",
    "{{ 5['1'] }}",
    '{{ [config.half][0] }}',
    '{{ [stream_slice.x] }}',
    "{{ 'x'.endswith() }}",
    "{{ 'x' | list }}",
    "{{ 5['x'] | string }}",
    "{{ {'a': 1}.get(1) }}",
    "{{ ['a'].get('a') }}",
    "{{ ['a'] | string }}",
    "{{ '{}'.format(['a']) }}",
    "{{ 'a' % 'b' }}",
    '{{ [1] in config.n }}',
    "{{ stream_state.get('x', 'y') }}",
    "{{ f(1) | default('x') }}",
    "{{ {'a': stream_state.x} }}",
    '{{ {stream_state.x: 1} }}',
    "{{ 5 + 'a' }}",
    "{{ [1, none, ['a']] }}",
    "{{ timestamp('2026-01-01') < 5 }}",
  ];
  for (const template of unknown) {
    it(`refuses ${template}, which the config does not decide`, async () => {
      await assertRefused(asked(template), PLACE, /is not carried over|are not carried over/, CONFIG);
    });
  }

  it('keeps lists, objects and numbers in a JSON body as they are', async () => {
    const request_body_json = {
      list: "{{ config['names'] }}",
      object: "{{ {'a': [config.n, 'b{c}', true, none]} }}",
      time: "{{ timestamp(config['day']) * 1000 }}",
      sum: '{{ config.n + 0 }}',
      left: '{{ config.missing }}',
      odd: '',
    };
    const broken = { list: '{{ [stream_slice.x] }}', object: "{{ {'a': stream_slice.x} }}" };
    for (const name of ['list', 'object'] as const)
      await assertRefused(
        { retriever: { requester: { http_method: 'POST', request_body_json: { a: broken[name] } } } },
        'retriever.requester.request_body_json.a',
        /the form/,
        CONFIG,
      );
    const { request } = await carried({ retriever: { requester: { http_method: 'POST', request_body_json } } }, CONFIG);
    assert.deepEqual(request?.json, {
      list: '{settings.names}',
      object: { a: [5, 'b{{c}}', true, null] },
      time: 1770091506000,
      sum: 5,
    });
  });

  it('tells of what decided parts of the file, by being given or absent', async () => {
    const { report } = await importStream(
      asked("{{ 'x' if config.n else 'y' }}{{ 'x' if config.zz else 'y' }}"),
      CONFIG,
    );
    const texts = report.notes.map(({ text }) => text);
    assert.ok(texts.includes('parts of the file were decided by n of the config: import it again where they change'));
    assert.ok(texts.includes('zz of the config is not given, and parts of the file were decided by that'));
  });

  it('decides nothing by a secret that is not given, nor by what the specification requires', async () => {
    const spec = {
      spec: {
        connection_specification: { required: ['zone'], properties: { pin: { airbyte_secret: true }, zone: {} } },
      },
    };
    for (const name of ['pin', 'zone'])
      await assertRefused(asked(`{{ 'x' if config.${name} else 'y' }}`), PLACE, /the form/, CONFIG, spec);
    const given = await carried(asked("{{ 'x' if config.pin else 'y' }}"), { ...CONFIG, pin: 'hush' }, spec);
    assert.deepEqual(given.request?.query, { q: 'x' });
    await assertRefused(asked('{{ config.pin[:1] }}'), PLACE, /the form/, { ...CONFIG, pin: 'hush' }, spec);
  });

  it('chooses by the values of a list that parents go through, where all of them agree', async () => {
    const routed = (condition: string, values: unknown = ['me']): Json => ({
      retriever: {
        requester: { path: `{{ 'me/all' if ${condition} else 'all/' ~ stream_partition.org }}` },
        partition_router: { type: 'ListPartitionRouter', values, cursor_field: 'org' },
      },
    });
    const url = async (condition: string, values?: unknown): Promise<string | undefined> =>
      (await carried(routed(condition, values), CONFIG)).request?.url.slice('https://api.example.com/v1/'.length);
    assert.equal(await url("stream_partition['org'] == 'me'"), 'me/all');
    assert.equal(await url("stream_partition['org'] != 'me'"), 'all/{parent.org:path}');
    assert.equal(
      await url("stream_slice.org == 'me'", '{{ config.names if config.names else ["me"] }}'),
      'all/{parent.org:path}',
    );
    await assertRefused(routed("stream_slice.org == 'me'", ['me', 'you']), 'retriever.requester.path', /the form/);
  });
});
