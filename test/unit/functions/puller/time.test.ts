import assert from 'node:assert/strict';
import { isExact, requestBounds, splitSpan, stepsOf } from '../../../../functions/puller/http-source/bounds.ts';
import { durationMs, durationOr } from '../../../../functions/puller/http-source/durations.ts';
import { compileSpans } from '../../../../functions/puller/http-source/span.ts';
import { civilMs, type TimeFormat, timeFormat } from '../../../../functions/puller/http-source/time-format.ts';
import {
  clockChange,
  hasClockChanges,
  instantOf,
  UTC,
  type Zone,
  zoneOf,
} from '../../../../functions/puller/http-source/time-zone.ts';
import { windowPolicyOf } from '../../../../functions/puller/source-file/window-policy.ts';

const at = (text: string): number => Date.parse(text);
const zone = (name: string): Zone => zoneOf(name) as Zone;
const format = (text: string, in_: Zone = UTC): TimeFormat => timeFormat(text, in_) as TimeFormat;
const micros = (text: string, digits = 0): number => at(text) * 1_000 + digits;

describe('times of a source', () => {
  const read: readonly (readonly [string, unknown, number | undefined])[] = [
    ['rfc3339', '2026-03-01T12:34:56Z', micros('2026-03-01T12:34:56Z')],
    ['rfc3339', '2026-03-01T12:34:56.123456789+02:00', micros('2026-03-01T10:34:56Z', 123_456)],
    ['rfc3339', '2026-03-01 12:34:56-0530', micros('2026-03-01T18:04:56Z')],
    ['rfc3339', '2026-03-01 12:34:56 UTC', micros('2026-03-01T12:34:56Z')],
    ['rfc3339', '2026-03-01T12:34:56', undefined],
    ['rfc3339', '2026-02-30T12:34:56Z', undefined],
    ['rfc3339', '2026-03-01T24:00:00Z', undefined],
    ['rfc3339', 1, undefined],
    ['rfc3339', '0050-01-01T00:00:00Z', -60_589_296_000_000_000],
    ['epoch-s', 1_772_366_400, micros('2026-03-01T12:00:00Z')],
    ['epoch-s', '1772366400.5', micros('2026-03-01T12:00:00Z', 500_000)],
    ['epoch-s', '-1.25', -1_250_000],
    ['epoch-s', 1_772_366_400n, micros('2026-03-01T12:00:00Z')],
    ['epoch-s', 'now', undefined],
    ['epoch-s', null, undefined],
    ['epoch-s', '9999999999999999', undefined],
    ['epoch-ms', '1772366400123', micros('2026-03-01T12:00:00Z', 123_000)],
    ['epoch-us', '1772366400123456', micros('2026-03-01T12:00:00Z', 123_456)],
    ['date', '2026-03-01', micros('2026-03-01T00:00:00Z')],
    ['date', '2026-13-01', undefined],
    ['date', null, undefined],
    ['%Y-%m-%dT%H:%M:%S.%fZ', '2026-03-01T12:34:56.5Z', micros('2026-03-01T12:34:56Z', 500_000)],
    ['%Y%m%d%H%M%S', 20_260_301_123_456, micros('2026-03-01T12:34:56Z')],
    ['%d/%b/%Y:%H:%M:%S %z', '01/Mar/2026:12:00:00 -0800', micros('2026-03-01T20:00:00Z')],
    ['%Y-%m-%d %H:%M %z', '2026-03-01 12:00 +05:30', micros('2026-03-01T06:30:00Z')],
    ['%Y-%m-%d %H:%M%:z', '2026-03-01 12:00-03:30', micros('2026-03-01T15:30:00Z')],
    ['%d %B %Y %I:%M %p', '1 March 2026 12:30 AM', micros('2026-03-01T00:30:00Z')],
    ['%d %B %Y %I:%M %p', '1 March 2026 01:30 pm', micros('2026-03-01T13:30:00Z')],
    ['%p %Y', 'PM 2026', micros('2026-01-01T12:00:00Z')],
    ['%a, %d %b %Y %H:%M:%S %Z', 'Sun, 01 Mar 2026 12:00:00 GMT', micros('2026-03-01T12:00:00Z')],
    ['%A %Y-%m-%dT%H:%M:%S%z', 'Sunday 2026-03-01T12:00:00Z', micros('2026-03-01T12:00:00Z')],
    ['%Y-%m-%dT%H:%M:%S.%_msZ', '2026-03-01T12:00:00.123Z', micros('2026-03-01T12:00:00Z', 123_000)],
    ['%s', '1772366400', micros('2026-03-01T12:00:00Z')],
    ['%ms', '1772366400123', micros('2026-03-01T12:00:00Z', 123_000)],
    ['%s_as_float', '1772366400.25', micros('2026-03-01T12:00:00Z', 250_000)],
    ['%s_as_float', '-1.5', -1_500_000],
    ['%s_as_float', '7', 7_000_000],
    ['%epoch_microseconds', '1772366400123456', micros('2026-03-01T12:00:00Z', 123_456)],
    ['week %% %Y', 'week % 2026', micros('2026-01-01T00:00:00Z')],
  ];
  for (const [text, value, expected] of read) {
    it(`reads ${String(value)} by ${text} as ${expected ?? 'nothing'}`, () => {
      assert.equal(format(text).parse(value), expected);
    });
  }

  const written: readonly (readonly [string, string])[] = [
    ['rfc3339', '2026-03-01T12:34:56.789Z'],
    ['epoch-s', '1772368496'],
    ['epoch-ms', '1772368496789'],
    ['epoch-us', '1772368496789000'],
    ['date', '2026-03-01'],
    ['%Y-%m-%dT%H:%M:%S.%f%z', '2026-03-01T12:34:56.789000+0000'],
    ['%a %A %b %B %d %I:%M %p %Z', 'Sun Sunday Mar March 01 12:34 PM UTC'],
    [
      '%_ms %s %ms %s_as_float %epoch_microseconds %%',
      '789 1772368496 1772368496789 1772368496.789000 1772368496789000 %',
    ],
  ];
  for (const [text, expected] of written) {
    it(`writes by ${text}`, () => {
      assert.equal(format(text).format(at('2026-03-01T12:34:56.789Z')), expected);
    });
  }

  it('are UTC in a zone while it is at Greenwich time', () => {
    assert.equal(format('%H:%M', zone('Europe/London')).format(at('2026-01-01T12:30:00Z')), '12:30');
    assert.equal(format('%H:%M', zone('Europe/London')).format(at('2026-07-01T12:30:00Z')), '13:30');
  });

  it('writes an offset of a zone west of Greenwich, and noon and midnight', () => {
    assert.equal(format('%H:%M%z', zone('America/New_York')).format(at('2026-01-01T12:30:00Z')), '07:30-0500');
    assert.equal(format('%I %p').format(at('2026-01-01T00:30:00Z')), '12 AM');
  });

  it('tell days by a date, whatever names its weekday or its zone', () => {
    for (const text of ['%Y-%m-%d', '%Y-%m-%d%z', '%Y-%m-%d %Z', '%A %Y-%m-%d', '%a %Y-%m-%d'])
      assert.equal(format(text).unitMs, 86_400_000, text);
    assert.equal(format('%Y-%m-%d %H:%M%z').unitMs, 60_000);
  });

  it('knows no format without a directive, and no directive that is none', () => {
    assert.deepEqual(
      ['iso', '%Q', '%%'].map((text) => timeFormat(text)),
      [undefined, undefined, undefined],
    );
  });

  it('refuses what the calendar does not have', () => {
    assert.equal(civilMs({ year: 2026, month: 2, day: 29 }), undefined);
    assert.equal(civilMs({}), 0);
  });
});

describe('zones', () => {
  it('have names and no offsets', () => {
    assert.deepEqual(['+02:00', 'Mars/Olympus', 'UTC+3'].map(zoneOf), [undefined, undefined, undefined]);
    assert.equal(zone('Europe/Berlin').offsetAt(at('2026-07-01T00:00:00Z')), 7_200_000);
    assert.equal(zone('Europe/London').offsetAt(at('2026-01-01T00:00:00Z')), 0);
    assert.equal(zoneOf('UTC'), UTC);
  });

  it('give a local time that comes twice to its first instant, and one that is left out to the offset before', () => {
    const york = zone('America/New_York');
    // 01:30 comes at 05:30Z and again at 06:30Z.
    assert.equal(instantOf(york, at('2026-11-01T01:30:00Z')), at('2026-11-01T05:30:00Z'));
    // 02:30 does not come on this day.
    assert.equal(instantOf(york, at('2026-03-08T02:30:00Z')), at('2026-03-08T07:30:00Z'));
    assert.equal(instantOf(york, at('2026-03-08T12:00:00Z')), at('2026-03-08T16:00:00Z'));
  });

  it('say how far their clocks are moved around a span', () => {
    const york = zone('America/New_York');
    assert.equal(clockChange(york, at('2026-11-01T05:30:00Z'), at('2026-11-01T05:40:00Z')), 3_600_000);
    assert.equal(clockChange(york, at('2026-06-01T05:30:00Z'), at('2026-06-01T05:40:00Z')), 0);
    assert.deepEqual(
      [york, UTC, zone('Asia/Kolkata')].map((one) => hasClockChanges(one, at('2026-01-01T00:00:00Z'))),
      [true, false, false],
    );
  });
});

describe('the bounds of a request', () => {
  const span = { fromMs: at('2026-03-01T00:10:00Z'), toMs: at('2026-03-01T00:20:00Z') };
  const shown = (bounds: { readonly fromMs: number; readonly toMs: number }): string =>
    [bounds.fromMs, bounds.toMs].map((ms) => new Date(ms).toISOString().slice(5, 19)).join(' ');
  const cases = [
    ['inclusive', 'exclusive', 1_000, '03-01T00:10:00 03-01T00:20:00'],
    ['exclusive', 'inclusive', 1_000, '03-01T00:09:59 03-01T00:20:00'],
    ['unknown', 'unknown', 1_000, '03-01T00:09:59 03-01T00:20:01'],
    ['inclusive', 'whole', 1_000, '03-01T00:10:00 03-01T00:19:59'],
    ['inclusive', 'inclusive', 3_600_000, '03-01T00:00:00 03-01T01:00:00'],
    ['whole', 'whole', 86_400_000, '03-01T00:00:00 03-01T00:00:00'],
  ] as const;
  for (const [from, to, unitMs, expected] of cases) {
    it(`cover the span where the source takes them ${from} and ${to} by units of ${unitMs} ms`, () => {
      assert.equal(shown(requestBounds(span, { from, to, unitMs, format: format('rfc3339') })), expected);
    });
  }

  it('are never made by subtracting a granularity, so that the second before the end is asked for whole (airbyte#82686)', () => {
    const { toMs } = requestBounds(span, {
      from: 'inclusive',
      to: 'inclusive',
      unitMs: 1_000,
      format: format('%Y-%m-%dT%H:%M:%S'),
    });
    assert.ok(toMs >= span.toMs);
  });

  it('are whole days of the zone of their format', () => {
    const berlin = format('date', zone('Europe/Berlin'));
    const bounds = requestBounds(
      { fromMs: at('2026-06-01T22:30:00Z'), toMs: at('2026-06-01T23:00:00Z') },
      { from: 'whole', to: 'whole', unitMs: 86_400_000, format: berlin },
    );
    assert.deepEqual([berlin.format(bounds.fromMs), berlin.format(bounds.toMs)], ['2026-06-02', '2026-06-02']);
  });

  it('reach further where clocks are set back within the span, so that local texts do not run backwards', () => {
    const local = format('%Y-%m-%dT%H:%M:%S', zone('America/New_York'));
    const bounds = requestBounds(
      { fromMs: at('2026-11-01T05:50:00Z'), toMs: at('2026-11-01T06:10:00Z') },
      { from: 'inclusive', to: 'inclusive', unitMs: 1_000, format: local },
    );
    const texts = [local.format(bounds.fromMs), local.format(bounds.toMs)];
    assert.deepEqual(texts, ['2026-11-01T00:50:00', '2026-11-01T02:10:00']);
  });

  it('are exact only where each is taken so', () => {
    assert.equal(isExact({ from: 'inclusive', to: 'exclusive' }), true);
    assert.equal(isExact({ from: 'whole', to: 'whole' }), true);
    assert.equal(isExact({ from: 'exclusive', to: 'exclusive' }), false);
    assert.equal(isExact({ from: 'inclusive', to: 'inclusive' }), false);
  });

  it('are asked for in steps, and in halves where a listing is capped', () => {
    assert.deepEqual(stepsOf({ fromMs: 0, toMs: 10 }, undefined), [{ fromMs: 0, toMs: 10 }]);
    assert.deepEqual(stepsOf({ fromMs: 0, toMs: 10 }, 4), [
      { fromMs: 0, toMs: 4 },
      { fromMs: 4, toMs: 8 },
      { fromMs: 8, toMs: 10 },
    ]);
    assert.deepEqual(splitSpan({ fromMs: 0, toMs: 5 }, 1), [
      { fromMs: 0, toMs: 2 },
      { fromMs: 2, toMs: 5 },
    ]);
    assert.equal(splitSpan({ fromMs: 0, toMs: 1_999 }, 1_000), undefined);
  });

  it('reach back by the overlap in a request, and not in a row', () => {
    const rules = compileSpans({ kind: 'range', from: { bound: 'inclusive' }, to: { bound: 'exclusive' }, step: '5m' });
    assert.equal(rules.asked(span, 60_000).write('from'), '2026-03-01T00:09:00.000Z');
    assert.equal(rules.stamped(span).write('from'), '2026-03-01T00:10:00.000Z');
    assert.equal(rules.stamped(span).write('to'), '2026-03-01T00:20:00.000Z');
    assert.equal(rules.steps(span).length, 2);
    const days = compileSpans({
      kind: 'range',
      format: 'date',
      zone: 'Nowhere/None',
      from: { bound: 'whole' },
      to: { bound: 'whole' },
    });
    const day = { fromMs: at('2026-03-01T00:00:00Z'), toMs: at('2026-03-02T00:00:00Z') };
    assert.equal(days.stamped(day).write('to'), '2026-03-01');
    assert.equal(
      compileSpans({ kind: 'since', format: 'no format' }).asked(span, 0).write('from'),
      '2026-03-01T00:09:59.999Z',
    );
  });
});

describe('durations and policies', () => {
  it('read their units', () => {
    assert.deepEqual(['250ms', '10s', '5m', '2h', '7d', '1w', ''].map(durationMs), [
      250,
      10_000,
      300_000,
      7_200_000,
      604_800_000,
      undefined,
      undefined,
    ]);
    assert.deepEqual([durationOr(undefined, 5), durationOr('1s', 5), durationOr('x', 5)], [5, 1_000, 5]);
  });

  it('align the first window with the others', () => {
    const policy = windowPolicyOf({
      kind: 'snapshot',
      length: '1h',
      offset: '5m',
      start: '2026-01-01T00:06:00Z',
      settle: '1m',
      overlap: '2m',
      retention: '30d',
      maxWindows: 2,
    });
    assert.deepEqual(policy, {
      lengthMs: 3_600_000,
      offsetMs: 300_000,
      settleMs: 60_000,
      overlapMs: 120_000,
      retentionMs: 2_592_000_000,
      startMs: at('2026-01-01T01:05:00Z'),
      maxWindows: 2,
    });
    const plain = windowPolicyOf({ kind: 'snapshot', length: '1h', start: '2026-01-01T00:00:00Z' });
    assert.deepEqual([plain.retentionMs, plain.maxWindows, plain.startMs], [undefined, 6, at('2026-01-01T00:00:00Z')]);
  });
});
