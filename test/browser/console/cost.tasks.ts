/** Tasks of the calculator. */

import assert from 'node:assert/strict';
import type { ConsoleSuite } from '../../support/console.ts';
import { penstock } from '../../support/penstock.ts';

export function costTasks({ task }: ConsoleSuite): void {
  task('reckons the same dollars as the command, and keeps the volumes in the link', async ({ page, open, holds }) => {
    await open('/cost', 'Cost');
    const sum = page.locator('.sum strong');
    await sum.waitFor();
    const before = await sum.textContent();
    const intake = page.getByRole('region', { name: 'intake', exact: true });
    await intake.getByLabel('Per second').fill('500');
    await page.getByLabel('Mode').selectOption('CDC');
    await holds(
      `document.querySelector(".sum strong").textContent !== ${JSON.stringify(before)} && location.search.includes("CDC")`,
    );
    const shown = Number(((await sum.textContent()) ?? '').replace(/[$,]/g, ''));
    const { out } = await penstock(['cost', '--intake', '500', '--mode', 'CDC', '--json']);
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(shown, records.find(({ kind }) => kind === 'total')?.dollars);
    await page.reload();
    await sum.waitFor();
    await holds('document.querySelector(".sum strong").textContent !== ""');
    assert.equal(await intake.getByLabel('Per second').inputValue(), '500');
    assert.equal(Number(((await sum.textContent()) ?? '').replace(/[$,]/g, '')), shown);
  });

  task('shows the items of a part, and the quota that is met first', async ({ page, open }) => {
    await open('/cost');
    await page.locator('summary', { hasText: 'operation' }).click();
    await page.getByRole('group', { name: 'Items of operation' }).getByText('scheduled jobs').waitFor();
    await page.getByText('met first').waitFor();
    await page.getByRole('group', { name: 'Needed at the peak' }).getByRole('cell', { name: 'sink' }).waitFor();
  });

  task('says what is wrong with a volume, and goes back to the defaults', async ({ page, open }) => {
    await open('/cost?volumes={"peak":0}');
    await page.getByRole('alert').getByText(/peak/).waitFor();
    await page.getByRole('button', { name: 'Defaults' }).click();
    await page.locator('.sum strong').waitFor();
    assert.equal(new URL(page.url()).search, '');
  });
}
