import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import sinon from 'sinon';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import { createLogger } from '../../../../../shared/runtime/log.ts';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';

const KEY = Buffer.from('a key of 16 bytes and some more');
const fields = [
  field('id', 'INT64'),
  field('email', 'STRING'),
  field('card', 'STRING', { maxLength: 2 }),
  field('blob', 'BYTES'),
  field('photo', 'BYTES'),
  field('salary', 'NUMERIC'),
  field('phones', 'STRING', { mode: 'REPEATED' }),
  field('person', 'STRUCT', { fields: [field('name', 'STRING'), field('born', 'DATE'), field('city', 'STRING')] }),
  field('history', 'JSON', { mode: 'REPEATED' }),
];
const columns = {
  Email: 'hash',
  card: 'mask',
  blob: 'hash',
  photo: 'mask',
  salary: 'drop',
  phones: 'hash',
  'person.name': 'mask',
  'PERSON.born': 'drop',
  history: 'drop',
} as const;
const sensitive = codecOf(fields, { sensitive: { columns, hashKey: KEY } });
const digest = (value: string | Uint8Array) => createHmac('sha256', KEY).update(value).digest();

describe('sensitive columns', () => {
  it('are masked, hashed under the key, or dropped; NULL stays NULL', () => {
    const long = `${'long '.repeat(60)}@example.org`;
    const row = {
      id: 1,
      email: long,
      card: '41',
      blob: Buffer.from('raw').toString('base64'),
      photo: Buffer.from('raw'),
      salary: '12.50',
      phones: ['1', '2'],
      person: { name: 'Ada', born: '1815-12-10', city: 'London' },
      history: [{ a: 1 }],
    };
    assert.deepEqual(through(sensitive, row), {
      id: 1n,
      email: digest(long).toString('hex'),
      card: '**',
      blob: new Uint8Array(digest('raw')),
      photo: new Uint8Array(Buffer.from('***')),
      phones: ['1', '2'].map((phone) => digest(phone).toString('hex')),
      person: { name: '***', city: 'London' },
    });
    assert.deepEqual(through(sensitive, { id: 1, email: null, phones: null }), { id: 1n });
  });

  it('hash alike whatever codec or process does it, and differently under another key', () => {
    const other = codecOf(fields, { sensitive: { columns, hashKey: Buffer.from('another key of 16 bytes') } });
    assert.deepEqual(
      through(sensitive, { email: 'a' }),
      through(codecOf(fields, { sensitive: { columns, hashKey: KEY } }), { email: 'a' }),
    );
    assert.notDeepEqual(through(sensitive, { email: 'a' }), through(other, { email: 'a' }));
  });

  it('hash values of any length', () => {
    for (const length of [0, 1, 127, 128, 20_000, 3_000_000]) {
      const email = 'x'.repeat(length);
      assert.deepEqual(through(sensitive, { email }), { email: digest(email).toString('hex') });
    }
  });

  it('look at nothing of a dropped value', () => {
    const row = {
      get salary() {
        return {
          toString() {
            throw new Error();
          },
        };
      },
    };
    assert.deepEqual(through(sensitive, row), {});
  });

  it('never let the raw value out: not into bytes, memory, problems or logs, whatever is wrong with the row', () => {
    const SECRET = 'S3CRET-value';
    const secret = fc.constantFrom(
      SECRET,
      Buffer.from(SECRET).toString('base64'),
      SECRET.repeat(20),
      `${SECRET}\ud800`,
    );
    const wrapped = fc.oneof(
      secret,
      secret.map((value) => [value]),
      secret.map((value) => [value, null]),
      secret.map((value) => ({ [`not${value.length}`]: value })),
      secret.map((value) => Buffer.from(value)),
      secret.map((value) => new Map([[value, value]])),
      secret.map((value) => ({
        get name(): string {
          throw new Error(value);
        },
      })),
    );
    const keys = fc.constantFrom(
      'email',
      'EMAIL',
      'card',
      'blob',
      'photo',
      'salary',
      'phones',
      'person',
      'history',
      'e-mail',
      '_CHANGE_TYPE',
    );
    const rows = fc.array(fc.tuple(keys, wrapped), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));
    const inPerson = fc.record({ name: wrapped, born: wrapped, city: fc.constantFrom('x', 5) }, { requiredKeys: [] });
    const anyRow = fc.oneof(
      rows,
      inPerson.map((person) => ({ person })),
      wrapped,
    );
    const lines: string[] = [];
    const log = createLogger({ write: (line) => void lines.push(line) });
    const out = new RowBuffer();
    let accepted = 0;
    fc.assert(
      fc.property(anyRow, (row) => {
        const problem = sensitive.encode(row as never, out);
        if (problem === undefined) accepted += 1;
        else log.warning(problem.reason, { ...problem });
        for (const text of [out.bytes.toString('latin1'), JSON.stringify(problem ?? null)]) {
          assert(!text.includes(SECRET));
          assert(!text.includes(Buffer.from(SECRET).toString('base64').slice(0, 12)));
        }
        out.reset();
      }),
      { numRuns: process.env.PENSTOCK_SOAK === '1' ? 20_000 : 500, seed: 7, examples: [] },
    );
    assert(accepted > 50 && lines.length > 50);
    assert(!lines.join('').includes(SECRET));
  });

  it('leave nothing in the memory that they were checked in, and take none for good', () => {
    const made: Buffer[] = [];
    const alloc = Buffer.allocUnsafeSlow;
    const stub = sinon.stub(Buffer, 'allocUnsafeSlow').callsFake((size) => {
      // Fresh memory holds whatever was in it.
      const bytes = alloc(size).fill(0);
      made.push(bytes);
      return bytes;
    });
    try {
      const columns = { masked: 'mask', hashed: 'hash' } as const;
      const codec = codecOf([field('masked', 'STRING', { maxLength: 100_000 }), field('hashed', 'STRING')], {
        sensitive: { columns, hashKey: Buffer.alloc(16) },
      });
      const secret = 'a secret that is checked';
      const out = new RowBuffer();
      for (const value of [secret, `${secret}\ud800`, secret.repeat(4_000), secret.repeat(5_000)]) {
        for (const name of ['masked', 'hashed']) codec.encode({ [name]: value }, out);
      }
      assert.ok(made.some(({ length }) => length > 90_000));
      assert.ok(made.every((bytes) => !bytes.includes(secret)));
      const before = made.length;
      for (const name of ['masked', 'hashed']) codec.encode({ [name]: secret.repeat(4_000) }, out);
      const again = made.slice(before).filter(({ length }) => length > 90_000);
      assert.equal(again.length, 2, 'the memory of a long value was given back, and is taken anew');
    } finally {
      stub.restore();
    }
  });

  it('mask the view of what is wrong with them, and say the reason', () => {
    assert.deepEqual(problemOf(sensitive, { email: 5 }), {
      code: 'TYPE_MISMATCH',
      path: 'email',
      columnType: 'STRING',
      reason: 'STRING takes text',
      view: '***',
    });
    assert.equal(problemOf(sensitive, { person: 'Ada' }).view, '***');
    assert.equal(problemOf(sensitive, 'Ada').view, '***');
    assert.equal(problemOf(sensitive, { 'e-mail': 'Ada' }).view, '***');
    assert.equal(problemOf(sensitive, { person: { city: 5 } }).view, '5');
    assert.equal(problemOf(sensitive, { email: 'a', EMAIL: 'b' }).view, '***');
  });
});
