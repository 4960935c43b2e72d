import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RepeatedText } from '../../../../shared/pubsub/repeated-text.ts';

describe('texts that repeat from message to message', () => {
  it('are read as they stand, whatever stood at their place before', () => {
    const text = fc.oneof(
      fc.constantFrom('source', 'sourcf', 'sour', '', 'manual-api', 'é', 'x'.repeat(48), 'x'.repeat(49)),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(70), text), { maxLength: 200 }), (reads) => {
        const texts = new RepeatedText();
        for (const [place, value] of reads) {
          const bytes = Buffer.from(`<${value}>`);
          assert.equal(texts.read(place, bytes, 1, bytes.length - 1), bytes.toString('utf8', 1, bytes.length - 1));
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are read as they stand once a place has been given up, and after long repetition', () => {
    const texts = new RepeatedText();
    const read = (value: string): string => texts.read(0, Buffer.from(value), 0, value.length);
    for (let index = 0; index < 100; index += 1) assert.equal(read('same'), 'same');
    for (let index = 0; index < 100; index += 1) assert.equal(read(`v${index}`), `v${index}`);
    assert.equal(read('same'), 'same');
  });
});
