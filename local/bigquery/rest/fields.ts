/** Partial responses: `fields=items(id,name),kind`, the standard query parameter of Google's APIs. */

import { BigQueryError } from '../errors.ts';

type Mask = Map<string, Mask>;

export function partial(value: unknown, fields: string | null): unknown {
  if (fields === null || fields.trim() === '' || fields.trim() === '*') return value;
  const reader = { text: fields.replace(/\s+/g, ''), at: 0 };
  const mask = readMask(reader);
  if (reader.at < reader.text.length) throw invalid(fields);
  return apply(value, mask);
}

function readMask(reader: { readonly text: string; at: number }): Mask {
  const mask: Mask = new Map();
  for (;;) {
    let inner = mask;
    let sub: Mask = new Map();
    for (;;) {
      const match = /^[^,/()]+/.exec(reader.text.slice(reader.at));
      if (match === null) throw invalid(reader.text);
      reader.at += match[0].length;
      sub = inner.get(match[0]) ?? new Map();
      inner.set(match[0], sub);
      if (reader.text[reader.at] !== '/') break;
      reader.at += 1;
      inner = sub;
    }
    if (reader.text[reader.at] === '(') {
      reader.at += 1;
      for (const [key, deeper] of readMask(reader)) sub.set(key, deeper);
      if (reader.text[reader.at] !== ')') throw invalid(reader.text);
      reader.at += 1;
    }
    if (reader.text[reader.at] !== ',') return mask;
    reader.at += 1;
  }
}

function apply(value: unknown, mask: Mask): unknown {
  if (mask.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => apply(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  const all = mask.get('*');
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const deeper = mask.get(key) ?? all;
      return deeper === undefined ? [] : [[key, apply(member, deeper)]];
    }),
  );
}

function invalid(fields: string): BigQueryError {
  return new BigQueryError('invalid', `Invalid field selection ${fields}`, { location: 'fields' });
}
