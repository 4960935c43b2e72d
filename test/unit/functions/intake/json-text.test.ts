import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readIssues } from '../../../../functions/intake/json-text.ts';
import { Refusal } from '../../../../functions/intake/problem.ts';

const LIMITS = { maxDepth: 8, maxItems: 100 };

describe("an issue's text", () => {
  it('is kept to the letter, item by item, whatever JSON it is', () => {
    const item = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    const blank = fc.constantFrom('', ' ', '\n', '\t ');
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), blank, fc.nat(2), (items, between, indent) => {
        const texts = items.map((one) => JSON.stringify(one, null, indent));
        const { items: read, isBatch } = readIssues(`${between}[${texts.join(`${between},${between}`)}]${between}`, {
          maxDepth: 50,
          maxItems: 10,
        });
        assert.equal(isBatch, true);
        assert.deepEqual(
          read.map((one) => (one instanceof Refusal ? one.message : one.text)),
          texts,
        );
      }),
      { seed: 5 },
    );
  });

  it('of garbage is refused by name, and nothing else comes of it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"a"',
      '1',
      'null',
      ' ',
      '{"a":1}',
      '\\"',
      'x',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let valid: unknown;
        try {
          valid = JSON.parse(text);
        } catch {
          valid = undefined;
        }
        try {
          const { items } = readIssues(text, LIMITS);
          assert.notEqual(valid, undefined, `took ${JSON.stringify(text)}`);
          for (const one of items) assert.ok(one instanceof Refusal || JSON.parse(one.text) !== undefined);
        } catch (error) {
          assert.ok(error instanceof Refusal, String(error));
        }
      }),
      { seed: 6, numRuns: 3_000 },
    );
  });

  it('of a megabyte of brackets or backslashes is judged in no time', () => {
    for (const text of ['['.repeat(1_000_000), `"${'\\'.repeat(1_000_000)}`, `[${'"\\"",'.repeat(150_000)}1]`]) {
      const began = process.cpuUsage();
      assert.throws(() => readIssues(text, { maxDepth: 8, maxItems: 10 }), Refusal);
      // Processor time: a machine that does something else as well makes the clock run on.
      assert.ok(process.cpuUsage(began).user < 1_000_000);
    }
  });
});
