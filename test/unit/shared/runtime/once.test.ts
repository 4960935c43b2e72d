import assert from 'node:assert/strict';
import { once } from '@penstock/shared/runtime/once.ts';

describe('a client made once', () => {
  it('is made when it is first asked for, and shared by all that ask', async () => {
    let made = 0;
    const client = once(async () => ({ number: ++made }));
    assert.equal(made, 0);
    assert.deepEqual(await Promise.all([client(), client()]), [{ number: 1 }, { number: 1 }]);
    assert.equal(made, 1);
  });

  it('is made anew after making it failed, and every caller of the failed one is told', async () => {
    let attempt = 0;
    const client = once(async () => {
      attempt += 1;
      if (attempt === 1) throw new Error('away');
      return attempt;
    });
    const outcomes = await Promise.allSettled([client(), client()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(await client(), 2);
  });

  it('tells for closing what was made, and nothing where there is nothing to close', async () => {
    const client = once(async () => 'client');
    assert.equal(await client.made(), undefined);
    await client();
    assert.equal(await client.made(), 'client');
    const failing = once(() => Promise.reject(new Error('away')));
    const asked = failing();
    assert.equal(await failing.made(), undefined);
    await assert.rejects(asked);
  });
});
