/** The console as a person meets it: one local cloud with every function, one Chromium, an emptied tab for each task. */

import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { SUITE_PARTS } from '../../cli/commands/start/suite-parts.ts';
import { suiteFunctions } from '../../demo/demo.ts';
import { startOrders } from '../../demo/orders.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { accessible } from './accessible.ts';
import { chromiumPath, startBrowser } from './browser.ts';
import { eventually, startSuite } from './suite.ts';

export interface World {
  readonly cloud: LocalCloud;
  readonly page: Page;
  /** Errors of the page and of its console since the task began. */
  readonly problems: string[];
  /** Goes to a page of the console and waits for its heading. */
  open(path: string, heading?: string): Promise<void>;
  resize(width: number): Promise<void>;
  /** Posts an issue through the intake door and returns its id. */
  post(issue: Readonly<Record<string, string>>): Promise<string>;
  /** Uploads an object by the storage API. */
  upload(bucket: string, name: string, content: string): Promise<void>;
  /** Waits until an expression is true in the page. */
  holds(expression: string): Promise<void>;
  /** Fails on any violation that axe-core finds, in both themes, wide and narrow. Each task ends with it by itself. */
  accessible(): Promise<void>;
}

const DESK = { width: 1280, height: 860 } as const;

export interface ConsoleSuite {
  readonly world: () => World;
  /** A test that ends with the page that it leaves free of violations. */
  readonly task: (title: string, run: (world: World) => Promise<void>, timeoutMs?: number) => void;
}

/** Registers the hooks of one browser for all the suites inside of the same `describe`. */
export function consoleBrowser(): () => Browser | undefined {
  const executable = chromiumPath();
  let browser: Browser | undefined;
  before(async function () {
    // The suite of the web form says why, or fails where one must be there.
    if (executable === undefined) this.skip();
    this.timeout(60_000);
    browser = await startBrowser(executable);
  });
  after(() => browser?.close());
  return () => browser;
}

/** Registers the hooks of a suite whose tasks share one local cloud. `start` returns it and its end. */
export function consoleSuite(
  browser: () => Browser | undefined,
  start: () => Promise<{ readonly cloud: LocalCloud; readonly close: () => Promise<void> }> = wholeSuite,
): ConsoleSuite {
  let started: Awaited<ReturnType<typeof start>> | undefined;
  let tab: Page | undefined;
  let world: World | undefined;

  before(async function () {
    this.timeout(90_000);
    if (browser() !== undefined) started = await start();
  });
  after(async function () {
    this.timeout(30_000);
    await started?.close();
  });
  beforeEach(async () => {
    if (started === undefined) return;
    tab ??= await newTab(browser());
    world = tab && worldOf(started.cloud, tab);
  });
  afterEach(async () => {
    started?.cloud.faults.clear();
    if (world === undefined || (await emptied(world))) return;
    await tab?.context().close();
    tab = undefined;
  });
  after(() => tab?.context().close());
  const current = (): World => {
    assert.ok(world);
    return world;
  };
  return {
    world: current,
    task: (title, run, timeoutMs = 60_000) => {
      it(title, async () => {
        await run(current());
        await current().accessible();
      }).timeout(timeoutMs);
    },
  };
}

/** Every function, and the sample source, so that the puller has windows to pull. */
async function wholeSuite(): Promise<{ readonly cloud: LocalCloud; readonly close: () => Promise<void> }> {
  const orders = await startOrders(Date.now());
  const cloud = await startSuite({ functions: suiteFunctions(orders.sources), ...SUITE_PARTS });
  const close = async (): Promise<void> => {
    await cloud.close();
    await orders.close();
  };
  return { cloud, close };
}

/** The services alone, as a program starts them that has nothing of the suite. */
export async function bareCloud(): Promise<{ readonly cloud: LocalCloud; readonly close: () => Promise<void> }> {
  const cloud = await startLocalCloud();
  return { cloud, close: () => cloud.close() };
}

async function newTab(browser: Browser | undefined): Promise<Page | undefined> {
  const context = await browser?.newContext({
    viewport: DESK,
    acceptDownloads: true,
    // A colour that is on its way to another one has no contrast that could be judged.
    reducedMotion: 'reduce',
  });
  const page = await context?.newPage();
  page?.setDefaultTimeout(30_000);
  return page;
}

/**
 * Leaves the tab as a new one would be: no page of the console that still reads, no other tab, nothing remembered, nothing
 * listened to or routed. Says whether that could be done. A new tab would cost more than most tasks: Chromium starts two
 * processes for it, and compiles the console again.
 */
async function emptied({ page, cloud }: World): Promise<boolean> {
  try {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    page.removeAllListeners();
    for (const other of page.context().pages()) if (other !== page) await other.close();
    // The page has the console's origin and policy, so that its storage can be cleared and its process stays.
    const nothing = `http://${cloud.addresses.console}/nothing`;
    await page.route(nothing, (route) =>
      route.fulfill({ contentType: 'text/html', body: '', headers: { 'cross-origin-opener-policy': 'same-origin' } }),
    );
    await page.goto(nothing);
    await page.evaluate('localStorage.clear(); sessionStorage.clear()');
    await page.unroute(nothing);
    await page.setViewportSize(DESK);
    return true;
  } catch {
    return false;
  }
}

function worldOf(cloud: LocalCloud, page: Page): World {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  const { addresses } = cloud;
  return {
    cloud,
    page,
    problems,
    open: async (path, heading) => {
      await page.goto(`http://${addresses.console}${path}`);
      await page.getByRole('heading', { level: 1, ...(heading === undefined ? {} : { name: heading }) }).waitFor();
    },
    resize: (width) => page.setViewportSize({ width, height: 800 }),
    post: async (issue) => {
      const response = await fetch(`http://${addresses.intake}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(issue),
      });
      return ((await response.json()) as { issue_id: string }).issue_id;
    },
    upload: async (bucket, name, content) => {
      const at = `http://${addresses.storage}/upload/storage/v1/b/${bucket}/o`;
      const response = await fetch(`${at}?uploadType=media&name=${encodeURIComponent(name)}`, {
        method: 'POST',
        body: content,
      });
      assert.equal(response.status, 200);
    },
    holds: async (expression) => {
      // Not waitForFunction: it evaluates text in the page, which the page's policy forbids.
      await eventually(() => page.evaluate(`Boolean(${expression})`), Boolean, 30_000);
    },
    accessible: () => accessible(page),
  };
}
