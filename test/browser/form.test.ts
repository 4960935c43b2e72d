import assert from 'node:assert/strict';
import { ISSUE_ID_PATTERN } from '@penstock/shared/issues/issue-id.ts';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, startBrowser } from '../support/browser.ts';
import { type IntakeUnderTest, startIntake } from '../support/intake.ts';

describe('the web form in a browser', () => {
  const executable = chromiumPath();
  let browser: Browser;
  const tabs = new Map<boolean, Page>();
  let page: Page;
  let intake: IntakeUnderTest;
  let problems: string[];

  before(async function () {
    if (executable === undefined) {
      if (process.env.CI === 'true') throw new Error('no Chromium: install one, or name it by CHROMIUM_PATH');
      process.stderr.write(
        'The browser tests are left out: no Chromium here. Install one, or name it by CHROMIUM_PATH.\n',
      );
      this.skip();
    }
    this.timeout(60_000);
    browser = await startBrowser(executable);
  });
  after(() => browser?.close());

  async function open(javaScriptEnabled = true, env: Record<string, string> = {}): Promise<void> {
    intake = await startIntake({ env });
    problems = [];
    page = tabs.get(javaScriptEnabled) ?? (await newTab(javaScriptEnabled));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(intake.url);
  }
  /** Each form is of an origin of its own, so a tab of an earlier test remembers nothing of it. */
  async function newTab(javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 800, height: 1_000 } });
    const tab = await context.newPage();
    tabs.set(javaScriptEnabled, tab);
    return tab;
  }
  afterEach(async () => {
    page.removeAllListeners();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().clearPermissions();
    await intake?.close();
  });

  async function fill(): Promise<void> {
    await page.getByLabel('Title').fill('The <b>pipe</b> leaks');
    await page.getByLabel('Description').fill('line one\nline two');
    await page.getByLabel('Priority').selectOption('P1');
    await page.getByLabel('Your e-mail').fill('ada@example.org');
  }
  const issueId = async (): Promise<string> => (await page.locator('#issue-id').textContent()) ?? '';
  const payloads = async (): Promise<unknown[]> => (await intake.arrived()).map(({ payload }) => JSON.parse(payload));
  const ISSUE = {
    title: 'The <b>pipe</b> leaks',
    description: 'line one\nline two',
    priority: 'P1',
    reporter: 'ada@example.org',
  };

  for (const javaScript of [true, false]) {
    const how = javaScript ? 'with' : 'without';

    it(`sends an issue ${how} JavaScript and shows its id`, async () => {
      await open(javaScript);
      await fill();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('#issue-id').waitFor();
      assert.match(await issueId(), ISSUE_ID_PATTERN);
      assert.deepEqual(await payloads(), [ISSUE]);
      assert.deepEqual(problems, []);
    });

    it(`tells mistakes beside their fields ${how} JavaScript`, async () => {
      await open(javaScript);
      // The browser's own checks are switched off, so that the server's are seen.
      if (javaScript) await page.evaluate('document.querySelector("form").noValidate = true');
      else await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
      await page.getByLabel('Your e-mail').fill('nobody');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('#title-error:not(:empty)').waitFor();
      assert.equal(await page.locator('#title-error').textContent(), 'Title is missing.');
      assert.equal(await page.locator('#reporter-error').textContent(), 'Your e-mail does not look like an address.');
      assert.equal(await page.getByLabel('Title').getAttribute('aria-invalid'), 'true');
      assert.deepEqual(await payloads(), []);
    });
  }

  it('makes one issue of a double click', async () => {
    await open();
    intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 150 });
    await fill();
    await page.getByRole('button', { name: 'Send' }).dblclick();
    await page.locator('#issue-id').waitFor();
    assert.deepEqual(await payloads(), [ISSUE]);
  });

  it('makes one issue of a double click without JavaScript', async () => {
    await open(false);
    intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 150 });
    await fill();
    await page.getByRole('button', { name: 'Send' }).dblclick();
    await page.locator('#issue-id').waitFor();
    const ids = new Set((await intake.arrived()).map(({ issue_id }) => issue_id));
    assert.deepEqual([...ids], [await issueId()]);
  });

  it('survives a lost answer: the issue is made once and its id is shown', async () => {
    await open();
    let lost = 0;
    await page.route(intake.url, async (route) => {
      if (route.request().method() === 'POST' && lost === 0) {
        lost += 1;
        await route.fetch();
        await route.abort('connectionreset');
      } else {
        await route.continue();
      }
    });
    await fill();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#issue-id').waitFor();
    const arrived = await intake.arrived();
    assert.equal(lost, 1);
    assert.deepEqual(new Set(arrived.map(({ issue_id }) => issue_id)), new Set([await issueId()]));
  });

  it('keeps what was written when there is no connection, and sends it again by hand', async () => {
    await open();
    await fill();
    await page.route(intake.url, (route) => route.abort('internetdisconnected'));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').waitFor({ timeout: 15_000 });
    assert.equal(await page.getByLabel('Title').inputValue(), ISSUE.title);
    await page.unroute(intake.url);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#issue-id').waitFor();
    assert.equal((await payloads()).length, 1);
  });

  it('keeps a draft over a reload, and its key with it, so that an issue that had arrived is not made again', async () => {
    await open();
    await fill();
    await page.reload();
    assert.equal(await page.getByLabel('Description').inputValue(), ISSUE.description);
    assert.equal(await page.locator('#description-count').textContent(), '17 of 10,000 characters');
    let lost = 0;
    await page.route(intake.url, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').waitFor({ timeout: 15_000 });
    await page.unroute(intake.url);
    await page.reload();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#issue-id').waitFor();
    const arrived = await intake.arrived();
    assert.ok(lost > 0);
    assert.deepEqual(new Set(arrived.map(({ issue_id }) => issue_id)), new Set([await issueId()]));
    await page.reload();
    assert.equal(await page.getByLabel('Title').inputValue(), '');
  });

  it('shows at each attempt that it is at work', async () => {
    await open();
    await fill();
    const seen = Promise.withResolvers<void>();
    await page.route(intake.url, async (route) => {
      await seen.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Sending…' }).waitFor();
    seen.resolve();
    await page.locator('#issue-id').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  });

  it('copies the id of the issue', async () => {
    await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await fill();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Copy the id' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), await issueId());
  });

  it('sends a second issue after the first as an issue of its own', async () => {
    await open();
    await fill();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#issue-id').waitFor();
    const first = await issueId();
    await fill();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#issue-id', { hasNotText: first }).waitFor();
    assert.notEqual(await issueId(), first);
    assert.equal((await payloads()).length, 2);
  });

  it('can be used by keyboard alone, each control with its name', async () => {
    await open();
    for (const key of ['The tap drips', 'Tab', 'Every second', 'Tab', 'P', 'Tab', 'Tab', 'Enter']) {
      if (key === 'The tap drips') await page.keyboard.press('Tab');
      if (['Tab', 'Enter'].includes(key)) await page.keyboard.press(key);
      else await page.keyboard.type(key);
    }
    await page.locator('#issue-id').waitFor();
    const focused = await page.evaluate('document.activeElement.id');
    assert.equal(focused, 'status');
    const names = await page
      .locator('input:not([type=hidden]), textarea, select, button')
      .evaluateAll((controls) =>
        controls.map(
          (control) =>
            (control as unknown as { labels?: { length: number } }).labels?.length || control.textContent?.length || 0,
        ),
      );
    assert.ok(names.every((count) => count > 0));
  });
});
