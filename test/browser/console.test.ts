/** The console's tasks, each done as a person does it, with one local cloud and one browser for all of them. */

import { consoleSuite } from '../support/console.ts';
import { bucketTasks, documentTasks, secretTasks, tableTasks } from './console/data.tasks.ts';
import { messageTasks } from './console/messages.tasks.ts';
import { safetyTasks } from './console/safety.tasks.ts';
import { sqlTasks } from './console/sql.tasks.ts';
import { watchTasks } from './console/watch.tasks.ts';
import { faultTasks, workTasks } from './console/work.tasks.ts';

describe('the console in a browser', function () {
  this.timeout(60_000);
  const { world } = consoleSuite();

  describe('watching', () => watchTasks(world));
  describe('safety', () => safetyTasks(world));
  describe('SQL', () => sqlTasks(world));
  describe('tables', () => tableTasks(world));
  describe('topics and subscriptions', () => messageTasks(world));
  describe('buckets', () => bucketTasks(world));
  describe('documents', () => documentTasks(world));
  describe('secrets', () => secretTasks(world));
  describe('loads, windows and functions', () => workTasks(world));
  describe('faults', () => faultTasks(world));
});
