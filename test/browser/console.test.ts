/** The console's tasks, each done as a person does it, with one local cloud and one browser for all of them. */

import { consoleSuite } from '../support/console.ts';
import { safetyTasks } from './console/safety.tasks.ts';
import { watchTasks } from './console/watch.tasks.ts';

describe('the console in a browser', function () {
  this.timeout(40_000);
  const { world } = consoleSuite();

  describe('watching', () => watchTasks(world));
  describe('safety', () => safetyTasks(world));
});
