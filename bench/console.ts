/**
 * The console: time to the first paint and to the heading of each page, 50,000 events held, and the memory and processor
 * that an idle local cloud takes without it, with it, and with its page open. Needs a Chromium. PARTS names the parts that
 * are measured: `idle,paint,events`.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, startBrowser } from '../test/support/browser.ts';
import { median } from './support/deployed.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const PARTS = (process.env.PARTS ?? 'idle,paint,events').split(',');
const SETTLE_MS = 15_000;
const IDLE_MS = 20_000;
const PAGES = [
  '/',
  '/events',
  '/follow',
  '/dashboards',
  '/sql',
  '/tables',
  '/tables/shop/orders',
  '/topics',
  '/subscriptions/issues-sink',
  '/buckets',
  '/documents',
  '/loads',
  '/errors',
  '/schedule',
  '/functions',
  '/cost',
  '/faults',
  '/secrets',
] as const;

export async function run(): Promise<Record<string, unknown>> {
  const executable = chromiumPath();
  if (executable === undefined) throw new Error('No Chromium is here: install one, or name it by CHROMIUM_PATH.');
  const idle = PARTS.includes('idle') ? { idle: await idleCosts(executable) } : {};
  const host = await startHost('console');
  const browser = await startBrowser(executable);
  try {
    const paints = PARTS.includes('paint') ? await firstPaints(browser, host.console) : {};
    const events = PARTS.includes('events') ? { events: await manyEvents(browser, host.console) } : {};
    return { unit: 'ms', ...paints, ...events, ...idle, load: loadavg() };
  } finally {
    await browser.close();
    await host.stop();
  }
}

interface Host {
  readonly console: string;
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}

async function startHost(which: 'console' | 'none'): Promise<Host> {
  const state = mkdtempSync(join(tmpdir(), 'penstock-console-'));
  const file = new URL('support/console-host.ts', import.meta.url).pathname;
  const child: ChildProcess = spawn(process.execPath, ['--max-semi-space-size=2', file, which, state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const addresses = JSON.parse(line.toString()) as Readonly<Record<string, string>>;
  const pid = child.pid as number;
  return {
    console: `http://${addresses.console}`,
    pids: () => [pid, ...childrenOf(pid)],
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(state, { recursive: true, force: true });
    },
  };
}

interface Idle {
  readonly megabytes: number;
  /** Milliseconds of processor time a second. */
  readonly cpu: number;
}

/** Without the console, with it, and with its overview open, in turn. */
async function idleCosts(executable: string): Promise<Readonly<Record<string, Idle>>> {
  const found: Record<string, Idle[]> = { without: [], with: [], open: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = await startHost('none');
    found.without?.push(await idleOf(without.pids()));
    await without.stop();
    const host = await startHost('console');
    found.with?.push(await idleOf(host.pids()));
    const browser = await startBrowser(executable);
    const page = await browser.newPage();
    await page.goto(`${host.console}/`);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    found.open?.push(await idleOf(host.pids()));
    await browser.close();
    await host.stop();
    process.stderr.write(`idle, round ${round + 1} of ${ROUNDS}\n`);
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, all]) => [
      name,
      { megabytes: median(all.map(({ megabytes }) => megabytes)), cpu: median(all.map(({ cpu }) => cpu)) },
    ]),
  );
}

async function idleOf(pids: readonly number[]): Promise<Idle> {
  await sleep(SETTLE_MS);
  const before = cpuOf(pids);
  await sleep(IDLE_MS);
  const cpu = ((cpuOf(pids) - before) / IDLE_MS) * 1_000;
  return { megabytes: megabytesOf(pids), cpu: Math.round(cpu * 10) / 10 };
}

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

function megabytesOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1_024);
}

/** Milliseconds of user and system time; Linux counts in hundredths of a second. */
function cpuOf(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * 10;
}

/** Each page in a context of its own, so that nothing is in the browser's memory. The first load builds the code. */
async function firstPaints(browser: Browser, at: string): Promise<Record<string, unknown>> {
  const paint: Record<string, number> = {};
  /** The least of the rounds, which a busy machine disturbs least. */
  const least: Record<string, number> = {};
  const heading: Record<string, number> = {};
  await opened(browser, at, '/');
  for (const path of PAGES) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await opened(browser, at, path));
    paint[path] = median(rounds.map((one) => one.paint));
    least[path] = Math.min(...rounds.map((one) => one.paint));
    heading[path] = median(rounds.map((one) => one.heading));
  }
  return {
    paint,
    least,
    heading,
    worstPaint: Math.max(...Object.values(paint)),
    worstLeast: Math.max(...Object.values(least)),
  };
}

async function opened(browser: Browser, at: string, path: string): Promise<{ paint: number; heading: number }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${at}${path}`);
  await page.locator('h1').first().waitFor();
  const heading = Math.round((await page.evaluate('performance.now()')) as number);
  const paint = await page.evaluate(
    'performance.getEntriesByType("paint").find(({ name }) => name === "first-contentful-paint")?.startTime ?? 0',
  );
  await context.close();
  return { paint: Math.round(paint as number), heading };
}

const EVENTS = 52_000;

/** Each strike of a fault is an event: one rule strikes at every look at a bucket. */
async function manyEvents(browser: Browser, at: string): Promise<Record<string, unknown>> {
  const page: Page = await browser.newPage();
  await page.addInitScript(
    'window.longest = 0; new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration); }).observe({ type: "longtask" })',
  );
  await page.goto(`${at}/events`);
  await page.locator('.connection.connected').waitFor();
  const addresses = (await (await fetch(`${at}/addresses`)).json()) as Readonly<Record<string, string>>;
  await fetch(`${at}/faults`, {
    method: 'POST',
    body: JSON.stringify({ service: 'storage', method: '*', kind: 'slow', delayMs: 0, times: 0 }),
  });
  const look = async (): Promise<void> => {
    await (await fetch(`http://${addresses.storage}/storage/v1/b/penstock-demo/o?maxResults=1`)).arrayBuffer();
  };
  for (let sent = 0; sent < EVENTS; sent += 20) await Promise.all(Array.from({ length: 20 }, look));
  await sleep(1_000);
  const longest = (await page.evaluate('window.longest')) as number;
  await page.evaluate('window.longest = 0');
  await page.getByLabel('Show only').pressSequentially('storage', { delay: 30 });
  await page.mouse.move(600, 500);
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 4_000);
  await sleep(500);
  const heap = (await page.evaluate('performance.memory.usedJSHeapSize')) as number;
  const longestUsed = (await page.evaluate('window.longest')) as number;
  const lead = await page.locator('.lead').textContent();
  await page.close();
  return {
    held: lead,
    longestTaskWhileArriving: Math.round(longest),
    longestTaskWhileUsed: Math.round(longestUsed),
    heapMegabytes: Math.round(heap / 1e6),
  };
}
