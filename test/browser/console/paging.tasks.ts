/** Lists with more entries than one page. */

import assert from 'node:assert/strict';
import type { ConsoleSuite, World } from '../../support/console.ts';
import { queryRows } from '../../support/suite.ts';

const MANY = 230;
const names = (prefix: string): readonly string[] =>
  Array.from({ length: MANY }, (_, at) => `${prefix}-${String(at).padStart(4, '0')}`);

export function pagingTasks({ task }: ConsoleSuite): void {
  /** Makes one of each, sixteen at a time. */
  async function make(ids: readonly string[], one: (id: string) => Promise<unknown>): Promise<void> {
    for (let from = 0; from < ids.length; from += 16) await Promise.all(ids.slice(from, from + 16).map(one));
  }
  const send = async (url: string, method: string, body: unknown): Promise<void> => {
    const response = await fetch(url, { method, body: JSON.stringify(body) });
    assert.ok(response.ok, `${url}: ${response.status} ${await response.text()}`);
  };
  /** Turns to the last page and back, and never draws more than a page. */
  async function turn({ page }: World, label: string, first: RegExp, last: RegExp, whole = ' of 230'): Promise<void> {
    const list = page.getByRole('group', { name: label, exact: true });
    const pager = page.getByRole('navigation', { name: `Pages of ${label}` });
    await list.getByText(first).first().waitFor();
    await pager.getByText(`1 to 100${whole}`).waitFor();
    await pager.getByRole('button', { name: 'Next' }).click();
    await pager.getByText(`101 to 200${whole}`).waitFor();
    assert.equal(await list.getByRole('row').count(), 101);
    await pager.getByRole('button', { name: 'Next' }).click();
    await pager.getByText('201 to 230 of 230').waitFor();
    await list.getByText(last).first().waitFor();
    assert.ok(await pager.getByRole('button', { name: 'Next' }).isDisabled());
    await pager.getByRole('button', { name: 'Previous' }).click();
    await pager.getByRole('button', { name: 'Previous' }).click();
    await list.getByText(first).first().waitFor();
  }

  task('turns the pages of topics, and narrows them by a part of the name', async (world) => {
    const { page, open, cloud } = world;
    const at = `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/topics`;
    await make(names('topic'), (id) => send(`${at}/${id}`, 'PUT', {}));
    await open('/topics', 'Topics');
    await turn(world, 'Topics', /topic-0000/, /topic-0229/);
    await page.getByLabel('Part of the name').fill('TOPIC-022');
    await page.getByText('10 topics').waitFor();
    assert.equal(await page.getByRole('link', { name: /^topic-/ }).count(), 10);
  });

  task('shows the page that has come, with its own place, until the next one comes', async ({ page, open }) => {
    const pager = page.getByRole('navigation', { name: 'Pages of Topics' });
    const next = pager.getByRole('button', { name: 'Next' });
    await open('/topics', 'Topics');
    await pager.getByText('1 to 100 of 230').waitFor();
    const answers = Promise.withResolvers<void>();
    await page.route(/\/api\/topics\?/, async (route) => {
      await answers.promise;
      await route.continue();
    });
    await next.click();
    await pager.getByText('1 to 100 of 230').waitFor();
    assert.ok(await next.isDisabled());
    answers.resolve();
    await next.click();
    await pager.getByText('201 to 230 of 230').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  task('turns the pages of a topic’s subscriptions, and of the messages in one', async (world) => {
    const { page, open, cloud } = world;
    const project = `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}`;
    const topic = `projects/${cloud.projectId}/topics/fan`;
    await send(`${project}/topics/fan`, 'PUT', {});
    await make(names('fan'), (id) => send(`${project}/subscriptions/${id}`, 'PUT', { topic }));
    const messages = names('m').map((text) => ({ data: Buffer.from(text).toString('base64') }));
    await send(`${project}/topics/fan:publish`, 'POST', { messages });
    await open('/topics/fan', 'fan');
    await turn(world, 'Subscriptions', /fan-0000/, /fan-0229/);
    await open('/subscriptions/fan-0007', 'fan-0007');
    await page.getByRole('button', { name: 'm-0000' }).waitFor();
    const pager = page.getByRole('navigation', { name: 'Pages of Messages' });
    for (const place of ['51 to 100', '101 to 150', '151 to 200', '201 to 230']) {
      await pager.getByRole('button', { name: 'Next' }).click();
      await pager.getByText(place).waitFor();
    }
    await page.getByRole('button', { name: 'm-0229' }).waitFor();
  });

  task('turns the pages of objects and of buckets, and narrows objects by how they begin', async (world) => {
    const { page, open, cloud, upload } = world;
    const at = `http://${cloud.addresses.storage}/storage/v1/b?project=${cloud.projectId}`;
    await make(names('bucket'), (name) => send(at, 'POST', { name }));
    await make(names('object'), (name) => upload('bucket-0000', `${name}.txt`, 'x'));
    await open('/buckets', 'Buckets');
    await turn(world, 'Buckets', /bucket-0000/, /bucket-0229/, '');
    await open('/buckets/bucket-0000', 'bucket-0000');
    await turn(world, 'Objects', /object-0000/, /object-0229/, '');
    await page.getByLabel(/begins with/).fill('object-01');
    await page.getByText('100 entries').waitFor();
  });

  task('turns the pages of the tables of a dataset and of BigQuery’s jobs', async (world) => {
    const { open, cloud } = world;
    const at = `http://${cloud.addresses.bigquery}/bigquery/v2/projects/${cloud.projectId}/datasets`;
    await send(at, 'POST', { datasetReference: { datasetId: 'many' } });
    const schema = { fields: [{ name: 'n', type: 'INTEGER' }] };
    await make(names('t'), (tableId) =>
      send(`${at}/many/tables`, 'POST', { tableReference: { datasetId: 'many', tableId }, schema }),
    );
    await open('/tables/many', 'many');
    await turn(world, 'Tables of many', /t-0000/, /t-0229/);
    const { page } = world;
    await make(names('j').slice(0, 120), () => queryRows(cloud, 'SELECT 1'));
    await open('/loads?tab=jobs');
    const pager = page.getByRole('navigation', { name: 'Pages of BigQuery jobs' });
    await pager.getByRole('button', { name: 'Next' }).click();
    await pager.getByText('101 to 120').waitFor();
  });

  task('turns the pages of documents, of collections and of secrets', async (world) => {
    const { page, open, cloud } = world;
    const documents = `http://${cloud.addresses.documents}/documents`;
    await make(names('d'), (id) => send(`${documents}/many/${id}`, 'PUT', { id }));
    await make(names('c').slice(0, 120), (id) => send(`${documents}/${id}/one`, 'PUT', { id }));
    const secrets = `http://${cloud.addresses.secrets}/v1/projects/${cloud.projectId}/secrets`;
    await make(names('s').slice(0, 30), (id) =>
      send(`${secrets}?secretId=${id}`, 'POST', { replication: { automatic: {} } }),
    );
    await open('/documents/many', 'many');
    await turn(world, 'Documents', /d-0000/, /d-0229/, '');
    await open('/documents', 'Documents');
    await page.getByLabel('Part of the path').fill('c-01');
    await page.getByText('20 collections').waitFor();
    await open('/secrets', 'Secrets');
    await page.getByText('30 secrets').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 's-0029' }).waitFor();
  });

  task('scrolls through a table of a million rows, of which it holds a few', async ({ page, open, cloud, holds }) => {
    await queryRows(cloud, 'CREATE SCHEMA IF NOT EXISTS large');
    await queryRows(
      cloud,
      'CREATE OR REPLACE TABLE large.million AS SELECT (a - 1) * 1000 + n AS n, CONCAT("row ", n) AS text FROM UNNEST(GENERATE_ARRAY(1, 1000)) AS a, UNNEST(GENERATE_ARRAY(1, 1000)) AS n',
    );
    await open('/tables/large/million', 'million');
    const grid = page.getByRole('grid', { name: 'Rows' });
    await grid.focus();
    await page.keyboard.press('End');
    await page.getByRole('gridcell', { name: '1,000,000', exact: true }).waitFor();
    await holds('[...document.querySelectorAll(".virtual-row")].at(-1)?.querySelectorAll(".loading").length === 0');
    assert.ok((await page.locator('.virtual-row').count()) < 100);
  });
}
