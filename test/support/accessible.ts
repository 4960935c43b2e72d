/** axe-core in a page: in both themes, and as wide as a desk and as narrow as a phone. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 375, height: 800 } as const;

interface Look {
  readonly theme: 'light' | 'dark';
  readonly narrow: boolean;
  /** Only these rules. Default: all. */
  readonly rules?: readonly string[];
}

/** A theme changes colours and nothing else; a phone changes sizes, and which boxes scroll. */
const LOOKS: readonly Look[] = [
  { theme: 'light', narrow: false },
  { theme: 'dark', narrow: false, rules: ['color-contrast'] },
  { theme: 'dark', narrow: true },
];

/** Fails on any violation that axe-core finds in any look of the page as it stands, and leaves it as it was. */
export async function accessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  const found: string[] = [];
  // The debugger adds the script, because the page's policy lets no other script in.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  for (const { theme, narrow, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme: theme });
    if (before !== null) await page.setViewportSize(narrow ? PHONE : before);
    const run = rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } };
    // No rule that applies here needs the style sheets and media that axe-core would fetch first.
    const options = JSON.stringify({ ...run, resultTypes: ['violations'], preload: false });
    const violations = (await page.evaluate(
      `axe.run(document, ${options}).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")).join(" | ")))`,
    )) as readonly string[];
    found.push(...violations.filter(isOurs).map((violation) => `${theme}, ${narrow ? 'phone' : 'desk'}: ${violation}`));
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
  assert.deepEqual(found, []);
}

/** The list of completions scrolls and takes no focus: it is operated from the editor, which names its entry by aria-activedescendant. */
function isOurs(violation: string): boolean {
  return !/^scrollable-region-focusable: <ul id="cm-ac-[^|]*$/.test(violation);
}
