import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { leaveDomain } from '@penstock/shared/runtime/framework/domain.ts';

describe('leaving the domain of a request', () => {
  it('is nothing where there are no domains', () => {
    assert.doesNotThrow(leaveDomain);
  });

  it('makes what comes after the own, to the last promise and timer', () => {
    // In a process of its own: once loaded, domains slow everything that follows.
    const program = `
      import { EventEmitter } from 'node:events';
      import { create } from 'node:domain';
      import { leaveDomain } from '${new URL('../../../../../shared/runtime/framework/domain.ts', import.meta.url).href}';
      create().run(() => process.nextTick(() => {
        leaveDomain();
        const made = [new EventEmitter(), Promise.resolve(), setTimeout(() => {
          process.stdout.write(JSON.stringify([...made.map(({ domain }) => domain ?? null), process.domain ?? null]));
        }, 1)];
      }));`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(told), [null, null, null, null]);
  });
});
