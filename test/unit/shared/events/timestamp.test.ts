import assert from 'node:assert/strict';
import { inMicros, microsOf, microsText, readTimestamp, timestampText } from '@penstock/shared/events/timestamp.ts';
import fc from 'fast-check';

describe('times', () => {
  for (const [given, expected] of [
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000000Z'],
    ['2026-01-02T03:04:05.1Z', '2026-01-02T03:04:05.100000Z'],
    ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123456789Z'],
    ['2026-01-02T03:04:05.5-01:30', '2026-01-02T04:34:05.500000Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['0000-12-31T23:59:59Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-01-02T03:04:05', undefined],
    ['yesterday', undefined],
  ] as const) {
    it(`reads ${given} as ${expected}`, () => assert.equal(readTimestamp(given), expected));
  }
});

describe('a second as text', () => {
  const sameAsDate = (seconds: number): void =>
    assert.equal(timestampText(seconds, 0), new Date(seconds * 1_000).toISOString().replace(/\.\d+Z$/, '.000000Z'));

  it('is what a Date says, on the first and the last second of every day of 800 years, and at both limits', () => {
    const first = Date.UTC(1600, 0, 1) / 1_000;
    for (let day = 0; day < 800 * 366; day += 1) {
      sameAsDate(first + day * 86_400);
      sameAsDate(first + day * 86_400 + 86_399);
    }
    for (const limit of [-62_135_596_800, 253_402_300_799]) sameAsDate(limit);
  });

  it('is what a Date says, at any second', () => {
    fc.assert(fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), sameAsDate));
  });

  for (const [nanos, fraction] of [
    [0, '000000'],
    [1_000, '000001'],
    [12_345_000, '012345'],
    [999_999_000, '999999'],
    [1, '000000001'],
    [12_345_678, '012345678'],
    [999_999_999, '999999999'],
  ] as const) {
    it(`has the fraction ${fraction} for ${nanos} nanoseconds`, () =>
      assert.equal(timestampText(0, nanos), `1970-01-01T00:00:00.${fraction}Z`));
  }

  for (const [seconds, nanos] of [
    [-62_135_596_801, 0],
    [253_402_300_800, 0],
    [0, -1],
    [0, 1_000_000_000],
    [Number.NaN, 0],
  ] as const) {
    it(`is none for ${seconds} seconds and ${nanos} nanoseconds`, () =>
      assert.equal(timestampText(seconds, nanos), undefined));
  }
});

describe('times in microseconds', () => {
  for (const [text, micros] of [
    ['2026-01-02T03:04:05.550123Z', 1_767_323_045_550_123n],
    ['2026-01-02T03:04:05.000000Z', 1_767_323_045_000_000n],
    ['1970-01-01T00:00:00.000000Z', 0n],
    ['1969-12-31T23:59:59.999999Z', -1n],
    ['0001-01-01T00:00:00.000001Z', -62_135_596_799_999_999n],
    ['9999-12-31T23:59:59.999999Z', 253_402_300_799_999_999n],
  ] as const) {
    it(`are ${micros} for ${text}, and back`, () => {
      assert.equal(microsOf(text), micros);
      assert.equal(microsText(micros), text);
    });
  }

  it('are without the nanoseconds', () => {
    assert.equal(microsText(microsOf('2026-01-02T03:04:05.550123999Z')), '2026-01-02T03:04:05.550123Z');
    assert.equal(inMicros('2026-01-02T03:04:05.550123999Z'), '2026-01-02T03:04:05.550123Z');
    assert.equal(inMicros('2026-01-02T03:04:05.550123Z'), '2026-01-02T03:04:05.550123Z');
  });
});
