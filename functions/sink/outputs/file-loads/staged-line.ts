/**
 * A line of a staged file: the row, and in front of its columns one field that the load leaves out (`ignoreUnknownValues`). It
 * holds what tells a message from another, so that one delivered twice is loaded once, and what an error record needs.
 */

import { CLOSE_OBJECT, skipSpace } from '@penstock/shared/bigquery/codec/transcode/cursor.ts';
import type { Attributes } from '../../message.ts';
import type { Entry } from '../../outcome.ts';
import type { TextRow } from '../../rows/row-text.ts';

/** No table of this mode may have a column of this name. */
export const STAGED_FIELD = '__penstock';

export interface StagedMessage {
  /** Input and message id. */
  readonly key: string;
  readonly attributes: Attributes;
  /** As it was received. */
  readonly data: Buffer;
}

const LINE_BREAK = 10;
const START = `{"${STAGED_FIELD}":{"k":`;

/** The part of a line before the columns of its row. The row's text begins with its brace. */
function stagedHead({ delivery }: Entry, { text, verbatim }: TextRow): string {
  const { attributes, messageId, input, data } = delivery;
  const payload = verbatim ? '' : `,"p":"${data.toString('base64')}"`;
  const comma = text[skipSpace(text, 1)] === CLOSE_OBJECT ? '' : ',';
  return `${START}${JSON.stringify(`${input.name}#${messageId}`)},"a":${JSON.stringify(attributes)}${payload}}${comma}`;
}

/** A line of a file that is being put together. */
export interface StagedLine {
  readonly head: string;
  /** The row, which follows the head without its brace. */
  readonly text: Buffer;
  /** The bytes of the line, with its break. */
  readonly bytes: number;
}

export function stagedLine(entry: Entry, row: TextRow): StagedLine {
  const head = stagedHead(entry, row);
  return { head, text: row.text, bytes: Buffer.byteLength(head) + row.text.length };
}

export function stagedFile(lines: readonly StagedLine[]): Buffer {
  const file = Buffer.allocUnsafe(lines.reduce((sum, { bytes }) => sum + bytes, 0));
  let at = 0;
  for (const { head, text } of lines) {
    at += file.write(head, at);
    at += text.copy(file, at, 1);
    file[at++] = LINE_BREAK;
  }
  return file;
}

/** Finds the message's key in a line, so that a file is searched for duplicates without being parsed. */
export function keyOfLine(line: Buffer): string {
  const end = line.indexOf('","a":', START.length);
  return line.toString('utf8', START.length + 1, end);
}

export function messageOfLine(line: Buffer): StagedMessage {
  const text = line.toString('utf8');
  const parsed = JSON.parse(text) as { readonly [STAGED_FIELD]: { k: string; a: Attributes; p?: string } };
  const { k, a, p } = parsed[STAGED_FIELD];
  return { key: k, attributes: a, data: p === undefined ? verbatim(text) : Buffer.from(p, 'base64') };
}

/** The staged field is cut out again. It is JSON made here, so its end is found by counting braces outside of texts. */
function verbatim(text: string): Buffer {
  let depth = 0;
  let quoted = false;
  let at = START.indexOf(':') + 1;
  for (; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  const behind = text.slice(at + 1);
  return Buffer.from(`{${behind.startsWith(',') ? behind.slice(1) : behind}`);
}

export function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const stop = end < 0 ? bytes.length : end;
    if (stop > at) yield bytes.subarray(at, stop);
    at = stop + 1;
  }
}
