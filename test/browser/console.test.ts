import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ConsoleService, startConsole } from '../../local/console/console.ts';
import { Faults } from '../../local/faults/faults.ts';
import { chromiumPath, startBrowser } from '../support/browser.ts';

const WIDTHS = [320, 375, 800, 1280] as const;
const LONG = {
  service: 'functions',
  what: 'delivered',
  resource: `projects/demo-penstock/subscriptions/${'long-name-'.repeat(10)}`,
  facts: { event_type: 'google.cloud.firestore.document.v1.written.withAuthContext', message_id: '1795232373649001' },
} as const;

describe('the console in a browser', () => {
  const executable = chromiumPath();
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let service: ConsoleService;
  let problems: string[];

  before(async function () {
    // The suite of the web form says why, or fails where one must be there.
    if (executable === undefined) this.skip();
    this.timeout(60_000);
    browser = await startBrowser(executable);
  });
  after(() => browser?.close());
  afterEach(async () => {
    await context?.close();
    await service?.close();
  });

  async function open(width = 1280): Promise<void> {
    service = await startConsole({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: () => undefined,
      now: Date.now,
      addresses: () => ({ intake: '127.0.0.1:8080', 'bigquery-storage': '127.0.0.1:9060' }),
      jobs: () => [],
      runJob: async () => true,
    });
    problems = [];
    context = await browser.newContext({ viewport: { width, height: 700 } });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`http://${service.address}/`);
    await page.getByText('Connected').waitFor();
  }
  const shown = (): Promise<string[]> => page.locator('#list tr:visible .about').allTextContents();
  const happen = (resource: string): void => service.show({ service: 'pubsub', what: 'published', resource });
  const newest = (resource: string) => page.locator('#list tr').first().getByText(resource).waitFor();

  for (const width of WIDTHS) {
    it(`can be read at a width of ${width}: nothing is cut off, and no event takes the whole screen`, async () => {
      await open(width);
      service.show(LONG);
      await page.locator('#list tr').first().waitFor();
      const wide = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      const [content, window] = wide as [number, number];
      assert.ok(content <= window, `${content} in ${window}`);
      const box = await page.locator('#list tr').first().boundingBox();
      assert.ok((box?.height ?? 0) < 250, `an event is ${box?.height} high`);
      assert.deepEqual(problems, []);
    });
  }

  it('says that the cloud is gone', async () => {
    await open();
    await service.close();
    await page.getByText('Not connected').waitFor();
  });

  it('shows only what is asked for, and pauses, by keyboard alone', async () => {
    await open();
    happen('topics/one');
    happen('topics/two');
    await newest('two');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.id'), 'filter');
    await page.keyboard.type('ONE');
    assert.deepEqual(
      (await shown()).map((text) => text.trim()),
      ['topics/one'],
    );
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#pause').getAttribute('aria-pressed'), 'true');
    happen('topics/three');
    await page.getByText('Paused: 1 waiting').waitFor();
    assert.equal((await shown()).length, 2);
    await page.keyboard.press('Enter');
    await newest('topics/three');
  });

  it('shows names as text, whatever is in them', async () => {
    await open();
    happen('<img src=x onerror=alert(1)>');
    await newest('<img src=x onerror=alert(1)>');
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(problems, []);
  });
});
