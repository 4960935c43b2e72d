import assert from 'node:assert/strict';
import { type Json, laid } from '../../../../support/manifest.ts';
import { cursor, imported, whole } from '../../../../support/shop-manifest.ts';

describe('an import of cursors', () => {
  it('asks since the start, without granularity arithmetic, and cuts by the cursor', async () => {
    const file = await whole(cursor({ cursor_granularity: 'PT1S', step: 'P30D' }), {
      config: { start_date: '2025-06-01T00:00:00Z' },
    });
    assert.deepEqual(file.window, {
      kind: 'since',
      length: '1h',
      start: '2025-06-01T00:00:00Z',
      format: '%Y-%m-%dT%H:%M:%SZ',
    });
    assert.deepEqual(
      [file.rows?.time, file.request?.query],
      [{ at: ['updated_at'], formats: ['%Y-%m-%dT%H:%M:%SZ', 'rfc3339'] }, { since: '{window.from}' }],
    );
  });

  it('asks for a range where both bounds are sent, whole days for dates', async () => {
    const file = await whole(
      {
        ...cursor({
          datetime_format: '%Y-%m-%d',
          cursor_datetime_formats: ['%Y-%m-%d', 'odd'],
          step: 'P7D',
          start_datetime: '2026-02-01',
          end_datetime: "{{ (now_utc() - duration('P2D')).strftime('%Y-%m-%d') }}",
          lookback_window: "P{{ config['days'] }}D",
          end_time_option: { inject_into: 'body_json', field_path: ['to'] },
          start_time_option: { inject_into: 'header', field_name: 'X-From' },
        }),
      },
      { config: { days: 3 } },
    );
    assert.deepEqual(file.window, {
      kind: 'range',
      length: '1d',
      from: { bound: 'unknown' },
      to: { bound: 'inclusive' },
      step: '7d',
      overlap: '3d',
      start: '2026-02-01T00:00:00Z',
      settle: '2d',
      format: '%Y-%m-%d',
    });
    assert.deepEqual(
      [file.request?.headers, file.request?.json],
      [{ 'X-From': '{window.from}' }, { to: '{window.to}' }],
    );
  });

  it('takes bounds out of templates, in other formats and as epochs', async () => {
    const { request, window } = await whole(
      laid(cursor({ start_time_option: undefined }), {
        retriever: {
          requester: {
            request_parameters: {
              q: "created:>{{ format_datetime(stream_interval['start_time'], '%Y-%m-%d') }}",
              a: "{{ timestamp(stream_slice['start_time']) | int }}",
              b: '{{ (timestamp(stream_slice.end_time) * 1000) | int }}',
              t: '{{ today_utc() }}',
              u: "{{ day_delta(-7, format='%Y-%m-%d') }}",
              v: '{{ now_utc().timestamp() | int }}',
              w: '{{ now_utc().isoformat() }}',
              x: '{{ now_utc() }}',
            },
          },
        },
      }) as Json,
    );
    assert.deepEqual(request?.query, {
      q: 'created:>{window.from:%Y-%m-%d}',
      a: '{window.from:epoch-s}',
      b: '{window.to:epoch-ms}',
      t: '{window.to:date}',
      u: '{window.to-7d:%Y-%m-%d}',
      v: '{window.to:epoch-s}',
      w: '{window.to:rfc3339}',
      x: '{window.to:%Y-%m-%d %H:%M:%S.%f+00:00}',
    });
    assert.equal(window.kind, 'range');
  });

  it('settles where there is no key to tell rows apart', async () => {
    const { file, report } = await imported({ primary_key: '', ...cursor({ lookback_window: 'PT2H' }) });
    assert.equal(file?.window.settle, '2h');
    assert.ok(report.notes.some(({ text }) => text.includes('windows settle for so long')));
  });

  it('keeps the steps of a manifest whose rows are stamped with them', async () => {
    const stamped = {
      transformations: [
        { type: 'AddFields', fields: [{ path: ['updated_at'], value: '{{ stream_interval.start_time }}' }] },
      ],
    };
    const both = {
      datetime_format: '%Y-%m-%d',
      step: 'P1D',
      end_time_option: { inject_into: 'request_parameter', field_name: 'until' },
    };
    const file = await whole({ ...stamped, ...cursor(both) });
    assert.deepEqual(file.window, {
      kind: 'range',
      length: '1d',
      from: { bound: 'whole' },
      to: { bound: 'whole' },
      unit: '1d',
      start: '2026-01-01T00:00:00Z',
      format: '%Y-%m-%d',
    });
    assert.equal(file.rows?.time, undefined);
    assert.match(
      (await imported({ ...stamped, ...cursor({ ...both, step: undefined }) })).report.problems[0]?.text ?? '',
      /no fixed length/,
    );
    assert.match(
      (await imported({ ...stamped, ...cursor({ step: 'P1D' }) })).report.problems[0]?.text ?? '',
      /does not send both/,
    );
    assert.match(
      (await imported({ ...stamped, ...cursor({ ...both, step: 'PT1H' }) })).report.problems[0]?.text ?? '',
      /no whole units/,
    );
  });

  it('reads a feed and a lifted cursor field, and refuses one that is made of something else', async () => {
    assert.equal((await whole(cursor({ is_data_feed: true, start_time_option: undefined }))).window.kind, 'feed');
    const lifted = (value: string): Json => ({
      transformations: [{ type: 'AddFields', fields: [{ path: ['updated_at'], value }] }],
      ...cursor(),
    });
    assert.deepEqual((await whole(lifted("{{ record['meta']['changed'] }}"))).rows?.time?.at, ['meta', 'changed']);
    assert.match(
      (await imported(lifted("{{ record['a'] ~ 'T00:00:00Z' }}"))).report.problems[0]?.text ?? '',
      /no plain field/,
    );
    assert.match(
      (await imported({ transformations: [{ type: 'KeysToLower' }], ...cursor() })).report.problems[0]?.text ?? '',
      /no plain field/,
    );
    assert.deepEqual(
      (
        await whole({
          transformations: [{ type: 'AddFields', fields: [{ path: ['other'], value: 'x' }] }],
          ...cursor(),
        })
      ).rows?.time?.at,
      ['updated_at'],
    );
  });

  for (const [what, part, expected] of [
    [
      'another cursor',
      { incremental_sync: { type: 'CustomIncrementalSync' } },
      /CustomIncrementalSync is not carried over/,
    ],
    ['clamped slices', cursor({ clamping: { target: 'DAY' } }), /clamped slices/],
    ['an unknown format', cursor({ datetime_format: 'odd' }), /format odd is not known/],
    [
      'a cursor field that is a template',
      cursor({ cursor_field: '{{ record.x }}' }),
      /is not carried over|not a plain name/,
    ],
    [
      'the upper bound alone',
      cursor({
        start_time_option: undefined,
        end_time_option: { inject_into: 'request_parameter', field_name: 'u' },
      }),
      /upper bound alone/,
    ],
  ] as const) {
    it(`reports ${what}`, async () => {
      const { report } = await imported(part);
      assert.ok(
        report.problems.some(({ text }) => expected.test(text)),
        JSON.stringify(report.problems),
      );
    });
  }

  it('notes a start, an end and a duration that are not known', async () => {
    const { report } = await imported(
      cursor({
        start_datetime: { datetime: '{{ config.none }}' },
        end_datetime: "{{ config['end'] }}",
        lookback_window: "{{ config['back'] }}",
      }),
    );
    assert.deepEqual(
      report.notes
        .map(({ path }) => path.split('.').at(-1))
        .slice(0, 3)
        .toSorted(),
      ['end_datetime', 'lookback_window', 'start_datetime'],
    );
    const known = await whole(
      cursor({
        start_datetime: { datetime: '{{ now_utc() }}' },
        end_datetime: {
          type: 'MinMaxDatetime',
          datetime: "{{ day_delta(-1, format='%Y-%m-%d') }}",
          datetime_format: '',
        },
      }),
    );
    assert.equal(known.window.settle, '1d');
  });
});
