import assert from 'node:assert/strict';
import { assertRefused, carried, importStream, type Json } from '../../../../support/manifest.ts';

const PLACE = 'retriever.requester.request_parameters.q';
const asked = (q: unknown, part: Json = {}): Json => ({
  retriever: { requester: { request_parameters: { q }, ...part } },
});
const CONFIG: Json = {
  host: 'https://x.example.com/',
  n: 5,
  half: 1.5,
  names: ['a', 'b'],
  empty: [],
  day: '2026-02-03T04:05:06Z',
  open: true,
  nested: { key: 'k' },
};

describe('an import of what the config decides', () => {
  const texts: readonly (readonly [string, unknown])[] = [
    ["{{ config['host'].rstrip('/') }}/v1", 'https://x.example.com/v1'],
    ["{{ config['host'].lstrip('htps') }}", '://x.example.com/'],
    ["{{ ' a '.strip() }}", 'a'],
    ["{{ 'A'.lower() ~ 'b'.upper() ~ ('C' | lower) ~ ('d' | upper) }}", 'aBcD'],
    ['{{ config.open | lower }}', 'true'],
    ["{{ config['host'].replace('https', 'http') }}", 'http://x.example.com/'],
    ["{{ 'a-b'.split('-')[1] }}", 'b'],
    ["{{ 'https://{}/v1/{}'.format('h', 3) }}", 'https://h/v1/3'],
    ["{{ ','.join(config['names']) }}", 'a,b'],
    ["{{ config['names'] | join }}", 'ab'],
    ["{{ config['names'] | join('|') }}", 'a|b'],
    ['{{ config.names | length }}', '2'],
    ["{{ 'abc' | length }}", '3'],
    ["{{ 'abcd'[1:-1] }}", 'bc'],
    ["{{ 'abcd'[:2] }}{{ 'abcd'[-1] }}", 'abd'],
    ["{{ config['names'][1:] | join }}", 'b'],
    ["{{ config['na' + 'mes'] | join }}", 'ab'],
    ["{{ ['x', 'y'][1] }}", 'y'],
    ["{{ ['x', 'y']['1'] }}{{ 'xy'['0'] }}", 'yx'],
    ["{{ ['x', 'y'] | list | join }}", 'xy'],
    ['{{ 5 | string }}{{ true | string }}{{ none | string }}', '5TrueNone'],
    ["{{ 'yes' if timestamp('2026-01-01') else 'no' }}", 'yes'],
    ["{{ (timestamp('2026-01-01') - 1) | int }}", '1767225599'],
    ["x{{ none }}{{ config.missing | default('') }}", 'xNone'],
    ["{{ stream_slice.odd or 'other' }}", 'other'],
    ["{{ parameters.deep.er or 'x' }}", 'x'],
    ['{{ 1 ~ 2 }}', '12'],
    ["{{ ('a' ~ config.nested.key) + config.nested.key }}", 'a{settings.nested_key}{settings.nested_key}'],
    ["{{ {'a': 'z'}.get('a') }}{{ {'a': 'z'}.get('b') }}", 'zNone'],
    ["{{ 'abcdefgh'[config.n] }}", 'f'],
    ["{{ stream_slice.x | default('d') }}{{ parameters.get('x', 'e') }}", 'de'],
    ['x{{ stream_slice.x }}', 'x'],
    ["{{ 'x' + ('a' ~ config.nested.key) + config.nested.key }}", 'xa{settings.nested_key}{settings.nested_key}'],
    ["{{ config.get('api_key', 'd') }}", '{secret.api_key}'],
    ["{{ config.api_key or 'd' }}", '{secret.api_key}'],
    [
      "{{ 'a/' + config['nested']['key'] + '/b?c=' + config['nested']['key'] }}",
      'a/{settings.nested_key}/b?c={settings.nested_key}',
    ],
    ["{{ 'x' | default('y') }}{{ config.missing | default('z') }}", 'xz'],
    ["{{ ['x', 'y']['1'] }}{{ 'xy'['0'] }}", 'yx'],
    ["{{ ['x', 'y'] | list | join }}", 'xy'],
    ['{{ 5 | string }}{{ true | string }}{{ none | string }}', '5TrueNone'],
    ["{{ 'yes' if timestamp('2026-01-01') else 'no' }}", 'yes'],
    ["{{ (timestamp('2026-01-01') - 1) | int }}", '1767225599'],
    ["x{{ none }}{{ config.missing | default('') }}", 'xNone'],
    ["{{ stream_slice.odd or 'other' }}", 'other'],
    ["{{ parameters.deep.er or 'x' }}", 'x'],
    ['{{ 1 ~ 2 }}', '12'],
    [
      "{{ 'a/' + config['nested']['key'] + '/b?c=' + config['nested']['key'] }}",
      'a/{settings.nested_key}/b?c={settings.nested_key}',
    ],
    ["{{ 'x' | default('y') }}{{ config.missing | default('z') }}", 'xz'],
    ["{{ {'a': 'z'}['a'] }}{{ {'a': 'z'}.get('b', 'c') }}", 'zc'],
    ['{{ (config.n | int) * 2 + 1 - 3 }}', '8'],
    ["{{ '7' | int }}{{ 7.9 | int }}", '77'],
    ["{{ 'a b/c' | urlencode }}", 'a%20b/c'],
    ["{{ sanitize_url('a b/c!') }}", 'a+b%2Fc%21'],
    ["{{ format_datetime(config['day'], '%Y-%m-%d') }}", '2026-02-03'],
    ["{{ format_datetime('2026-02-03', '%d/%m', '%Y-%m-%d') }}", '03/02'],
    ["{{ format_datetime(config['day'], format='%Y') }}", '2026'],
    ["{{ (timestamp(config['day']) * 1000) | int }}", '1770091506000'],
    ["{{ timestamp(config['day']) + 1 - 1 }}", '1770091506.0'],
    ["{{ 'yes' if config.n > 4 and config.n <= 5 else 'no' }}", 'yes'],
    ["{{ 'yes' if config.n < 4 or config.n >= 6 else 'no' }}", 'no'],
    ["{{ 'yes' if 'a' in config.names and 'ab' in 'cab' else 'no' }}", 'yes'],
    ["{{ 'yes' if 'nested' in config and 'key' in config.nested and 'x' in {'x': 1} else 'no' }}", 'yes'],
    ["{{ 'yes' if 'missing' in config else 'no' }}", 'no'],
    ["{{ 'yes' if 1 in config.missing else 'no' }}", 'no'],
    ["{{ 'yes' if config.empty else 'no' }}", 'no'],
    ["{{ 'yes' if config.nested else 'no' }}", 'yes'],
    ["{{ 'yes' if config.names != ['a'] and config.missing is undefined else 'no' }}", 'yes'],
    ["{{ 'yes' if 'abc'.startswith('a') and 'abc'.endswith('c') else 'no' }}", 'yes'],
    ["{{ config.get('missing', {}).get('key', 'd') }}", 'd'],
    ["{{ config.get('nested', {}).get('key', 'd') }}", '{settings.nested_key}'],
    ["{{ config.get('missing', config.get('nested', {})).get('key') }}", '{settings.nested_key}'],
    ['{{ config.missing or config.nested.key }}', '{settings.nested_key}'],
    ["{{ config.n and 'x' }}", 'x'],
    ["{{ config['names'] + ['c'] }}", ['a', 'b', 'c']],
    ["{{ parameters.get('x') or config.n | string }}", '{settings.n}'],
    ['{% if config.n == 5 %}five{% elif config.n == 6 %}six{% else %}none{% endif %}', 'five'],
    ['{% if config.n == 4 %}four{% elif config.n == 5 %}five{% else %}none{% endif %}', 'five'],
    ['a{%- if config.n == 4 -%} four {%- else -%} none {%- endif -%} b', 'anoneb'],
    ["{% if config.n == 4 %}{% if config.zz.yy %}x{% endif %}{% set a = 'n' %}{% endif %}c", 'c'],
    ["{% set a = config['names'] %}{{ a[0] }}{{ a | length }}", '{settings.names_0}2'],
  ];
  for (const [template, expected] of texts) {
    it(`sends ${JSON.stringify(expected)} for ${template}`, async () => {
      assert.deepEqual((await carried(asked(template), CONFIG)).request?.query, { q: expected });
    });
  }

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
