/** One readable line for an event of the local cloud. */

import type { Happening } from '../core/service.ts';

/** `12:03:44  pubsub    published  topics/issues-topic  messages=1` */
export function lineOf(happening: Happening, time: Date): string {
  const facts = Object.entries(happening.facts ?? {}).map(
    ([name, value]) => `${name}=${printable(inOneLine(String(value)))}`,
  );
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

function inOneLine(text: string): string {
  return text.replace(/\s*[\r\n]\s*/g, ' ');
}

/** Replaces control characters, which would move the cursor or break the columns. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}
