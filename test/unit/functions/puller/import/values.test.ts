import assert from 'node:assert/strict';
import { assertRefused, carried, cursorOf, importStream, type Json, laid } from '../../../../support/manifest.ts';

const PATH = 'retriever.requester.path';
const asked = (path: string): Json => ({ retriever: { requester: { path } } });
const filtered = (condition: string): Json => ({ retriever: { record_selector: { record_filter: { condition } } } });
const sliced = (q: string): unknown =>
  laid(cursorOf({ step: 'P1D' }), { retriever: { requester: { request_parameters: { q } } } });

describe('an import of values', () => {
  const urls: readonly (readonly [string, Json, string])[] = [
    ["{{ 'a' or 'b' }}", {}, 'a'],
    ["{{ '' or 'b' }}", {}, 'b'],
    ["{{ config['size'] | int }}", { size: 5 }, '{settings.size:path}'],
    ["{{ config['size'] | string }}", { size: 5 }, '{settings.size:path}'],
    ["{{ config['x'] | default('d') }}", { x: 'z' }, '{settings.x:path}'],
    ["{{ 'a' if stream_slice.x else 'b' }}", {}, 'b'],
    ['{{ 2 * 3 }}', {}, '6'],
    ['{{ 2 * 3.5 }}', {}, '7.0'],
    ['{{ not true }}', {}, 'False'],
  ];
  for (const [path, config, expected] of urls) {
    it(`asks for ${expected} by ${path} of ${JSON.stringify(config)}`, async () => {
      assert.equal((await carried(asked(path), config)).request?.url, `https://api.example.com/v1/${expected}`);
    });
  }

  const unknown = [
    "{{ 'a' if stream_state.x else 'b' }}",
    "{{ 'a' if not stream_state.x else 'b' }}",
    "{{ 'a' if stream_state.x == 1 else 'b' }}",
    '{{ stream_slice.x }}',
    "{{ config['a'] - 1 }}",
    "{{ config['a'] + 5 }}",
    '{{ [] }}',
    '{{ none }}',
    '{{ record.id }}',
    '{{ uuid(1) }}',
    "{{ format_datetime(config['a'], config['f']) }}",
    "{{ format_datetime(record['at'], '%Y') }}",
    "{{ format_datetime(config['a'], '%Y') }}",
    "{{ timestamp(config['a']) }}",
    "{{ day_delta(config['days']) }}",
    '{{ now_utc() | int | abs }}',
    '{{ (now_utc() - 5).isoformat() }}',
    "{{ (now_utc() - duration('soon')).isoformat() }}",
    "{{ now_utc().strftime('now') }}",
    '{{ now_utc().upper() }}',
  ];
  for (const path of unknown) {
    it(`refuses ${path} in a path of a request`, async () => {
      await assertRefused(asked(path), PATH, /the form .* is not carried over/);
    });
  }

  it('shortens a long form in its reason', async () => {
    const long = `{{ f('${'x'.repeat(200)}') }}`;
    await assertRefused(asked(long), PATH, /^the form \{\{ f\('x{70,}\.\.\. is not carried over$/);
  });

  it('refuses an expression that is nested without end, and goes on with the import', async () => {
    await assertRefused(asked(`{{ ${'('.repeat(20_000)} }}`), PATH, /the form/);
  });

  const clocks: readonly (readonly [string, string])[] = [
    ['{{ day_delta(-7) }}', '{window.to-7d:%Y-%m-%dT%H:%M:%S.%f%z}'],
    ["{{ day_delta(-7, '%Y-%m-%d') }}", '{window.to-7d:%Y-%m-%d}'],
    ["{{ (now_utc() + duration('P1D')).strftime('%Y-%m-%d') }}", '{window.to+1d:%Y-%m-%d}'],
    ["{{ (now_utc() - duration('PT1H')).isoformat() }}", '{window.to-3600s:rfc3339}'],
    ["{{ format_datetime(stream_interval.end_time, '%Y') }}", '{window.to:%Y}'],
  ];
  for (const [text, expected] of clocks) {
    it(`sends ${text} as a bound of the window`, async () => {
      assert.equal((await carried(sliced(text))).request?.query?.q, expected);
    });
  }

  it('writes the zone of a bound with a colon where the manifest puts one in', async () => {
    const zoned = (start: string, end: string, format = '%Y-%m-%dT%H:%M:%S%z'): unknown =>
      laid(cursorOf({ step: 'P1D', datetime_format: format, start_datetime: '2026-01-01T00:00:00+0000' }), {
        retriever: { requester: { request_parameters: { q: `{{ ${start} + ${end} }}` } } },
      });
    const [from, to] = ['stream_slice.start_time', 'stream_slice.end_time'];
    const at = 'retriever.requester.request_parameters.q';
    const q = async (start: string, end: string): Promise<unknown> =>
      (await carried(zoned(start, end))).request?.query?.q;
    assert.equal(await q(`${from}[:-2] + ':'`, `${from}[-2:]`), '{window.from:%Y-%m-%dT%H:%M:%S%:z}');
    assert.equal(await q(`${to}[:-2] + ':'`, `${from}[-2:]`), '{window.to:%Y-%m-%dT%H:%M:%S%:z}');
    for (const [start, end] of [
      [`${from}[:-2] + ';'`, `${from}[-2:]`],
      [`${from}[:-2] + ':'`, `${from}[-1:]`],
      [`${from}[:-2] + ':'`, `${from}[x:]`],
      [`${from}[:-2] + ':'`, 'record.a[-2:]'],
      [`f(1)[:-2] + ':'`, `${from}[-2:]`],
      [`g(1) + ':'`, `${from}[-2:]`],
    ] as const)
      await assertRefused(zoned(start, end), at, /the form/);
    await assertRefused(zoned(`${from}[:-2] + ':'`, `${from}[-2:]`, '%Y-%m-%d'), at, /the form/);
  });

  it('takes a bound of the window for one that is there', async () => {
    const file = await carried(sliced("{{ 'a' if stream_interval.start_time else 'b' }}"));
    assert.equal(file.request?.query?.q, 'a');
  });

  it('compares with a value of the config that is given, and never writes a secret into a condition', async () => {
    const { rows } = await carried(filtered("{{ record.kind == config['kind'] }}"), { kind: 'order' });
    assert.deepEqual(rows?.filter, { row: ['kind'], eq: 'order' });
    const secret = await importStream(filtered("{{ record.key == config['api_key'] }}"), { api_key: 'hush' });
    assert.deepEqual([secret.file, JSON.stringify(secret.report).includes('hush')], [undefined, false]);
    const at = 'retriever.record_selector.record_filter.condition';
    await assertRefused(filtered("{{ record.kind == config['kind'] }}"), at, /the condition/, { kind: { a: 1 } });
    await assertRefused(filtered('{{ record.kind == record.other }}'), at, /the condition/);
  });

  it('keeps rows that have a key', async () => {
    const { rows } = await carried(filtered("{{ 'total' in record }}"));
    assert.deepEqual(rows?.filter, { not: { row: ['total'], absent: true } });
  });

  it('names every setting and every secret that is still needed', async () => {
    const { report } = await importStream(asked("{{ config['a'] }}/{{ config['b'] }}"));
    assert.deepEqual(
      report.notes.map(({ text }) => text),
      ['a', 'b'].map((name) => `settings.${name} has no value yet: give it in the file`),
    );
  });
});
