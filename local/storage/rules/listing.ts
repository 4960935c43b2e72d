/**
 * Listing objects: prefix, delimiter, offsets, glob, versions and pages (JSON API objects.list). Pure: it scans the sorted
 * names from where the page begins, and leaps over everything below a delimiter that was already told as a prefix.
 */

import { isObject } from '../api/body.ts';
import { invalidParameter } from '../api/errors.ts';
import type { ObjectVersion } from '../state/model.ts';
import type { SortedMap } from '../state/sorted-map.ts';
import { liveOf } from '../state/state.ts';
import type { Glob } from './glob.ts';
import { afterPrefix, compareUtf8 } from './utf8-order.ts';

export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly includeTrailingDelimiter: boolean;
  readonly startOffset: string;
  readonly endOffset: string | undefined;
  readonly glob: Glob | undefined;
  readonly versions: boolean;
  readonly maxResults: number;
  readonly cursor: Cursor | undefined;
}

/** The last thing told. */
export type Cursor =
  | { readonly kind: 'item'; readonly name: string; readonly generation: number }
  /** `itemDue`: the object called like the prefix itself did not fit on the page. */
  | { readonly kind: 'prefix'; readonly prefix: string; readonly itemDue: boolean };

export interface ListPage {
  readonly items: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  readonly next: Cursor | undefined;
}

export function listPage(objects: SortedMap<readonly ObjectVersion[]>, query: ListQuery): ListPage {
  const items: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let last: Cursor | undefined;
  const full = (): boolean => items.length + prefixes.length >= query.maxResults;

  const common = scanPrefix(query);
  if (common === undefined) return { items, prefixes, next: undefined };
  let start = startOf(query, common);
  let told = query.cursor?.kind === 'prefix' ? query.cursor.prefix : undefined;
  scan: while (start !== undefined) {
    const from: string = start;
    start = undefined;
    for (const [name, versions] of objects.from(from)) {
      if (!name.startsWith(common)) break scan;
      if (query.endOffset !== undefined && compareUtf8(name, query.endOffset) >= 0) break scan;
      const visible = visibleOf(name, versions, query);
      if (visible.length === 0) continue;
      const group = groupOf(name, query);
      if (group !== undefined && group !== told) {
        if (full()) return { items, prefixes, next: last };
        prefixes.push(group);
        told = group;
        last = { kind: 'prefix', prefix: group, itemDue: query.includeTrailingDelimiter && name === group };
      }
      if (group === undefined || (query.includeTrailingDelimiter && name === group)) {
        for (const version of visible) {
          if (full()) return { items, prefixes, next: last };
          items.push(version);
          last = { kind: 'item', name, generation: version.generation };
        }
      }
      if (group !== undefined) {
        start = afterPrefix(group);
        continue scan;
      }
    }
  }
  return { items, prefixes, next: undefined };
}

/** The prefix of every listed name, or undefined if prefix and glob exclude each other. */
function scanPrefix({ prefix, glob }: ListQuery): string | undefined {
  const literal = glob?.literalPrefix ?? '';
  if (literal.startsWith(prefix)) return literal;
  return prefix.startsWith(literal) ? prefix : undefined;
}

function startOf({ startOffset, cursor }: ListQuery, common: string): string | undefined {
  let start: string | undefined = compareUtf8(startOffset, common) > 0 ? startOffset : common;
  if (cursor === undefined) return start;
  const resumed = cursor.kind === 'item' ? cursor.name : cursor.itemDue ? cursor.prefix : afterPrefix(cursor.prefix);
  if (resumed === undefined) return undefined;
  if (compareUtf8(resumed, start) > 0) start = resumed;
  return start;
}

function visibleOf(name: string, versions: readonly ObjectVersion[], query: ListQuery): readonly ObjectVersion[] {
  if (query.glob !== undefined && !query.glob.matches(name)) return [];
  const { cursor } = query;
  const shown = query.versions ? versions : [liveOf(versions)].filter((version) => version !== undefined);
  if (cursor?.kind !== 'item' || cursor.name !== name) return shown;
  return shown.filter((version) => query.versions && version.generation > cursor.generation);
}

function groupOf(name: string, { prefix, delimiter }: ListQuery): string | undefined {
  if (delimiter === '') return undefined;
  const at = name.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : name.slice(0, at + delimiter.length);
}

export function encodeToken(cursor: Cursor): string {
  const compact =
    cursor.kind === 'item' ? [cursor.name, cursor.generation] : [cursor.prefix, cursor.itemDue ? 'due' : 'done'];
  return Buffer.from(JSON.stringify(compact)).toString('base64url');
}

export function decodeToken(token: string): Cursor {
  const [text, rest] = parseToken(token);
  if (typeof text === 'string') {
    if (typeof rest === 'number') return { kind: 'item', name: text, generation: rest };
    if (rest === 'due' || rest === 'done') return { kind: 'prefix', prefix: text, itemDue: rest === 'due' };
  }
  throw invalidParameter('pageToken', `Invalid page token: ${token}`);
}

function parseToken(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(value) || isObject(value) ? Object.values(value) : [];
  } catch {
    return [];
  }
}
