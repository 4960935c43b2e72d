/** Fails every test that leaves a rejection unhandled. Mocha lets them pass; outside of a test they end the process. */

import assert from 'node:assert/strict';
import { type Unhandled, watchUnhandled } from './unhandled.ts';

let unhandled: Unhandled | undefined;

export const mochaHooks = {
  beforeAll(): void {
    unhandled = watchUnhandled();
  },
  async afterEach(): Promise<void> {
    const found = (await unhandled?.take()) ?? [];
    assert.deepEqual(found, [], 'rejections that nobody handles');
  },
  afterAll(): void {
    unhandled?.stop();
  },
};
