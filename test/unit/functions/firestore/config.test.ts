import assert from 'node:assert/strict';
import { readFirestoreConfig } from '../../../../functions/firestore/config.ts';

describe("the door's configuration", () => {
  const HASH = 'projects/p/secrets/s/versions/1';

  it('has a default for everything', () => {
    const config = readFirestoreConfig({});
    assert.deepEqual(
      [config.documents, config.fields, config.encoding, config.reject],
      [[], null, 'plain', ['foreign', 'too-old']],
    );
  });

  it('takes patterns and rules', () => {
    const config = readFirestoreConfig({
      FIRESTORE_DOCUMENTS: 'issues/{id}, **',
      FIRESTORE_FIELDS: '{"a":"hash"}',
      FIRESTORE_HASH_SECRET: HASH,
    });
    assert.deepEqual(
      config.documents.map(({ text: pattern }) => pattern),
      ['issues/{id}', '**'],
    );
    assert.equal(config.fields?.needsKey, true);
  });

  for (const [env, problem] of [
    [{ FIRESTORE_DOCUMENTS: 'issues' }, /FIRESTORE_DOCUMENTS: found "issues": issues is the path of a collection/],
    [{ FIRESTORE_FIELDS: '{"a":"hash"}' }, /FIRESTORE_HASH_SECRET: missing, and FIRESTORE_FIELDS has a field to hash/],
    [{ FIRESTORE_FIELDS: '{"a":"mask"}', FIRESTORE_HASH_SECRET: HASH }, /FIRESTORE_HASH_SECRET: set, but/],
    [{ FIRESTORE_HASH_SECRET: HASH }, /FIRESTORE_HASH_SECRET: set, but/],
    [{ FIRESTORE_FIELDS: '{"a":"x"}' }, /FIRESTORE_FIELDS: .*a must be one of/],
    [{ FIRESTORE_REJECT: 'late' }, /FIRESTORE_REJECT/],
  ] as const) {
    it(`refuses ${JSON.stringify(env)}`, () => {
      assert.throws(() => readFirestoreConfig(env), { code: 'CONFIG_INVALID', message: problem });
    });
  }
});
