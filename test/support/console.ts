/** The console as a person meets it: one local cloud with every function, one Chromium, a new page for each task. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { operationsOf } from '../../cli/commands/start/operations.ts';
import { suiteFunctions } from '../../demo/demo.ts';
import { startOrders } from '../../demo/orders.ts';
import type { LocalCloud } from '../../local/cloud.ts';
import { chromiumPath, startBrowser } from './browser.ts';
import { eventually, startSuite } from './suite.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
  /** Fails on any violation that axe-core finds. */
  accessible(): Promise<void>;
}

export interface ConsoleSuite {
  readonly world: () => World;
}

/** Registers the hooks of one suite, which shares its cloud and its browser. */
export function consoleSuite(): ConsoleSuite {
  const executable = chromiumPath();
  let browser: Browser | undefined;
  let cloud: LocalCloud | undefined;
  let orders: Awaited<ReturnType<typeof startOrders>> | undefined;
  let context: BrowserContext | undefined;
  let world: World | undefined;

  before(async function () {
    // The suite of the web form says why, or fails where one must be there.
    if (executable === undefined) this.skip();
    this.timeout(90_000);
    // The sample source, so that the puller has windows to pull.
    orders = await startOrders(Date.now());
    const functions = suiteFunctions(orders.sources);
    [browser, cloud] = await Promise.all([
      startBrowser(executable),
      startSuite({ functions, operations: operationsOf }),
    ]);
  });
  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await cloud?.close();
    await orders?.close();
  });
  beforeEach(async () => {
    if (browser === undefined || cloud === undefined) return;
    context = await browser.newContext({ viewport: { width: 1280, height: 860 }, acceptDownloads: true });
    world = await worldOf(cloud, await context.newPage());
  });
  afterEach(async () => {
    cloud?.faults.clear();
    await context?.close();
  });
  return {
    world: () => {
      assert.ok(world);
      return world;
    },
  };
}

async function worldOf(cloud: LocalCloud, page: Page): Promise<World> {
  page.setDefaultTimeout(15_000);
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
      await eventually(() => page.evaluate(`Boolean(${expression})`), Boolean, 15_000);
    },
    accessible: async () => {
      // The debugger adds the script, because the page's policy lets no other script in.
      await page.evaluate(AXE);
      const found = (await page.evaluate(
        'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")).join(" | ")))',
      )) as string[];
      assert.deepEqual(found, []);
    },
  };
}
