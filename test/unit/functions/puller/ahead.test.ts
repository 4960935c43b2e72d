import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { inOrder } from '../../../../functions/puller/http-source/ahead.ts';

describe('tasks that are read ahead', () => {
  const read: string[] = [];
  const closed: string[] = [];
  const task = (name: string, items: number) => () =>
    (async function* () {
      try {
        for (let index = 0; index < items; index += 1) {
          read.push(`${name}${index}`);
          yield `${name}${index}`;
        }
      } finally {
        closed.push(name);
      }
    })();
  const settled = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1) await turn();
  };
  beforeEach(() => {
    read.length = 0;
    closed.length = 0;
  });

  it('are read no further than the depth while their reader is slow, and whole in the end', async () => {
    const items = inOrder([task('a', 5), task('b', 3)], 2, 2);
    assert.equal((await items.next()).value, 'a0');
    await settled();
    assert.deepEqual(read.toSorted(), ['a0', 'a1', 'a2', 'b0', 'b1']);
    const rest: string[] = [];
    for await (const item of items) rest.push(item);
    assert.deepEqual(rest, ['a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2']);
  });

  it('are closed where the reader ends early, also while they wait for it', async () => {
    const items = inOrder([task('a', 5), task('b', 5)], 2, 2);
    await items.next();
    await settled();
    await items.return(undefined);
    assert.deepEqual(closed.toSorted(), ['a', 'b']);
    assert.equal(read.length, 5);
  });
});
