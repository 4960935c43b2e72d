import assert from 'node:assert/strict';
import { command, optional } from '@penstock/shared/runtime/command.ts';
import { integer, readConfig } from '@penstock/shared/runtime/config.ts';

describe('the definition of a command', () => {
  it('keeps its flags, and an optional flag is undefined where it is not given', () => {
    const limit = integer('limit', { about: 'Rows at most.', min: 1, max: 9 });
    const plan = command({
      name: 'plan',
      about: 'shows the plan',
      flags: { limit: optional(limit) },
      writes: false,
      run: async ({ flags }) => (flags.limit === undefined ? 'done' : 'partial'),
    });
    assert.deepEqual(readConfig({}, plan.flags), { limit: undefined });
    assert.deepEqual(readConfig({ limit: '3' }, plan.flags), { limit: 3 });
  });
});
