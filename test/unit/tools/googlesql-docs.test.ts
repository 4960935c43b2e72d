import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { supported } from '@penstock/local/googlesql/supported.ts';
import { googlesqlPage, PAGE } from '../../../tools/googlesql-docs.ts';

describe('docs/googlesql.md', () => {
  it('says what the code does: `node tools/googlesql-docs.ts` writes it anew', () => {
    assert.equal(readFileSync(join(import.meta.dirname, '../../..', PAGE), 'utf8'), googlesqlPage(supported()));
  });

  it('names no function both as built and as refused', () => {
    const { functions, refusedFunctions } = supported();
    assert.deepEqual(
      functions.filter((name) => refusedFunctions.includes(name)),
      [],
    );
  });
});
