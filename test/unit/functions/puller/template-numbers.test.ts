import assert from 'node:assert/strict';
import { parseExactJson } from '../../../../functions/puller/http-source/decode/exact-json.ts';
import { fillText, fillValue, parseTemplate, type Values } from '../../../../functions/puller/http-source/template.ts';

const values: Values = {
  parent: { id: '12', name: 'a1', zero: '007', big: '12345678901234567890', share: '1.50', count: 3 },
  window: { fromMs: 1_000, toMs: 2_000, write: (bound) => (bound === 'from' ? '1' : '2') },
};

describe('a placeholder with :number', () => {
  for (const [text, expected] of [
    ['{parent.id:number}', 12],
    ['{parent.name:number}', 'a1'],
    ['{parent.zero:number}', '007'],
    ['{parent.big:number}', 12345678901234567890n],
    ['{parent.share:number}', 1.5],
    ['{parent.count:number}', 3],
    ['{parent.id}', '12'],
    ['{window.from:number}', 1],
    ['{window.to:epoch-ms:number}', 2_000],
    ['{window.to+1s:epoch-s:number}', 3],
    ['{parent.none:number?}', undefined],
  ] as const) {
    it(`gives ${String(expected)} for ${text} alone`, () =>
      assert.deepEqual(fillValue(parseTemplate(text), values), expected));
  }

  it('changes nothing within a text', () =>
    assert.equal(fillText(parseTemplate('id {parent.zero:number}'), values), 'id 007'));
});

describe('JSON that is one number', () => {
  it('keeps every digit', () => {
    assert.deepEqual(['12345678901234567890', '-7', '1.5'].map(parseExactJson), [12345678901234567890n, -7, 1.5]);
  });
});
