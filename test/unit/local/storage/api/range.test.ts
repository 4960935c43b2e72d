import assert from 'node:assert/strict';
import { parseContentRange, parseRange } from '../../../../../local/storage/api/range.ts';

describe('ranges', () => {
  for (const [header, size, expected] of [
    [undefined, 10, undefined],
    ['bytes=0-3', 10, { from: 0, to: 4 }],
    ['bytes=3-', 10, { from: 3, to: 10 }],
    ['bytes=-3', 10, { from: 7, to: 10 }],
    ['bytes=-30', 10, { from: 0, to: 10 }],
    ['bytes=5-99', 10, { from: 5, to: 10 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=5-3', 10, undefined],
    ['bytes=0-1,3-4', 10, undefined],
    ['items=0-1', 10, undefined],
    ['bytes=-', 10, undefined],
  ] as const) {
    it(`Range ${header} of ${size} bytes is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(parseRange(header, size), expected);
    });
  }

  for (const [header, expected] of [
    [undefined, { kind: 'bytes', from: 0, to: undefined, total: undefined }],
    ['bytes */*', { kind: 'status', total: undefined }],
    ['bytes */7', { kind: 'status', total: 7 }],
    ['bytes 0-6/7', { kind: 'bytes', from: 0, to: 7, total: 7 }],
    ['bytes 3-6/*', { kind: 'bytes', from: 3, to: 7, total: undefined }],
    ['bytes 3-*/*', { kind: 'bytes', from: 3, to: undefined, total: undefined }],
    ['bytes 3-*/9', { kind: 'bytes', from: 3, to: undefined, total: 9 }],
  ] as const) {
    it(`Content-Range ${header} is understood`, () => assert.deepEqual(parseContentRange(header), expected));
  }

  for (const header of [
    'bytes',
    'bytes 1/2',
    'bytes 5-4/9',
    'bytes 0-9/5',
    'bytes -5/9',
    'bytes 0-99999999999999999/*',
    'octets 0-1/2',
  ]) {
    it(`Content-Range ${header} is refused`, () => {
      assert.throws(() => parseContentRange(header), { status: 400 });
    });
  }
});
