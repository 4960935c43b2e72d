/** Tasks of the SQL editor. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { ConsoleSuite } from '../../support/console.ts';

export function sqlTasks({ task, world }: ConsoleSuite): void {
  const editor = () => world().page.locator('.cm-content');
  const type = async (sql: string): Promise<void> => {
    await editor().click();
    await world().page.keyboard.press('Control+A');
    await world().page.keyboard.insertText(sql);
  };
  const run = () => world().page.keyboard.press('Control+Enter');
  const cells = (row: number) => world().page.locator('.virtual-row').nth(row).getByRole('gridcell').allTextContents();

  task('runs a statement and shows values as a person reads them', async ({ page, open }) => {
    await open('/sql', 'SQL');
    await type(
      "SELECT TIMESTAMP '2026-01-02 03:04:05.5 UTC' AS moment, [1, 2] AS list, STRUCT('x' AS name, NULL AS gone) AS s, NUMERIC '1.50' AS n, CAST(NULL AS STRING) AS empty",
    );
    await run();
    await page.getByText('1 row in', { exact: false }).waitFor();
    await page.locator('.virtual-row').first().waitFor();
    assert.deepEqual(await cells(0), [
      '1',
      '2026-01-02 03:04:05.5 UTC',
      '[1, 2]',
      '{name: "x", gone: NULL}',
      '1.5',
      'NULL',
    ]);
  });

  task('marks a mistake at its place while it is typed', async ({ page, open }) => {
    await open('/sql');
    await type('SELECT 1,\n  FORM issues_ds.issues_stream');
    await page.locator('.sql-bar .bad').waitFor();
    await page.locator('.cm-lintRange-error').waitFor();
    await page.locator('.cm-lint-marker-error').waitFor();
  });

  task('marks the name of a table that is not there', async ({ holds, page, open }) => {
    await open('/sql');
    await type('SELECT *\nFROM issues_ds.nothing');
    await page
      .getByText(/Not found: Table/)
      .first()
      .waitFor();
    await holds('document.querySelector(".cm-lintRange-error")?.textContent === "issues_ds.nothing"');
  });

  task('says how much a valid statement would read before it runs', async ({ page, open }) => {
    await open('/sql');
    await type('SELECT COUNT(*) FROM shop.orders');
    await page.getByText(/^Valid: would read/).waitFor();
  });

  task('completes tables and columns', async ({ page, open }) => {
    await open('/sql');
    await page.getByRole('button', { name: 'issues_stream', exact: true }).waitFor();
    await type('SELECT payload FROM issues_ds.');
    await page.keyboard.type('iss');
    await page.getByRole('option', { name: 'issues_stream' }).waitFor();
    // The editor takes a key for a line break that comes within 75 ms of the list.
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
    assert.equal(await editor().innerText(), 'SELECT payload FROM issues_ds.issues_stream');
    await page.keyboard.type(' WHERE created_a');
    await page.getByRole('option', { name: /created_at/ }).waitFor();
  });

  task('completes functions of GoogleSQL', async ({ page, open }) => {
    await open('/sql');
    await type('SELECT ');
    await page.keyboard.type('TIMESTAMP_TR');
    await page.getByRole('option', { name: 'TIMESTAMP_TRUNC' }).waitFor();
  });

  task('puts the name of a table in by a press on it', async ({ page, open }) => {
    await open('/sql');
    await type('SELECT * FROM ');
    await page.getByRole('button', { name: 'orders', exact: true }).click();
    assert.equal((await editor().innerText()).trim(), 'SELECT * FROM shop.orders');
  });

  task('scrolls through a million rows, of which it holds a few', async ({ holds, page, open }) => {
    await open('/sql');
    await type(
      'SELECT n FROM UNNEST(GENERATE_ARRAY(1, 1000)) AS a, UNNEST(GENERATE_ARRAY(1, 1000)) AS n ORDER BY a, n',
    );
    await run();
    await page.getByText('1,000,000 rows in', { exact: false }).waitFor();
    const grid = page.getByRole('grid', { name: 'Result rows' });
    await grid.focus();
    await page.keyboard.press('End');
    await page.getByRole('gridcell', { name: '1,000,000', exact: true }).waitFor();
    await holds('[...document.querySelectorAll(".virtual-row")].at(-1)?.lastChild?.textContent !== "…"');
    assert.ok((await page.locator('.virtual-row').count()) < 100);
  });

  task('opens a row to read it whole', async ({ page, open }) => {
    await open('/sql');
    await type(`SELECT '${'long '.repeat(60)}' AS text, 2 AS n`);
    await run();
    await page.locator('.virtual-row').first().click();
    await page.getByRole('dialog', { name: 'Row 1' }).getByText('long long').waitFor();
  });

  task('draws a result over time', async ({ page, open }) => {
    await open('/sql');
    await type(
      "SELECT d, EXTRACT(DAY FROM d) * 2 AS twice FROM UNNEST(GENERATE_DATE_ARRAY('2026-01-01', '2026-01-31')) AS d ORDER BY d",
    );
    await run();
    await page.getByRole('tab', { name: 'Chart' }).click();
    await page.getByRole('img', { name: 'twice by d' }).locator('canvas').waitFor();
  });

  task('draws a result over words as bars', async ({ page, open }) => {
    await open('/sql');
    await type("SELECT w, LENGTH(w) AS size FROM UNNEST(['one', 'three', 'eleven']) AS w");
    await run();
    await page.getByRole('tab', { name: 'Chart' }).click();
    await page.getByRole('list', { name: 'size by w' }).getByText('eleven').waitFor();
  });

  task('downloads the whole result as CSV and as NDJSON', async ({ page, open }) => {
    await open('/sql');
    await type(`SELECT n, 'a "b", c' AS text FROM UNNEST(GENERATE_ARRAY(1, 12000)) AS n ORDER BY n`);
    await run();
    await page.getByText('12,000 rows in', { exact: false }).waitFor();
    const save = async (name: string): Promise<readonly string[]> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name, exact: true }).click(),
      ]);
      return (await readFile(await download.path(), 'utf8')).trimEnd().split(/\r?\n/);
    };
    const csv = await save('CSV');
    assert.equal(csv.length, 12_001);
    assert.equal(csv[0], 'n,text');
    assert.equal(csv.at(-1), '12000,"a ""b"", c"');
    const ndjson = await save('NDJSON');
    assert.equal(ndjson.length, 12_000);
    assert.deepEqual(JSON.parse(ndjson[0] ?? ''), { n: 1, text: 'a "b", c' });
  });

  task('keeps a draft over a reload, and statements that ran in the history', async ({ holds, page, open }) => {
    await open('/sql');
    await type('SELECT 41 + 1 AS kept');
    await run();
    await page.getByText('1 row in', { exact: false }).waitFor();
    await type('SELECT not finished');
    await page.reload();
    await holds('document.querySelector(".cm-content")?.textContent.includes("not finished")');
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: /SELECT 41 \+ 1 AS kept/ }).click();
    await holds('document.querySelector(".cm-content")?.textContent.includes("AS kept")');
  });

  task('tells how many rows a statement changed', async ({ page, open }) => {
    await open('/sql');
    await type(
      "INSERT INTO issues_ds.issues_stream (issue_id, source) VALUES ('INC-HAND', 'hand'), ('INC-HAND-2', 'hand')",
    );
    await run();
    await page.getByText(/^2 rows affected in/).waitFor();
  });

  task('shows why a statement failed', async ({ page, open }) => {
    await open('/sql');
    await type('SELECT 1 / (SELECT 0)');
    await run();
    await page
      .getByRole('alert')
      .getByText(/division by zero/i)
      .waitFor();
  });

  task('runs from a link', async ({ page, open }) => {
    await open(`/sql?q=${encodeURIComponent('SELECT 7 AS seven')}`);
    await page.getByRole('button', { name: 'Run' }).click();
    await page.locator('.virtual-row').first().waitFor();
    assert.deepEqual(await cells(0), ['1', '7']);
  });
}
