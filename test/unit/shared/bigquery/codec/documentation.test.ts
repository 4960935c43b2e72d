import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';

const page = readFileSync(new URL('../../../../../docs/codec.md', import.meta.url), 'utf8');
const lines = [...page.matchAll(/^\| `([A-Z0-9]+(?:[(<][^`]*)?)` \| `(.+)` \| (?:`(.+)`|([A-Z_]+)) \|$/gm)];

/** The literals of the page are JavaScript, in a cell of a table. */
function value(text: string): unknown {
  return new Function(`return (${text.replaceAll('\\|', '|')})`)();
}

function columnOf(type: string): Field {
  const [, name, first, second] = /^(\w+)(?:[(<](\w+)(?:, (\d+))?[)>])?$/.exec(type) as RegExpExecArray;
  if (first === undefined) return field('v', name as Field['type']);
  if (name === 'RANGE') return field('v', 'RANGE', { rangeElementType: first as 'DATE' });
  if (name === 'TIMESTAMP') return field('v', 'TIMESTAMP', { timestampPrecision: 12 });
  if (second !== undefined) return field('v', 'NUMERIC', { precision: Number(first), scale: Number(second) });
  return field('v', name as Field['type'], { maxLength: Number(first) });
}

describe('docs/codec.md', () => {
  it('has a line for every type', () => {
    assert.equal(new Set(lines.map(([, type]) => columnOf(type as string).type)).size, 15);
  });

  for (const [, type = '', input = '', wire, code] of lines) {
    it(`${type}: ${input} is ${wire ?? code}`, () => {
      const codec = codecOf([columnOf(type)]);
      if (wire === undefined) {
        assert.equal(problemOf(codec, { v: value(input) }).code, code);
        return;
      }
      const expected = value(wire);
      const decoded = through(codec, { v: value(input) });
      assert.deepEqual(decoded, { v: Buffer.isBuffer(expected) ? new Uint8Array(expected) : expected });
    });
  }
});
