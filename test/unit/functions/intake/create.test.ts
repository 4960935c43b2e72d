import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { refusalOf } from '../../../../functions/intake/create.ts';
import { page } from '../../../../functions/intake/page.ts';

describe('an answer', () => {
  it('to an error of another kind tells nothing of it', () => {
    assert.deepEqual(
      [refusalOf(new Error('inner')).problem.status, refusalOf(new Error('inner')).message],
      [500, 'The error was logged.'],
    );
  });

  it('waits as long as Pub/Sub asked', () => {
    assert.equal(refusalOf(new PenstockError('UNAVAILABLE', 'x', { retryAfterMs: 7_100 })).problem.retryAfter, 8);
  });

  it('is escaped on a page', () => {
    const text = page({ key: '"><script>', created: '<b>', problem: '<i>', errors: { title: "<u>'" } });
    assert.equal(/<(b|i|u|script>alert)>/.test(text.replace(/<script>\n[\s\S]*<\/script>/, '')), false);
    assert.match(text, /value="&#34;&#62;&#60;script&#62;"/);
  });
});
