import assert from 'node:assert/strict';
import type { UploadRange } from '../../../../../local/storage/api/range.ts';
import { Hashing } from '../../../../../local/storage/content/hashes.ts';
import type { Progress } from '../../../../../local/storage/methods/upload-progress.ts';
import { QUANTUM, receive } from '../../../../../local/storage/methods/upload-receive.ts';

type Bytes = Extract<UploadRange, { kind: 'bytes' }>;

describe('the bytes of one request of a resumable upload', () => {
  let kept: Buffer;
  let progress: Progress;

  beforeEach(() => {
    kept = Buffer.alloc(0);
    const blob = {
      ref: 'b',
      get size() {
        return kept.length;
      },
      append: async (bytes: Uint8Array) => {
        kept = Buffer.concat([kept, bytes]);
      },
      sync: async () => {},
      close: async () => {},
    };
    progress = { blob, hashing: new Hashing() } as unknown as Progress;
  });

  /** Without a Content-Length, as a chunked request comes: only the bytes tell how many there are. */
  async function given(range: Partial<Bytes>, pieces: readonly string[], promised?: number): Promise<boolean> {
    async function* body(): AsyncGenerator<Uint8Array> {
      for (const piece of pieces) yield Buffer.from(piece);
    }
    const whole: Bytes = { kind: 'bytes', from: 0, to: undefined, total: undefined, ...range };
    const call = { headers: {}, body: body() };
    return (await receive(progress, whole, call, promised, new AbortController().signal)).complete;
  }

  for (const [what, range, pieces, promised] of [
    ['more than its range says', { to: 3, total: 3 }, ['ab', 'cd'], undefined],
    ['less than its range says', { to: 4, total: 4 }, ['abc'], undefined],
    ['more than the total, where the range is open', { total: 3 }, ['abcd'], undefined],
    ['less than the total, where the range is open', { total: 4 }, ['abc'], undefined],
    ['more than the upload was begun with', {}, ['abcd'], 3],
    ['less than the upload was begun with', {}, ['ab'], 3],
    ['bytes behind what is there', { from: 5, to: 6, total: 6 }, ['x'], undefined],
  ] as const) {
    it(`are refused that are ${what}`, async () => {
      await assert.rejects(given(range, pieces, promised), { status: 400, message: /^Invalid request\. / });
      assert.equal(kept.length, 0);
    });
  }

  it('are all kept in the last request, and only whole pieces before it', async () => {
    const text = 'x'.repeat(QUANTUM + 10);
    assert.equal(await given({ to: text.length }, [text.slice(0, 100), text.slice(100)]), false);
    assert.equal(kept.length, QUANTUM);
    assert.equal(await given({ from: QUANTUM, to: text.length, total: text.length }, ['x'.repeat(10)]), true);
    assert.equal(kept.length, text.length);
  });

  it('are not kept twice that come again', async () => {
    const text = Array.from({ length: QUANTUM }, (_, at) => at % 10).join('');
    await given({ to: QUANTUM }, [text]);
    await given({ to: QUANTUM + 3, total: QUANTUM + 3 }, [text.slice(0, 1_000), `${text.slice(1_000)}abc`]);
    assert.equal(kept.toString(), `${text}abc`);
  });
});
