import assert from 'node:assert/strict';
import { rolesFor } from '@penstock/shared/config/need-roles.ts';

describe('the roles for a need', () => {
  it('begin with the least, and tell what is enough from what allows much else', () => {
    assert.deepEqual(rolesFor({ kind: 'bucket', use: 'create' }), {
      enough: ['roles/storage.objectCreator', 'roles/storage.objectUser'],
      wider: ['roles/storage.objectAdmin'],
    });
    assert.deepEqual(rolesFor({ kind: 'secret', use: 'read' }).enough, ['roles/secretmanager.secretAccessor']);
  });

  it('are none for a schedule, which calls by an account of its own', () => {
    assert.deepEqual(rolesFor({ kind: 'schedule', use: 'call' }), { enough: [], wider: [] });
  });
});
