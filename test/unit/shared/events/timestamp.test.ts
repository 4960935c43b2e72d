import assert from 'node:assert/strict';
import { microsOf, microsText, readTimestamp } from '@penstock/shared/events/timestamp.ts';

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
  });
});
