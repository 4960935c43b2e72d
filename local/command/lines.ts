/** What the command prints: one readable line an event, and the table of addresses at the start. */

import type { Happening } from '../service.ts';

/** `12:03:44  pubsub    published  topics/issues-topic  messages=1` */
export function lineOf(happening: Happening, time: Date): string {
  const facts = Object.entries(happening.facts ?? {}).map(([name, value]) => `${name}=${printable(String(value))}`);
  const clock = time.toTimeString().slice(0, 8);
  const parts = [
    clock,
    happening.service.padEnd(10),
    printable(happening.what).padEnd(13),
    printable(happening.resource),
    facts.join(' '),
  ];
  return parts.join('  ').trimEnd();
}

/** Control characters in a name or a value must not move the cursor of whoever reads, nor the columns of a table. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)), []);
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}
