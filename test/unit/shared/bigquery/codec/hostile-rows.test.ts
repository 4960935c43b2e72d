import assert from 'node:assert/strict';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';

const codec = codecOf([field('j', 'JSON'), field('s', 'STRING'), field('n', 'NUMERIC'), field('g', 'GEOGRAPHY')]);

describe('rows that mean harm', () => {
  it('with getters or proxies that throw are rejected, and the words of the error go nowhere', () => {
    const secret = 'the secret in the error';
    const throwing = {
      get s(): string {
        throw new Error(secret);
      },
    };
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error(secret);
        },
      },
    );
    const deep = {
      j: {
        a: [
          {
            get b(): never {
              throw new Error(secret);
            },
          },
        ],
      },
    };
    for (const row of [
      throwing,
      proxy,
      deep,
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error(secret);
          },
        },
      ),
    ]) {
      const problem = problemOf(codec, row);
      assert.equal(problem.code, 'UNREADABLE');
      assert(!JSON.stringify(problem).includes(secret));
    }
  });

  for (const [what, another] of [
    ['encodes', (out: RowBuffer) => void codec.encode({ s: 'inner' }, out)],
    ['transcodes', (out: RowBuffer) => void codec.transcode(Buffer.from('{"s":"inner"}'), out)],
    ['respells', () => void codec.respell(Buffer.from('{"s":"inner"}'), 'text')],
  ] as const) {
    it(`with a getter that ${what} another row are rejected, and the codec goes on`, () => {
      const out = new RowBuffer();
      const row = {
        get s() {
          another(out);
          return 'outer';
        },
      };
      assert.equal(codec.encode(row, out)?.code, 'UNREADABLE');
      assert.equal(out.rowCount, 0);
      assert.deepEqual(through(codec, { s: 'after' }), { s: 'after' });
    });
  }

  it('with a getter that touches the buffer are rejected, and the buffer stays whole', () => {
    const other = codecOf([field('s', 'STRING')]);
    const out = new RowBuffer();
    codec.encode({ s: 'before' }, out);
    const before = Buffer.from(out.protoRows);
    for (const touch of [
      () => out.reset(),
      () => other.encode({ s: 'x' }, out),
      () => out.appendRow(new Uint8Array(3)),
    ]) {
      const row = {
        s: 'a',
        get n() {
          touch();
          return 1;
        },
      };
      assert.equal(codec.encode(row, out)?.code, 'UNREADABLE');
      assert.deepEqual(Buffer.from(out.protoRows), before);
    }
    assert.equal(codec.encode({ s: 'after' }, out), undefined);
    assert.equal(out.rowCount, 2);
  });

  it('that only claim to be what they are never make the codec throw', () => {
    const revoked = Proxy.revocable([], {});
    revoked.revoke();
    const trapped = new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new Error('trap');
        },
      },
    );
    const lying = Object.assign(new Date(0), { getTime: () => 'never' });
    for (const value of [revoked.proxy, trapped, Object.create(Date.prototype), Object.create(Uint8Array.prototype)]) {
      for (const type of ['STRING', 'JSON', 'DATE', 'BYTES', 'NUMERIC', 'RANGE'] as const) {
        const strict = codecOf([field('v', type, type === 'RANGE' ? { rangeElementType: 'DATE' } : {})]);
        assert(['UNREADABLE', 'TYPE_MISMATCH', 'ROW_TOO_LARGE'].includes(problemOf(strict, { v: value }).code));
      }
    }
    assert.deepEqual(through(codecOf([field('v', 'TIMESTAMP')]), { v: lying }), { v: 0n });
  });

  it('with cycles or 100,000 levels are too deep', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = [cycle];
    let tower: unknown = 0;
    for (let level = 0; level < 100_000; level += 1) tower = level % 2 ? { a: tower } : [tower];
    for (const j of [cycle, tower, `${'['.repeat(100_000)}${']'.repeat(100_000)}`])
      assert.equal(problemOf(codec, { j }).code, 'TOO_DEEP');
    assert.equal(problemOf(codec, { g: `${'GEOMETRYCOLLECTION('.repeat(1000)}` }).code, 'TOO_DEEP');
    let collection: object = { type: 'Point', coordinates: [0, 0] };
    for (let level = 0; level < 40; level += 1) collection = { type: 'GeometryCollection', geometries: [collection] };
    assert.equal(problemOf(codec, { g: collection }).code, 'TOO_DEEP');
  });

  it('find no column by the names of the language', () => {
    const dropping = codecOf([field('s', 'STRING')], { unknownFields: 'drop' });
    assert.deepEqual(through(dropping, JSON.parse('{"__proto__":{"s":"x"},"constructor":1,"toString":2,"s":"mine"}')), {
      s: 'mine',
    });
    const named = codecOf([field('constructor', 'STRING'), field('__proto__', 'STRING')]);
    assert.deepEqual(through(named, {}), {});
    const decoded = through(named, JSON.parse('{"constructor":"a"}'));
    assert.deepEqual(Object.entries(decoded), [['constructor', 'a']]);
    assert.deepEqual(through(named, {}), {});
  });

  it('inherit nothing from a polluted prototype', () => {
    const clean = new RowBuffer();
    const polluted = new RowBuffer();
    codec.encode({ j: { a: 1 } }, clean);
    Object.defineProperty(Object.prototype, 's', { value: 'polluted', enumerable: true, configurable: true });
    try {
      assert.equal(codec.encode({ j: { a: 1 } }, polluted), undefined);
    } finally {
      delete (Object.prototype as { s?: unknown }).s;
    }
    assert.deepEqual(polluted.protoRows, clean.protoRows);
  });

  it('cost no more time than their length: long runs of zeros, digits and quotes', () => {
    const zeros = '0'.repeat(300_000);
    const started = process.hrtime.bigint();
    assert.deepEqual(through(codec, { n: `${zeros}1.5${zeros}` }), { n: '1.5' });
    assert.equal(problemOf(codec, { n: `1${zeros}1e5` }).code, 'OUT_OF_RANGE');
    assert.equal(problemOf(codec, { n: `1${zeros}x` }).code, 'MALFORMED');
    assert.equal(problemOf(codec, { n: '1e-999999999999999999999' }).code, 'TOO_PRECISE');
    assert.equal(problemOf(codec, { n: 10n ** 1_000_000n }).view, 'a BigInt of more than 256 bits');
    assert.equal(problemOf(codec, { j: `"${'\\"'.repeat(300_000)}` }).code, 'MALFORMED');
    assert(process.hrtime.bigint() - started < 2_000_000_000n);
  });

  it('are viewed in a few characters, without calling into them', () => {
    const noisy = {
      toString() {
        throw new Error('called');
      },
      toJSON() {
        throw new Error('called');
      },
    };
    const views: [unknown, string][] = [
      ['x'.repeat(500), `"${'x'.repeat(48)}…"`],
      ['\ud800', '"\ufffd"'],
      [-0, '-0'],
      [Number.NaN, 'NaN'],
      [12n, '12n'],
      [true, 'true'],
      [Symbol('s'), 'a symbol'],
      [() => 1, 'a function'],
      [[1, 2], 'an array of 2'],
      [new Date(0), '1970-01-01T00:00:00.000Z'],
      [new Date(Number.NaN), 'an invalid Date'],
      [new Uint8Array(3), '3 bytes'],
      [noisy, 'an object'],
    ];
    const strict = codecOf([field('v', 'RANGE', { rangeElementType: 'DATE' })]);
    for (const [value, view] of views) assert.equal(problemOf(strict, { v: value }).view, view);
    assert.equal(
      problemOf(codecOf([field('v', 'STRING', { mode: 'REPEATED' })]), { v: [undefined] }).view,
      'undefined',
    );
    assert.equal(problemOf(codecOf([field('v', 'STRING', { mode: 'REPEATED' })]), { v: [null] }).view, 'null');
  });
});
