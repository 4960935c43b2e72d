/** Tasks of loads, windows, jobs, the schedule, functions and faults. */

import assert from 'node:assert/strict';
import type { ConsoleSuite } from '../../support/console.ts';
import { eventually, queryRows } from '../../support/suite.ts';

export function workTasks({ task, world }: ConsoleSuite): void {
  const load = async (folder: string, content: string): Promise<void> => {
    await world().upload('penstock-demo', `${folder}/data.json`, content);
    await world().upload('penstock-demo', `${folder}/_SUCCESS`, '');
  };

  task('finds why a load failed, mends its file, and retries it', async ({ page, open, cloud, upload, accessible }) => {
    await queryRows(cloud, 'CREATE TABLE demo.mended (n INT64)');
    await load('demo/mended', '{"n":"not a number"}\n');
    await open('/loads', 'Loads and windows');
    const row = page.getByRole('row', { name: /demo\/mended\/_SUCCESS/ });
    await row.getByText('failed').waitFor({ timeout: 20_000 });
    await row.getByRole('link').click();
    await page
      .getByRole('alert')
      .getByText(/not a number/)
      .waitFor();
    await accessible();
    await page.getByRole('link', { name: /^penstock-load/ }).click();
    await page.getByRole('heading', { name: 'Errors' }).waitFor();
    await accessible();
    await page.goBack();
    await upload('penstock-demo', 'demo/mended/data.json', '{"n":5}\n');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('The load was planned anew and run.').waitFor({ timeout: 30_000 });
    await page.getByText('1 row').first().waitFor();
    assert.deepEqual(await queryRows(cloud, 'SELECT n FROM demo.mended'), [['5']]);
  });

  task('gives a failed load up', async ({ page, open, cloud }) => {
    await queryRows(cloud, 'CREATE TABLE demo.skipped (n INT64)');
    await load('demo/skipped', '{"n":"never"}\n');
    await open('/loads');
    const row = page.getByRole('row', { name: /demo\/skipped\/_SUCCESS/ });
    await row.getByText('failed').waitFor({ timeout: 20_000 });
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByRole('button', { name: 'Skip it' }).click();
    await page.getByText('The load is given up.').waitFor({ timeout: 30_000 });
    await page.getByText('skipped', { exact: true }).first().waitFor();
  });

  task('shows how far a load has come, part by part', async ({ page, open }) => {
    await load('demo/parts', '{"n":1}\n{"n":2}\n');
    await open('/loads');
    const row = page.getByRole('row', { name: /demo\/parts\/_SUCCESS/ });
    await row.getByText('done').waitFor({ timeout: 20_000 });
    await row.getByRole('link').click();
    await page.getByRole('list', { name: 'States passed' }).getByText('publishing').waitFor();
    await page.getByRole('group', { name: 'Parts' }).getByRole('cell', { name: '2', exact: true }).waitFor();
  });

  task('runs a job now and reads the window that it pulled', async ({ page, open, accessible }) => {
    await open('/schedule', 'Schedule');
    await page.getByRole('button', { name: 'Run now: pull' }).click();
    await page.getByText('pull ran and succeeded.').waitFor({ timeout: 30_000 });
    await page.getByRole('row', { name: /pull/ }).getByText('succeeded').waitFor();
    await accessible();
    await open('/loads?tab=windows', 'Loads and windows');
    const row = page.getByRole('row', { name: /orders\/.*done/ }).first();
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: '1 segment' }).waitFor();
  });

  task('refuses a schedule time that is none', async ({ page, open }) => {
    await open('/schedule');
    await page.getByLabel('Schedule time').fill('yesterday');
    await page.getByRole('button', { name: 'Run now: loader-sweep' }).click();
    await page.getByText(/scheduleTime is not a time like/).waitFor();
  });

  task('lists BigQuery jobs and opens one with its statement', async ({ page, open, cloud }) => {
    await queryRows(cloud, 'SELECT 4711 AS looked_for');
    await open('/loads?tab=jobs');
    await page.getByRole('row', { name: /query/ }).first().getByRole('link').click();
    await page.getByRole('heading', { name: 'As the API gives it' }).waitFor();
  });

  task('shows the settings, the callers and the counts of a function', async ({ page, open, post }) => {
    await post({ issue: 'counted' });
    await open('/functions', 'Functions');
    await page.getByRole('link', { name: 'sink' }).click();
    await page.getByText('subscription issues-sink').waitFor();
    await page.getByText('SINK_CONFIG').waitFor();
    await page.getByRole('heading', { name: 'sink/messages' }).waitFor({ timeout: 20_000 });
  });
}

export function faultTasks({ task }: ConsoleSuite): void {
  task('makes Pub/Sub refuse each third publish, and watches the strikes', async ({ page, open, post, accessible }) => {
    await open('/faults', 'Faults');
    await page.getByRole('button', { name: 'Pub/Sub refuses each third publish' }).click();
    await page.getByRole('switch', { name: 'pubsub Publish error' }).waitFor();
    for (let n = 0; n < 6; n += 1) await post({ issue: `struck ${n}` });
    await page
      .getByRole('row', { name: /each 3\. call/ })
      .getByRole('cell', { name: /^[2-9]$/ })
      .waitFor();
    await accessible();
    await open('/events?show=fault played');
    await page.getByText('fault played').first().waitFor();
  });

  task('switches a rule off and on again', async ({ page, open, cloud }) => {
    cloud.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', times: 0 });
    await open('/faults');
    const toggle = page.getByRole('switch', { name: 'storage objects.insert error' });
    await toggle.click();
    await page.getByRole('switch', { checked: false }).waitFor();
    assert.equal(cloud.faults.next('storage', 'objects.insert'), undefined);
    await toggle.click();
    await page.getByRole('switch', { checked: true }).waitFor();
    assert.equal(cloud.faults.next('storage', 'objects.insert')?.kind, 'error');
  });

  task('adds a rule with a seed, and says what is wrong with one that is refused', async ({ page, open, cloud }) => {
    await open('/faults');
    await page.getByLabel('Service').selectOption('bigquery');
    await page.getByLabel('Fault').selectOption('slow');
    await page.getByLabel('Delay in ms').fill('20');
    await page.getByLabel('Probability').fill('0.5');
    await page.getByLabel('Seed').fill('42');
    await page.getByLabel('Times').fill('0');
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByText('50 % of calls, without end, seed 42').waitFor();
    assert.equal(cloud.faults.list()[0]?.rule.seed, 42);
    await page.getByLabel('Method').fill('');
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByText('method is missing').waitFor();
  });

  task('is not struck itself when it looks', async ({ page, open, cloud }) => {
    // No function lists buckets; other calls come from the loader and the puller every minute.
    cloud.faults.add({ service: 'storage', method: 'buckets.list', kind: 'error', times: 0 });
    await open('/buckets', 'Buckets');
    await page.getByRole('link', { name: 'penstock-demo' }).waitFor();
    assert.equal(cloud.faults.list()[0]?.struck, 0);
    const answer = await fetch(`http://${cloud.addresses.storage}/storage/v1/b?project=demo-penstock`);
    assert.deepEqual([answer.ok, cloud.faults.list()[0]?.struck], [false, 1]);
  });

  task('removes every rule at once', async ({ page, open, cloud }) => {
    cloud.faults.add({ service: 'storage', method: '*', kind: 'slow' });
    await open('/faults');
    await page.getByRole('button', { name: 'Remove all' }).click();
    await page.getByText('No rule is set').waitFor();
    assert.deepEqual(cloud.faults.list(), []);
  });

  task('watches how an issue gets through a warehouse that throttles', async ({ page, open, post, cloud }) => {
    cloud.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'throttle', times: 2 });
    await open('/events?only=problems');
    const id = await post({ issue: 'through the throttle' });
    await page.getByText('fault played').first().waitFor();
    await eventually(
      () => queryRows(cloud, `SELECT issue_id FROM issues_ds.issues_stream WHERE issue_id = '${id}'`),
      (rows) => rows.length > 0,
      20_000,
    );
  });
}
