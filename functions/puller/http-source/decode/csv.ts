/** CSV by RFC 4180: quotes, doubled quotes, line ends within quotes. A row of another width, or an open quote, is an error. */

import { SourceError } from '../../source.ts';

export interface CsvOptions {
  readonly delimiter: string;
  /** `true`: the first record names the columns. */
  readonly header: true | readonly string[];
}

export function parseCsv(text: string, { delimiter, header }: CsvOptions): readonly Readonly<Record<string, string>>[] {
  const records = recordsOf(text, delimiter);
  const names = header === true ? records.shift() : header;
  if (names === undefined) return [];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw malformed(1, `two columns are named ${JSON.stringify(repeated)}`);
  const first = header === true ? 2 : 1;
  return records.map((record, index) => {
    if (record.length !== names.length) {
      throw malformed(index + first, `it has ${record.length} fields, and the header has ${names.length}`);
    }
    return Object.fromEntries(names.map((name, column) => [name, record[column] as string]));
  });
}

function recordsOf(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quoted(text, at, records.length + 1) : plain(text, at, delimiter);
    record.push(field.value);
    at = field.end;
    if (at < text.length && text[at] === delimiter) {
      at += 1;
      // A delimiter at the very end is followed by one empty field.
      if (at === text.length) record.push('');
      continue;
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') {
      throw malformed(records.length + 1, 'something stands behind a closing quote');
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    // A line with nothing in it is no record.
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plain(text: string, from: number, delimiter: string): Field {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(from, end), end };
}

function quoted(text: string, from: number, record: number): Field {
  let value = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw malformed(record, 'a quote is open at the end: the answer was cut');
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function malformed(record: number, why: string): SourceError {
  return new SourceError('retry', 'INPUT_MALFORMED', `Record ${record} of the CSV is malformed: ${why}.`);
}
