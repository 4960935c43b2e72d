/** The console's tasks, each done as a person does it, with one browser and one local cloud for all of them. */

import { consoleBrowser, consoleSuite } from '../support/console.ts';
import { attackTasks } from './console/attack.tasks.ts';
import { costTasks } from './console/cost.tasks.ts';
import { dashboardTasks } from './console/dashboards.tasks.ts';
import { bucketTasks, documentTasks, secretTasks, tableTasks } from './console/data.tasks.ts';
import { errorTasks } from './console/errors.tasks.ts';
import { messageTasks } from './console/messages.tasks.ts';
import { pageTasks } from './console/pages.tasks.ts';
import { safetyTasks } from './console/safety.tasks.ts';
import { sqlTasks } from './console/sql.tasks.ts';
import { watchTasks } from './console/watch.tasks.ts';
import { faultTasks, workTasks } from './console/work.tasks.ts';

describe('the console in a browser', function () {
  this.timeout(60_000);
  const browser = consoleBrowser();

  describe('beside the whole suite', () => {
    const suite = consoleSuite(browser);
    describe('watching', () => watchTasks(suite));
    describe('safety', () => safetyTasks(suite));
    describe('attacks', () => attackTasks(suite));
    describe('SQL', () => sqlTasks(suite));
    describe('tables', () => tableTasks(suite));
    describe('topics and subscriptions', () => messageTasks(suite));
    describe('buckets', () => bucketTasks(suite));
    describe('documents', () => documentTasks(suite));
    describe('secrets', () => secretTasks(suite));
    describe('loads, windows and functions', () => workTasks(suite));
    describe('error records', () => errorTasks(suite));
    describe('cost', () => costTasks(suite));
    describe('dashboards', () => dashboardTasks(suite));
    describe('faults', () => faultTasks(suite));
    describe('when the API fails', () => pageTasks(suite));
  });
});
