/**
 * Reads JSON text without giving up what JavaScript numbers cannot hold: an issue's payload stays the text it was sent
 * as. One pass over the text bounds its depth and finds the items of a batch; JSON.parse then judges each.
 */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { Refusal } from './problem.ts';

export interface Issue {
  /** The issue's own text. */
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Batch {
  readonly items: readonly (Issue | Refusal)[];
  readonly isBatch: boolean;
}

export interface TextLimits {
  readonly maxDepth: number;
  readonly maxItems: number;
}

const BLANK = /^[\t\n\r ]*$/;

/** The deepest nesting that is parsed at all, whichever limit is configured for an item. */
const MAX_PARSED_DEPTH = 512;

/** Reads one object, or an array of objects. A mistake in one item of a batch is reported for that item alone. */
export function readIssues(text: string, limits: TextLimits): Batch {
  if (BLANK.test(text)) throw new Refusal('empty-body', 'The body is empty: send a JSON object.');
  const { items, depth } = scan(text);
  if (depth > (items === undefined ? limits.maxDepth : MAX_PARSED_DEPTH)) throw tooDeep(limits);
  if (items === undefined) return { items: [readIssue(text.trim())], isBatch: false };
  if (items.length > limits.maxItems) {
    throw new Refusal('too-large', `A batch has at most ${limits.maxItems} issues, and this one has ${items.length}.`);
  }
  // Parse the whole text first: if it is not JSON, the item boundaries found above mean nothing.
  parse(text);
  if (items.length === 0) throw new Refusal('empty-body', 'The batch is empty: send at least one issue.');
  return { items: items.map((item) => attempt(item, limits)), isBatch: true };
}

function attempt(item: string, limits: TextLimits): Issue | Refusal {
  try {
    if (scan(item).depth > limits.maxDepth) throw tooDeep(limits);
    return readIssue(item);
  } catch (error) {
    return error as Refusal;
  }
}

function readIssue(text: string): Issue {
  const value = parse(text);
  if (!isJsonObject(value)) {
    throw new Refusal('not-an-object', 'An issue is a JSON object, like {"issue": "Test"}.');
  }
  if (Object.keys(value).length === 0) throw new Refusal('empty-body', 'The issue has no fields.');
  return { text, value: value as Record<string, unknown> };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed();
  }
}

function malformed(): Refusal {
  return new Refusal('malformed-json', 'The body is not JSON.');
}

function tooDeep(limits: TextLimits): Refusal {
  return new Refusal('too-deep', `An issue is nested at most ${limits.maxDepth} levels deep.`);
}

interface Scanned {
  readonly depth: number;
  /** The texts between the commas of a top-level array; undefined where the text is no array. */
  readonly items: readonly string[] | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Brackets are counted outside strings; whether they match is JSON.parse's to say. */
function scan(text: string): Scanned {
  const isArray = text.charCodeAt(text.search(/[^\t\n\r ]/)) === OPEN_ARRAY;
  const items: string[] = [];
  let depth = 0;
  let deepest = 0;
  let itemFrom = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        if (depth > deepest) deepest = depth;
        if (isArray && depth === 1) itemFrom = at + 1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
        if (isArray && depth === 0) items.push(text.slice(itemFrom, at).trim());
        break;
      case COMMA:
        if (isArray && depth === 1) {
          items.push(text.slice(itemFrom, at).trim());
          itemFrom = at + 1;
        }
        break;
    }
  }
  if (!isArray) return { depth: deepest, items: undefined };
  return { depth: deepest, items: items.length === 1 && items[0] === '' ? [] : items };
}

/** Whether an object of the issue names a field twice: then the text has more names than what was read from it. */
export function namesTwice({ text, value }: Issue): boolean {
  let colons = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COLON) colons += 1;
  }
  return colons > namesIn(value);
}

function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value).reduce((sum: number, one) => sum + namesIn(one), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}

/** The index of the closing quote, or of the text's end. */
function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - 1 - before) % 2 === 1;
}
