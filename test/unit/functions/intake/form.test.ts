import assert from 'node:assert/strict';
import { KEY_FIELD, readForm } from '../../../../functions/intake/form.ts';
import type { Refusal } from '../../../../functions/intake/problem.ts';

function refusalOf(body: string): Refusal {
  try {
    readForm(body);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('it was taken');
}

describe('a sent form', () => {
  it('stays as it was sent, line breaks and empty fields too', () => {
    assert.deepEqual(readForm('a=1%0D%0A2&b=&c=%20x%20').issue, { a: '1\r\n2', b: '', c: ' x ' });
  });

  it("of the page loses what browsers add: the line break's CR, and fields that were not filled in", () => {
    const { issue, key } = readForm(`a=1%0D%0A2&b=&${KEY_FIELD}=k`);
    assert.deepEqual([issue, key], [{ a: '1\n2' }, 'k']);
  });

  it('keeps a field of any name as a field of its own', () => {
    assert.deepEqual(Object.entries(readForm('__proto__=1&=2').issue), [
      ['__proto__', '1'],
      ['', '2'],
    ]);
  });

  for (const [title, body, type] of [
    ['with nothing in it', '', 'empty-body'],
    ['whose fields are all empty', 'a=&b=', 'empty-body'],
    ['of the page that nobody filled in', `a=&${KEY_FIELD}=k`, 'empty-body'],
    ['with a field twice', 'a=1&a=2', 'malformed-form'],
    ['that is not UTF-8', 'a=%ff', 'malformed-form'],
    ['of more than a thousand fields', 'a&'.repeat(1_000), 'malformed-form'],
  ] as const) {
    it(`${title} is refused as ${type}`, () => {
      assert.equal(refusalOf(body).problem.type, `urn:penstock:problem:${type}`);
    });
  }

  for (const body of ['{"issue":"x"}', ' \n[{"a":"b=c"}]', '{"a":"b&c=d"}']) {
    it(`that is the JSON ${body.trim()}, as curl -d sends it, is told its content type`, () => {
      const { problem, headers } = refusalOf(body);
      assert.equal(problem.status, 415);
      assert.match(problem.detail, /content type is application\/x-www-form-urlencoded: send it as application\/json/);
      assert.equal(headers.accept, 'application/json');
    });
  }
});
