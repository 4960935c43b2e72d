/** Tasks of the dashboards. */

import type { ConsoleSuite } from '../../support/console.ts';

export function dashboardTasks({ task }: ConsoleSuite): void {
  task('draws the charts of production from what an issue causes here', async ({ page, open, post }) => {
    for (let n = 0; n < 3; n += 1) await post({ issue: `counted ${n}` });
    await open('/dashboards', 'Dashboards');
    const chart = (title: RegExp) => page.getByRole('img', { name: title });
    await chart(/^Requests by answer, now: .*2xx/).waitFor({ timeout: 30_000 });
    await chart(/^Messages that wait, now: .*issues-sink/)
      .locator('canvas')
      .waitFor();
    await page.getByRole('tab', { name: 'intake' }).click();
    await chart(/^Issues by outcome.*now: delivered/).waitFor({ timeout: 30_000 });
    await page.getByText('The question in PromQL').first().click();
    await page
      .getByText(/sum by \(response_code_class\)/)
      .first()
      .waitFor();
  });

  task('looks further back, and says where nothing has happened', async ({ page, open, holds }) => {
    await open('/dashboards?show=loader', 'Dashboards');
    await page.getByLabel('Last minutes').selectOption('60');
    await holds('location.search.includes("minutes=60")');
    await page
      .getByText(/No point in this time/)
      .first()
      .waitFor();
  });
}
