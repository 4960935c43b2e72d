import assert from 'node:assert/strict';
import { Refusal } from '../../../../functions/intake/problem.ts';
import { addressOf, rateLimit } from '../../../../functions/intake/rate-limit.ts';
import { mulberry32 } from '../../../../local/core/faults/faults.ts';

function limitAt(perMinute: number, maxCallers?: number) {
  const time = { now: 0 };
  const clock = { now: () => time.now, sleep: async () => undefined, random: () => 0 };
  const limit = rateLimit(perMinute, clock, maxCallers);
  /** Undefined where they were taken, else the refusal. */
  const take = (caller: string, issues: number): Refusal | undefined => {
    try {
      limit.take(caller, issues);
      return undefined;
    } catch (error) {
      return error as Refusal;
    }
  };
  return { time, take };
}

describe('the rate limit', () => {
  it('lets no more issues through in any sixty seconds than it says, whatever the pattern of requests', () => {
    const random = mulberry32(7);
    const { time, take } = limitAt(50);
    const taken: { at: number; issues: number }[] = [];
    for (let n = 0; n < 3_000; n += 1) {
      time.now += Math.floor(random() * 4_000 * random());
      const issues = 1 + Math.floor(random() * 20);
      if (take('a', issues) === undefined) taken.push({ at: time.now, issues });
    }
    assert.ok(taken.length > 300);
    for (const { at } of taken) {
      const within = taken.filter((one) => one.at > at - 60_000 && one.at <= at);
      assert.ok(within.reduce((sum, { issues }) => sum + issues, 0) <= 50);
    }
  });

  it('takes what it refused when the caller comes again at the time that it was told', () => {
    const { time, take } = limitAt(3);
    assert.equal(take('a', 2), undefined);
    time.now = 20_000;
    assert.equal(take('a', 1), undefined);
    const refused = take('a', 2);
    assert.equal(refused?.problem.status, 429);
    time.now += (refused?.problem.retryAfter ?? 0) * 1_000;
    assert.equal(take('a', 2), undefined);
    assert.equal(take('a', 2)?.problem.status, 429);
  });

  it('refuses a batch that is larger than the limit for its size, because it would be refused for ever', () => {
    assert.equal(limitAt(3).take('a', 4)?.problem.status, 413);
  });

  it('counts each caller by itself', () => {
    const { take } = limitAt(1);
    assert.equal(take('a', 1), undefined);
    assert.equal(take('b', 1), undefined);
    assert.equal(take('a', 1)?.problem.status, 429);
  });

  it('forgets the caller that was seen least recently when there are too many', () => {
    const { take } = limitAt(1, 2);
    for (const caller of ['a', 'b']) assert.equal(take(caller, 1), undefined);
    // Seen again, though refused: now b is the one that was not seen for longest.
    assert.ok(take('a', 1) instanceof Refusal);
    assert.equal(take('c', 1), undefined);
    assert.ok(take('a', 1) instanceof Refusal);
    assert.equal(take('b', 1), undefined);
  });

  it('remembers fifty thousand callers', () => {
    const { take } = limitAt(1);
    assert.equal(take('first', 1), undefined);
    for (let n = 0; n < 49_999; n += 1) take(`n${n}`, 1);
    assert.ok(take('first', 1) instanceof Refusal);
    for (let n = 0; n < 50_000; n += 1) take(`m${n}`, 1);
    assert.equal(take('first', 1), undefined);
  });
});

describe("a caller's address", () => {
  for (const [forwarded, proxies, expected] of [
    ['1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
    ['1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
    ['1.1.1.1', 2, '127.0.0.1'],
    [undefined, 1, '127.0.0.1'],
    ['not an address', 1, 'not an address'],
    ['x'.repeat(100), 1, 'x'.repeat(64)],
  ] as const) {
    it(`is ${expected} for ${forwarded}, behind ${proxies} prox${proxies === 1 ? 'y' : 'ies'}`, () => {
      assert.equal(addressOf(forwarded, '127.0.0.1', proxies), expected);
    });
  }

  it('is empty where neither header nor socket tells one', () => assert.equal(addressOf(undefined, undefined, 1), ''));

  for (const [address, network] of [
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
    ['::ffff:9.8.7.6', '9.8.7.6'],
    ['64:ff9b::9.8.7.6', '64:ff9b:0:0::/64'],
  ] as const) {
    it(`is the network ${network} for ${address}, because one host has all addresses of a network`, () => {
      assert.equal(addressOf(address, undefined, 1), network);
    });
  }
});
