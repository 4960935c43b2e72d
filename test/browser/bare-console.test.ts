/** The console's tasks beside services without the suite: with nothing in them, and with very much. */

import { bareCloud, consoleBrowser, consoleSuite } from '../support/console.ts';
import { bareTasks } from './console/bare.tasks.ts';
import { pagingTasks } from './console/paging.tasks.ts';

describe('the console beside the services alone', function () {
  this.timeout(60_000);
  const suite = consoleSuite(consoleBrowser(), bareCloud);
  describe('with nothing in them', () => bareTasks(suite));
  describe('with many entries', () => pagingTasks(suite));
});
