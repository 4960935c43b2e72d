import assert from 'node:assert/strict';
import { putVersion, removeVersion } from '../../../../../local/storage/rules/versions.ts';
import type { ObjectVersion } from '../../../../../local/storage/state/model.ts';

const version = (generation: number, settings: ObjectVersion['settings'] = {}): ObjectVersion => ({
  bucket: 'b',
  name: 'o',
  generation,
  metageneration: 1,
  created: generation,
  updated: generation,
  classUpdated: generation,
  settings,
  blob: 'x',
  size: 0,
  crc32c: 'AAAAAA==',
});
const told = ({ happened }: ReturnType<typeof putVersion>): unknown[] =>
  happened.map(({ type, version: { generation }, overwroteGeneration, overwrittenByGeneration }) => [
    type,
    generation,
    overwroteGeneration ?? overwrittenByGeneration,
  ]);

describe('versions of an object', () => {
  it('are told as finalized, and the one before as deleted, or as archived under versioning', () => {
    assert.deepEqual(told(putVersion(version(2), undefined, true)), [['OBJECT_FINALIZE', 2, undefined]]);
    assert.deepEqual(told(putVersion(version(2), version(1), false)), [
      ['OBJECT_FINALIZE', 2, 1],
      ['OBJECT_DELETE', 1, 2],
    ]);
    assert.deepEqual(told(putVersion(version(2), version(1), true)), [
      ['OBJECT_FINALIZE', 2, 1],
      ['OBJECT_ARCHIVE', 1, 2],
    ]);
  });

  it('are kept under versioning with the time at which they were replaced, and gone without', () => {
    assert.deepEqual(putVersion(version(2), version(1), true).changes[0], {
      op: 'object',
      version: { ...version(1), deleted: 2 },
    });
    assert.equal(putVersion(version(2), version(1), false).changes[0]?.op, 'drop-object');
    assert.deepEqual(
      [removeVersion(version(1), 9, true).changes[0]?.op, removeVersion(version(1), 9, false).changes[0]?.op],
      ['object', 'drop-object'],
    );
  });

  it('are neither replaced nor deleted under a hold', () => {
    for (const settings of [{ temporaryHold: true }, { eventBasedHold: true }]) {
      const held = version(1, settings);
      for (const change of [() => putVersion(version(2), held, true), () => removeVersion(held, 9, true)]) {
        assert.throws(change, { status: 403, message: /hold/ });
      }
    }
  });
});
