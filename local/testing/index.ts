/** The local cloud for test suites: one start, a project for each test, and time and faults in the test's hand. */

import { type IdleOptions, type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../cloud.ts';
import type { Faults } from '../core/faults/faults.ts';
import type { Resources } from '../core/resources.ts';
import { type TestClock, testClock } from './clock.ts';
import { type TestProject, testProject } from './project.ts';

export type { IdleOptions } from '../cloud.ts';
export type { Duration, TestClock } from './clock.ts';
export type { TestProject } from './project.ts';

/** State is kept in memory and time is the test's, so neither is an option. */
export type TestCloudOptions = Omit<LocalCloudOptions, 'stateDir' | 'fresh' | 'now'>;

export interface TestCloud {
  readonly cloud: LocalCloud;
  readonly addresses: LocalCloud['addresses'];
  readonly env: LocalCloud['env'];
  readonly faults: Faults;
  readonly clock: TestClock;
  /** Makes a project that no other test has, with these resources in it. */
  project(resources?: Resources): Promise<TestProject>;
  /** Resolves when nothing is under way any more; rejects with what still is. */
  idle(options?: IdleOptions): Promise<void>;
  /** Removes every fault, so that none strikes in the next test. */
  reset(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Events that failed are tried again this soon: a test does not wait for a second. */
const EVENT_BACKOFF_MS = 20;

/**
 * Starts a cloud in memory on free ports.
 *
 * @example
 * const cloud = await startTestCloud();
 * const { projectId } = await cloud.project({ topics: ['orders'] });
 */
export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const started: { cloud?: LocalCloud } = {};
  const clock = testClock(Date.now, (from, to) => started.cloud?.elapsed(from, to));
  const cloud = await startLocalCloud({ eventBackoffMs: EVENT_BACKOFF_MS, ...options, now: clock.now });
  started.cloud = cloud;
  const { addresses, env, faults } = cloud;
  return {
    cloud,
    addresses,
    env,
    faults,
    clock,
    project: (resources) => testProject(cloud, resources),
    idle: (wait) => cloud.idle(wait),
    reset: () => faults.clear(),
    close: () => cloud.close(),
    [Symbol.asyncDispose]: () => cloud.close(),
  };
}
