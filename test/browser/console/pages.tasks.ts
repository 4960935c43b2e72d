/** Each page while the API refuses: it says why, and stays free of violations. */

import type { ConsoleSuite } from '../../support/console.ts';

const PAGES = [
  '/',
  '/sql',
  '/tables',
  '/tables/shop/orders',
  '/topics',
  '/topics/issues-topic',
  '/subscriptions/issues-sink',
  '/buckets',
  '/buckets/penstock-demo',
  '/documents',
  '/documents/issues',
  '/loads',
  '/loads?tab=windows',
  '/loads?tab=jobs',
  '/schedule',
  '/functions',
  '/errors?from=issues-errors-sub',
  '/cost',
  '/dashboards',
  '/faults',
  '/secrets',
] as const;

export function pageTasks({ task }: ConsoleSuite): void {
  task(
    'says on each page why nothing is shown',
    async ({ page, open, accessible }) => {
      await page.route('**/api/**', (route) =>
        route.fulfill({ status: 500, json: { error: 'The disk of the local cloud is full.' } }),
      );
      await open('/');
      for (const path of PAGES) {
        // In place, so that the script of axe-core is sent once.
        await page.evaluate(
          `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
        );
        await page
          .getByText(/The disk of the local cloud is full\./)
          .first()
          .waitFor();
        await accessible();
      }
    },
    120_000,
  );
}
