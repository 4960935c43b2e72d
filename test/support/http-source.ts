/** HTTP sources in tests: a file in short, its tools on loopback, a clock whose waits take no time. */

import { createHttpSource, type HttpSource } from '../../functions/puller/http-source/http-source.ts';
import type { HttpToolsParts } from '../../functions/puller/http-source/tools.ts';
import type { ListingOptions, SourcePage } from '../../functions/puller/source.ts';
import type { SourceFile } from '../../functions/puller/source-file/source-file.ts';

export const WINDOW = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T01:00:00.000Z' };

export interface StillClock {
  now(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
  /** The waits that were asked for. */
  readonly waits: number[];
}

/** Each wait moves the clock, and takes no time. */
export function stillClock(startMs = Date.parse('2026-03-01T02:00:00Z')): StillClock {
  let now = startMs;
  const waits: number[] = [];
  return {
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    random: () => 0.5,
    waits,
  };
}

export interface SourceParts extends Partial<HttpToolsParts> {
  readonly secretTexts?: Readonly<Record<string, string>>;
}

export function fileOf(part: Partial<SourceFile>): SourceFile {
  return {
    name: 'test-source',
    table: { name: 'ds.t' },
    paging: { kind: 'none' },
    rows: { at: 'items' },
    window: { kind: 'snapshot', length: '1h', start: '2026-01-01T00:00:00Z' },
    ...part,
  };
}

export function sourceOf(part: Partial<SourceFile>, { secretTexts = {}, ...parts }: SourceParts = {}): HttpSource {
  let ids = 0;
  return createHttpSource(fileOf(part), {
    clock: stillClock(),
    allowLoopback: true,
    newId: () => `id-${++ids}`,
    secrets: { read: async (name) => secretTexts[name] ?? `secret of ${name}` },
    ...parts,
  });
}

export function optionsOf(options: Partial<ListingOptions> = {}): ListingOptions {
  return { signal: new AbortController().signal, deadlineMs: Date.parse('2026-03-01T03:00:00Z'), ...options };
}

/** All pages of one listing; closes the source. */
export async function pagesOf(
  source: HttpSource,
  options: Partial<ListingOptions> = {},
  window = WINDOW,
): Promise<readonly SourcePage[]> {
  const pages: SourcePage[] = [];
  try {
    for await (const page of source.open(window, optionsOf(options)).pages) pages.push(page);
  } finally {
    await source.close();
  }
  return pages;
}

export async function rowsOf(
  source: HttpSource,
  options: Partial<ListingOptions> = {},
  window = WINDOW,
): Promise<readonly unknown[]> {
  return (await pagesOf(source, options, window)).flatMap(({ rows }) => rows);
}
