import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import fc from 'fast-check';
import { byApiKey, headerOf, parseKeys, parseSigningSecrets } from '../../../../functions/intake/authentication.ts';
import { readIntakeConfig } from '../../../../functions/intake/config.ts';
import { refusalOf } from '../../../../functions/intake/create.ts';
import {
  type KeyUse,
  ledgerMemory,
  localMemory,
  parseKeyUse,
  readKey,
} from '../../../../functions/intake/idempotency.ts';
import { compileSchema } from '../../../../functions/intake/issue-schema.ts';
import { readIssues } from '../../../../functions/intake/json-text.ts';
import { page } from '../../../../functions/intake/page.ts';
import { Refusal } from '../../../../functions/intake/problem.ts';

const LIMITS = { maxDepth: 8, maxItems: 100 };

describe("an issue's text", () => {
  it('is kept to the letter, item by item, whatever JSON it is', () => {
    const item = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
    const blank = fc.constantFrom('', ' ', '\n', '\t ');
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), blank, fc.nat(2), (items, between, indent) => {
        const texts = items.map((one) => JSON.stringify(one, null, indent));
        const { items: read, isBatch } = readIssues(`${between}[${texts.join(`${between},${between}`)}]${between}`, {
          maxDepth: 50,
          maxItems: 10,
        });
        assert.equal(isBatch, true);
        assert.deepEqual(
          read.map((one) => (one instanceof Refusal ? one.message : one.text)),
          texts,
        );
      }),
      { seed: 5 },
    );
  });

  it('of garbage is refused by name, and nothing else comes of it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"a"',
      '1',
      'null',
      ' ',
      '{"a":1}',
      '\\"',
      'x',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let valid: unknown;
        try {
          valid = JSON.parse(text);
        } catch {
          valid = undefined;
        }
        try {
          const { items } = readIssues(text, LIMITS);
          assert.notEqual(valid, undefined, `took ${JSON.stringify(text)}`);
          for (const one of items) assert.ok(one instanceof Refusal || JSON.parse(one.text) !== undefined);
        } catch (error) {
          assert.ok(error instanceof Refusal, String(error));
        }
      }),
      { seed: 6, numRuns: 3_000 },
    );
  });

  it('of a megabyte of brackets or backslashes is judged in no time', () => {
    for (const text of ['['.repeat(1_000_000), `"${'\\'.repeat(1_000_000)}`, `[${'"\\"",'.repeat(150_000)}1]`]) {
      const began = performance.now();
      assert.throws(() => readIssues(text, { maxDepth: 8, maxItems: 10 }), Refusal);
      assert.ok(performance.now() - began < 500);
    }
  });
});

describe('idempotency keys', () => {
  it('are read quoted and bare, and left out where there is none', () => {
    assert.deepEqual([readKey('"a\\"b\\\\c"'), readKey('abc'), readKey(undefined)], ['a"b\\c', 'abc', undefined]);
  });

  it('that are remembered longest give way where there are too many', async () => {
    const memory = localMemory(1_000, 2);
    const use = (fingerprint: string): KeyUse => ({ fingerprint, firstMs: 0 });
    for (const key of ['a', 'b', 'c']) await memory.firstUse('', key, use('old'));
    assert.equal((await memory.firstUse('', 'c', use('new'))).fingerprint, 'old');
    assert.equal((await memory.firstUse('', 'a', use('new'))).fingerprint, 'new');
  });

  it('are not trusted where the ledger holds something else', () => {
    for (const stored of [undefined, {}, { fingerprint: 1, firstMs: 1 }, { fingerprint: 'a' }])
      assert.throws(() => parseKeyUse(stored));
  });

  it('are asked for again where the ledger went away between two requests', async () => {
    const ledger = {
      create: () => Promise.reject(new PenstockError('ALREADY_EXISTS', 'x')),
      read: async () => undefined,
    } as unknown as Ledger<KeyUse>;
    await assert.rejects(ledgerMemory(ledger, 1).firstUse('', 'k', { fingerprint: 'a', firstMs: 0 }), {
      code: 'CONFLICT',
      kind: 'transient',
    });
  });
});

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

describe('the configuration', () => {
  it('asks for the secret that the chosen authentication needs', () => {
    assert.throws(() => readIntakeConfig({ INTAKE_AUTH: 'api-key' }), /INTAKE_API_KEYS_SECRET: missing/);
    assert.throws(() => readIntakeConfig({ INTAKE_AUTH: 'webhook' }), /INTAKE_WEBHOOK_SECRET: missing/);
    assert.throws(
      () => readIntakeConfig({ INTAKE_WEBHOOK_SECRET: 'projects/p/secrets/s/versions/1' }),
      /only means something with INTAKE_AUTH=webhook/,
    );
    assert.equal(readIntakeConfig({}).auth, 'platform');
  });

  it('refuses a schema that is none, or that has no version', async () => {
    assert.throws(() => readIntakeConfig({ INTAKE_SCHEMA: '[]' }), /a JSON Schema with an \$id/);
    assert.throws(() => readIntakeConfig({ INTAKE_SCHEMA: '{}' }), /a JSON Schema with an \$id/);
    assert.throws(() => readIntakeConfig({ INTAKE_SCHEMA: 'null' }), /a JSON Schema with an \$id/);
    const schema = readIntakeConfig({ INTAKE_SCHEMA: '{"$id":"x","type":"strange"}' }).schema ?? {};
    await assert.rejects(compileSchema(schema), { code: 'CONFIG_INVALID', message: /INTAKE_SCHEMA cannot be used/ });
  });
});

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
