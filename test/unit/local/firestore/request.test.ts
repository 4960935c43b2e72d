import assert from 'node:assert/strict';
import type { Fault } from '../../../../local/core/faults/faults.ts';
import type { StoredDocument } from '../../../../local/firestore/documents.ts';
import { FirestoreError, scripted } from '../../../../local/firestore/errors.ts';
import {
  checkParameters,
  checkSegments,
  documentFields,
  parseJson,
  readWrites,
} from '../../../../local/firestore/request.ts';
import type { Fields } from '../../../../local/firestore/value.ts';

const ROOT = 'projects/p/databases/(default)/documents';
const int = (n: number) => ({ integerValue: String(n) });
const NOTHING = (): undefined => undefined;
const update = (fields: Fields, more: object = {}) => ({ update: { name: `${ROOT}/c/d`, fields }, ...more });

function status(code: number, message: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof FirestoreError, String(error));
    assert.equal(error.status, code, error.message);
    assert.match(error.message, message);
    return true;
  };
}

describe('requests to the local Firestore', () => {
  describe('of a commit', () => {
    it('change with a mask only its fields, after what the writes before made', () => {
      const stored = { fields: { a: int(1), b: int(2), c: int(3) } } as unknown as StoredDocument;
      const writes = [
        update({ a: int(9) }, { updateMask: { fieldPaths: ['a', 'b'] } }),
        update({ d: int(4) }, { updateMask: { fieldPaths: ['d'] } }),
      ];
      const read = readWrites(ROOT, { writes }, () => stored);
      assert.deepEqual(read[0]?.fields, { a: int(9), c: int(3) });
      assert.deepEqual(read[1]?.fields, { a: int(9), c: int(3), d: int(4) });
    });

    it('begin anew with a mask after a delete', () => {
      const stored = { fields: { a: int(1) } } as unknown as StoredDocument;
      const writes = [{ delete: `${ROOT}/c/d` }, update({ b: int(2) }, { updateMask: { fieldPaths: ['b'] } })];
      assert.deepEqual(readWrites(ROOT, { writes }, () => stored)[1]?.fields, { b: int(2) });
    });

    for (const [what, body, code, message] of [
      ['a precondition', { writes: [update({}, { currentDocument: { exists: false } })] }, 400, /currentDocument/],
      ['a transform', { writes: [update({}, { updateTransforms: [] })] }, 400, /updateTransforms/],
      ['a transaction', { writes: [], transaction: 'eA==' }, 400, /transaction/],
      ['a misspelt list', { write: [] }, 400, /Unknown name "write"/],
      ['a misspelt field', { writes: [{ ...update({}), mask: {} }] }, 400, /Unknown name "mask" at 'writes\[0\]'/],
      ['two things in one write', { writes: [update({}, { delete: `${ROOT}/c/d` })] }, 400, /either an update or/],
      ['nothing in a write', { writes: [{}] }, 400, /either an update or/],
      ['the name of a collection', { writes: [{ delete: `${ROOT}/c` }] }, 400, /must name a document/],
      ['a reserved id', { writes: [{ delete: `${ROOT}/c/__x__` }] }, 400, /reserved/],
      ['an empty id', { writes: [{ delete: `${ROOT}/c//x/y` }] }, 400, /empty/],
      ['a mask that is none', { writes: [update({}, { updateMask: { fieldPaths: [1] } })] }, 400, /list of texts/],
    ] as const) {
      it(`refuse ${what}, and do not ignore it`, () =>
        assert.throws(() => readWrites(ROOT, body, NOTHING), status(code, message)));
    }
  });

  it('refuse parameters that would be ignored: a precondition, a part of the answer, a misspelt one', () => {
    const check = (query: string) => () => checkParameters(new URLSearchParams(query), ['updateMask.fieldPaths']);
    assert.throws(check('currentDocument.exists=false'), status(400, /currentDocument\.exists/));
    assert.throws(check('mask.fieldPaths=a'), status(400, /mask\.fieldPaths/));
    assert.throws(check('updateMask=a'), status(400, /Unknown name "updateMask"/));
    check('updateMask.fieldPaths=a&prettyPrint=false&%24alt=json')();
  });

  it('refuse a document with a misspelt field, and ignore what only the service says', () => {
    assert.throws(() => documentFields({ felds: {} }), status(400, /Unknown name "felds"/));
    assert.deepEqual(documentFields({ name: 'x', updateTime: 'y', fields: { a: int(1) } }), { a: int(1) });
  });

  it('refuse ids that would be another path', () => {
    for (const id of ['x/y', '..', '', '__x__', 'x'.repeat(1_501)]) {
      assert.throws(() => checkSegments([id]), status(400, /Resource id is invalid/));
    }
  });

  it('refuse text that is not UTF-8, and do not put other characters in its place', () =>
    assert.throws(() => parseJson(Buffer.from('{"a":"\xff"}', 'latin1')), status(400, /Invalid JSON/)));
});

describe('a scripted error of the local Firestore', () => {
  for (const [code, expected, name] of [
    ['UNAVAILABLE', 503, 'UNAVAILABLE'],
    ['ABORTED', 409, 'ABORTED'],
    [429, 429, 'RESOURCE_EXHAUSTED'],
    ['404', 404, 'NOT_FOUND'],
    ['NONSENSE', 503, 'UNAVAILABLE'],
    [99_999, 503, 'UNAVAILABLE'],
    ['constructor', 503, 'UNAVAILABLE'],
    [undefined, 503, 'UNAVAILABLE'],
  ] as const) {
    it(`of the code ${code} is ${expected}`, () => {
      const fault: Fault = { kind: 'error', ...(code === undefined ? {} : { code }) };
      const error = scripted(fault);
      assert.deepEqual([error.status, error.code], [expected, name]);
    });
  }
});
