/** Tasks of tables, buckets, documents and secrets. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { ConsoleSuite } from '../../support/console.ts';
import { eventually, queryRows } from '../../support/suite.ts';

export function tableTasks({ task }: ConsoleSuite): void {
  task('finds a row of the table that an issue went to', async ({ page, open, post }) => {
    const id = await post({ issue: 'looked for in the table' });
    await open('/tables', 'Tables');
    await page.getByRole('link', { name: 'issues_stream' }).click();
    await page.getByRole('heading', { level: 1, name: 'issues_stream' }).waitFor();
    await page.getByRole('gridcell', { name: id }).waitFor();
  });

  task('shows columns, members of a STRUCT and the primary key', async ({ page, open, accessible }) => {
    await open('/tables/shop/orders?tab=schema', 'orders');
    await page.getByRole('cell', { name: 'customer_id' }).waitFor();
    await page.getByRole('cell', { name: 'ARRAY<STRUCT>' }).waitFor();
    await accessible();
    await open('/tables/mirror/issues?tab=schema', 'issues');
    await page.getByText('primary key').waitFor();
  });

  task('adds a row by hand, and says what is wrong with one that is refused', async ({ page, open }) => {
    await open('/tables/issues_ds/issues_stream', 'issues_stream');
    await page.getByRole('button', { name: 'Add a row' }).click();
    await page.getByLabel('Row as JSON').fill('{"issue_id": "INC-BY-HAND", "no_such_column": 1}');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText(/no such field: no_such_column/).waitFor();
    await page.getByLabel('Row as JSON').fill('{"issue_id": "INC-BY-HAND", "source": "hand"}');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('gridcell', { name: 'INC-BY-HAND' }).waitFor();
  });

  task('counts the rows of each partition', async ({ page, open, cloud }) => {
    await queryRows(
      cloud,
      "INSERT INTO shop.orders (order_id, created_at) VALUES ('A', TIMESTAMP '2026-01-01 10:00:00 UTC'), ('B', TIMESTAMP '2026-01-02 10:00:00 UTC'), ('C', TIMESTAMP '2026-01-02 11:00:00 UTC')",
    );
    await open('/tables/shop/orders?tab=partitions', 'orders');
    await page.getByRole('row', { name: /2026-01-02 00:00:00 UTC 2/ }).waitFor();
  });

  task('lists the inserts of a table, and the jobs that wrote into it', async ({ page, open, post }) => {
    await post({ issue: 'in the history' });
    await open('/tables/issues_ds/issues_stream?tab=history', 'issues_stream');
    await page
      .getByRole('cell', { name: /inserted \(bigquery\)/ })
      .first()
      .waitFor();
  });

  task('downloads a table', async ({ page, open }) => {
    await open('/tables/issues_ds/issues_stream', 'issues_stream');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    assert.match(await readFile(await download.path(), 'utf8'), /^issue_id,source,created_at,payload\r\n/);
  });

  task('deletes a table only after it asked', async ({ page, open, cloud }) => {
    await queryRows(cloud, 'CREATE TABLE issues_ds.short_lived (n INT64)');
    await open('/tables/issues_ds/short_lived', 'short_lived');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('issues_ds.short_lived is deleted.').waitFor();
    assert.deepEqual(
      await queryRows(
        cloud,
        "SELECT table_name FROM issues_ds.INFORMATION_SCHEMA.TABLES WHERE table_name = 'short_lived'",
      ),
      [],
    );
  });
}

export function bucketTasks({ task }: ConsoleSuite): void {
  task(
    'loads files that are chosen in the browser, once their _SUCCESS is written',
    async ({ page, open, cloud, accessible }) => {
      await open('/buckets/penstock-demo', 'penstock-demo');
      await page.getByLabel('Folder').fill('demo/rivers');
      await page.locator('input[type=file]').setInputFiles([
        { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('name,km\nInn,517\n') },
        { name: 'b.csv', mimeType: 'text/csv', buffer: Buffer.from('name,km\nEnns,254\n') },
      ]);
      await page.getByText('2 files uploaded').waitFor();
      await page.getByRole('button', { name: 'Write _SUCCESS' }).click();
      await page.getByText('_SUCCESS is written').waitFor();
      await accessible();
      await eventually(
        () => queryRows(cloud, 'SELECT name FROM demo.rivers ORDER BY name').catch(() => []),
        (rows) => rows.length === 2,
      );
    },
  );

  task('uploads files that are dropped', async ({ page, open }) => {
    await open('/buckets/penstock-demo?prefix=notes%2F', 'penstock-demo');
    await page.getByRole('region', { name: 'Upload' }).waitFor();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['dropped here'], 'dropped.txt', { type: 'text/plain' }));
      document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    })()`);
    await page.getByRole('link', { name: 'dropped.txt' }).click();
    await page.getByRole('dialog').getByText('dropped here').waitFor();
    assert.match(page.url(), /object=notes%2Fdropped\.txt/);
  });

  task('walks into folders and back', async ({ page, open, upload }) => {
    await upload('penstock-demo', 'walk/into/me.txt', 'x');
    await open('/buckets', 'Buckets');
    await page.getByRole('link', { name: 'penstock-demo' }).click();
    await page.getByRole('link', { name: 'walk/' }).click();
    await page.getByRole('link', { name: 'into/' }).click();
    await page.getByRole('link', { name: 'me.txt' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'into/' }).waitFor();
  });

  task('shows text, says what is no text, and lets it be saved', async ({ page, open, upload }) => {
    await upload('penstock-demo', 'look/text.json', '{"a":[1,2]}');
    await upload('penstock-demo', 'look/bytes.bin', '\u0000x');
    await open('/buckets/penstock-demo?prefix=look%2F&object=look%2Ftext.json');
    await page.getByRole('dialog').getByText('"a": [').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    assert.equal(await readFile(await download.path(), 'utf8'), '{"a":[1,2]}');
  });

  task('deletes an object after it asked', async ({ page, open, upload }) => {
    await upload('penstock-demo', 'gone/soon.txt', 'x');
    await open('/buckets/penstock-demo?prefix=gone%2F');
    await page.getByRole('button', { name: 'Delete gone/soon.txt' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('No object is here.').waitFor();
  });

  task('shows the merged configuration of a folder, each value with its origin', async ({ page, open, upload }) => {
    await upload('penstock-demo', '_config/load.json', '{"writeDisposition":"WRITE_TRUNCATE"}');
    await upload('penstock-demo', 'demo/lakes/a.csv', 'name\nConstance\n');
    await open('/buckets/penstock-demo?prefix=demo%2Flakes%2F');
    await page.getByRole('button', { name: 'Plan' }).click();
    const row = page.getByRole('row', { name: /writeDisposition/ });
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /"WRITE_TRUNCATE".*_config\/load\.json/);
  });

  task('makes a bucket and deletes it', async ({ page, open }) => {
    await open('/buckets');
    await page.getByRole('textbox', { name: 'Name' }).fill('made-by-hand');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('link', { name: 'made-by-hand' }).click();
    await page.getByRole('button', { name: 'Delete bucket' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('made-by-hand is deleted.').waitFor();
  });
}

export function documentTasks({ task }: ConsoleSuite): void {
  task('writes a document, changes it, and sees the event that it caused', async ({ page, open, accessible }) => {
    await open('/documents', 'Documents');
    await page.getByRole('textbox', { name: 'Path' }).fill('issues/by-hand');
    await page.getByLabel('Fields as JSON').fill('{"title": "Written by hand", "priority": 2}');
    await page.getByRole('button', { name: 'Write it' }).click();
    await page.getByRole('heading', { level: 1, name: 'issues/by-hand' }).waitFor();
    await accessible();
    await page.getByLabel('Fields as JSON').fill('{"title": "Changed by hand", "priority": 2}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('issues/by-hand is written.').last().waitFor();
    await open('/events?show=firestore by-hand');
    await page.getByText('updated').first().waitFor();
  });

  task('keeps the types that plain JSON does not have', async ({ page, open, cloud }) => {
    const path = `http://${cloud.addresses.documents}/v1/projects/${cloud.projectId}/databases/(default)/documents/typed/one`;
    const fields = { at: { timestampValue: '2026-01-02T03:04:05Z' }, whole: { doubleValue: 3 } };
    await fetch(path, { method: 'PATCH', body: JSON.stringify({ fields }) });
    await open('/documents/typed%2Fone', 'typed/one');
    await page.getByRole('heading', { name: 'Fields, with their types' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('typed/one is written.').waitFor();
    const after = (await (await fetch(path)).json()) as { fields: unknown };
    assert.deepEqual(after.fields, fields);
  });

  task('deletes a document', async ({ page, open, cloud }) => {
    await fetch(`http://${cloud.addresses.documents}/documents/notes/gone`, { method: 'PUT', body: '{"a":1}' });
    await open('/documents/notes', 'notes');
    await page.getByRole('link', { name: 'gone' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('notes/gone is deleted.').waitFor();
  });
}

export function secretTasks({ task }: ConsoleSuite): void {
  task('makes a secret, and shows its value only when it is asked for', async ({ page, open, accessible }) => {
    await open('/secrets', 'Secrets');
    await page.getByLabel('Secret').fill('api-key');
    await page.getByLabel('Value').fill('s3cr3t');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByRole('heading', { name: 'api-key' }).waitFor();
    assert.equal((await page.content()).includes('s3cr3t'), false);
    await page.getByRole('button', { name: 'Show version 1 of api-key' }).click();
    await page.getByText('s3cr3t').waitFor();
    await accessible();
    await page.getByRole('button', { name: 'Hide' }).click();
    assert.equal(await page.getByText('s3cr3t').count(), 0);
  });
}
