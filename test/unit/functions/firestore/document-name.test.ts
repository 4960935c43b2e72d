import assert from 'node:assert/strict';
import { parseDocumentName } from '../../../../functions/firestore/document-name.ts';

describe('a document name', () => {
  it('is taken apart', () => {
    assert.deepEqual(parseDocumentName('projects/p/databases/d/documents/users/alice/orders/1'), {
      root: 'projects/p/databases/d/documents',
      database: 'd',
      path: 'users/alice/orders/1',
      id: '1',
      collection: 'users/alice/orders',
      collectionId: 'orders',
    });
  });

  for (const name of [
    '',
    's~p/kind',
    'projects/p/databases/d/documents/a',
    'projects/p/databases/d/documents/a//b/c',
    'x/projects/p/databases/d/documents/a/b',
  ]) {
    it(`is none: ${JSON.stringify(name)}`, () => assert.equal(parseDocumentName(name), undefined));
  }
});
