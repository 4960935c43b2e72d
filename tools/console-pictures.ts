/**
 * `npm run console:pictures`: draws the README's pictures anew from the console itself: a screenshot of SQL on real rows in
 * both themes, and the way of an issue as one SVG that follows the reader's theme. Needs a Chromium.
 */

import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { SUITE_PARTS } from '../cli/commands/start/suite-parts.ts';
import { suiteFunctions } from '../demo/demo.ts';
import { startOrders } from '../demo/orders.ts';
import { chromiumPath, startBrowser } from '../test/support/browser.ts';
import { eventually, queryRows, startSuite } from '../test/support/suite.ts';

const IMAGES = new URL('../docs/images/', import.meta.url);
const SQL = `SELECT status, COUNT(*) AS orders, SUM(total) AS revenue, MAX(created_at) AS latest
FROM shop.orders
GROUP BY status
ORDER BY revenue DESC`;

const STYLE = [
  'text{font-family:system-ui,sans-serif;font-size:11.5px;fill:#56636b}',
  '.station rect{fill:#f1f3f2;stroke:#dfe4e2}',
  '.station-name,.station-what{fill:#182024}',
  '.station-name{font-size:13.5px;font-weight:640}',
  'circle{fill:#8b979d}.delivered circle{fill:#17703f}.retry circle,.dropped circle{fill:#845500}',
  '.way-line path{fill:none;stroke:#8b979d;stroke-width:1.5}',
  '@media(prefers-color-scheme:dark){text{fill:#9dabb3}.station rect{fill:#1e2528;stroke:#29323a}',
  '.station-name,.station-what{fill:#e4eaec}circle{fill:#5f6d76}.delivered circle{fill:#66cf95}',
  '.retry circle,.dropped circle{fill:#e5b550}.way-line path{stroke:#5f6d76}}',
].join('');

const executable = chromiumPath();
if (executable === undefined) throw new Error('No Chromium is here: install one, or name it by CHROMIUM_PATH.');
const orders = await startOrders(Date.now() - 10 * 60_000);
const cloud = await startSuite({ functions: suiteFunctions(orders.sources), ...SUITE_PARTS });
const browser = await startBrowser(executable);
try {
  const at = `http://${cloud.addresses.console}`;
  await fetch(`${at}/jobs/pull:run`, { method: 'POST' });
  await eventually(
    () => queryRows(cloud, 'SELECT COUNT(*) FROM shop.orders'),
    ([row]) => Number(row?.[0]) > 0,
    60_000,
  );
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1200, height: 800 } });
    const page = await context.newPage();
    await screenshot(page, `${at}/sql?q=${encodeURIComponent(SQL)}`, colorScheme);
    if (colorScheme === 'light') await drawWay(page, at);
    await context.close();
  }
} finally {
  await browser.close();
  await cloud.close();
  await orders.close();
}

async function screenshot(page: Page, url: string, theme: string): Promise<void> {
  await page.goto(url);
  await page.getByText('Valid: would read', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Run' }).click();
  await page.getByRole('gridcell', { name: 'SHIPPED' }).waitFor();
  await page.getByRole('button', { name: 'Columns of orders' }).click();
  await page.screenshot({ path: new URL(`console-${theme}.png`, IMAGES).pathname });
}

async function drawWay(page: Page, at: string): Promise<void> {
  const response = await fetch(`http://${cloud.addresses.intake}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'The pipe in the north leaks', priority: 'P1' }),
  });
  const { issue_id: id } = (await response.json()) as { issue_id: string };
  await eventually(
    () => queryRows(cloud, `SELECT 1 FROM issues_ds.issues_stream WHERE issue_id = '${id}'`),
    (rows) => rows.length > 0,
    30_000,
  );
  await page.goto(`${at}/follow?id=${id}`);
  await page.locator('svg.way .station').nth(3).waitFor();
  const svg = (await page.evaluate('document.querySelector("svg.way").outerHTML')) as string;
  await writeFile(new URL('way-of-a-row.svg', IMAGES), `${standalone(svg)}\n`);
}

/** The picture outside of the page: with a name space, and with the page's colours written out for both themes. */
function standalone(svg: string): string {
  return svg
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/(<svg [^>]*>)/, `$1<style>${STYLE}</style>`);
}
