/** Prints results: text for people, or one JSON object a line. */

import { printable } from '@penstock/local/command/line.ts';
import type { Printer } from '@penstock/shared/runtime/command.ts';
import { table } from './text-table.ts';

export type Write = (text: string) => void;

export function textPrinter(write: Write): Printer {
  return {
    record: (record, text) => write(`${text ?? fields(record)}\n`),
    table: (rows, columns) => {
      const keys = columns ?? [...new Set(rows.flatMap(Object.keys))];
      if (keys.length === 0) return;
      const cells = rows.map((row) => keys.map((key) => cell(row[key])));
      write(`${table([keys, keys.map((key) => '-'.repeat(key.length)), ...cells])}\n`);
    },
  };
}

export function jsonPrinter(write: Write): Printer {
  const line = (record: Readonly<Record<string, unknown>>): void => write(`${JSON.stringify(record)}\n`);
  return { record: line, table: (rows) => rows.forEach(line) };
}

function fields(record: Readonly<Record<string, unknown>>): string {
  return Object.entries(record)
    .map(([key, value]) => `${key}: ${cell(value)}`)
    .join('\n');
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
