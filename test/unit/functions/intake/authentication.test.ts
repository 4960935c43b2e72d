import assert from 'node:assert/strict';
import { byApiKey, headerOf, parseKeys, parseSigningSecrets } from '../../../../functions/intake/authentication.ts';

describe('keys and secrets', () => {
  it('are refused where they are too short or not of the form', () => {
    for (const text of ['a', '=0123456789abcdef', 'a=short'])
      assert.throws(() => parseKeys(text), /one name=key a line/);
    for (const text of ['whsec_AAAA', 'x'.repeat(200)])
      assert.throws(() => parseSigningSecrets(text), /24 to 64 bytes/);
  });

  it('are compared all of them, so that time tells neither which nor whether', async () => {
    let read = 0;
    const keys = Array.from({ length: 3 }, (_, n) => ({
      name: `n${n}`,
      get key() {
        read += 1;
        return `key-number-${n}-0123456789`;
      },
    }));
    await byApiKey(async () => keys)({ headers: { 'x-api-key': 'key-number-0-0123456789' }, body: new Uint8Array() });
    assert.equal(read, 3);
  });

  it('are read from the first of several headers', () => {
    assert.deepEqual(
      [headerOf({ a: ['x', 'y'] }, 'a'), headerOf({ a: 'x' }, 'a'), headerOf({}, 'a')],
      ['x', 'x', undefined],
    );
  });
});
