/** Each page while nothing is there: it says so, what to do next, and stays free of violations. */

import assert from 'node:assert/strict';
import type { ConsoleSuite } from '../../support/console.ts';

const EMPTY: readonly (readonly [link: string, says: RegExp])[] = [
  ['Events', /Nothing has happened yet/],
  ['Follow a row', /No row has come by yet/],
  ['SQL', /Ctrl-Enter runs the statement|Table .* was not found|Not found/],
  ['Tables', /There is no dataset/],
  ['Topics', /There is no topic: make one below/],
  ['Buckets', /There is no bucket: make one below/],
  ['Documents', /No document is there yet/],
  ['Schedule', /has no scheduled job/],
  ['Functions', /hosts no function/],
  ['Faults', /No rule is set/],
  ['Secrets', /There is no secret/],
];

export function bareTasks({ task }: ConsoleSuite): void {
  task(
    'says on each page that nothing is there, and what to do next',
    async ({ page, open, accessible }) => {
      await open('/', 'Overview');
      await page.getByText('Nothing has happened yet').waitFor();
      await accessible();
      for (const [link, says] of EMPTY) {
        await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: link, exact: true }).click();
        await page.getByText(says).first().waitFor();
        await accessible();
      }
    },
    120_000,
  );

  task('leaves out the pages that only the suite can fill, and says so at their addresses', async ({ page, open }) => {
    await open('/');
    const links = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents();
    assert.equal(links.includes('Errors'), false);
    await open('/errors', 'This page needs the suite');
  });

  task('names what is missing at the address of a thing that is gone', async ({ page, open, accessible }) => {
    for (const [path, says] of [
      ['/topics/gone', /There is no topic gone/],
      ['/subscriptions/gone', /gone/],
      ['/tables/gone/table', /Not found: (?:Dataset|Table)/],
      ['/buckets/gone', /does not exist|not found/i],
      ['/documents/gone%2Fone', /gone\/one/],
      ['/functions/gone', /There is no function gone/],
      ['/loads/job/gone', /Not found: Job/],
      ['/follow?id=gone', /Nothing is remembered of gone/],
    ] as const) {
      await open(path);
      await page.getByText(says).first().waitFor();
      if (path === '/topics/gone') await accessible();
    }
    await open('/no-such-page', 'There is no such page');
  });
}
