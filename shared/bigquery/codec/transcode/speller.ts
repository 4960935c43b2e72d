/**
 * From a JSON text to the JSON that BigQuery takes for its row: the same bytes, where nothing in them is spelled otherwise. The row is
 * encoded all the same, because that is the check that it is one; so a text is taken here exactly where the transcoder takes it.
 */

import type { Message } from '../message.ts';
import { RowBuffer } from '../row-buffer.ts';
import { Edits } from './edits.ts';
import type { JsonColumns } from './respelled.ts';
import { Transcoder } from './transcoder.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

export class Speller {
  readonly #transcoder: Transcoder;
  readonly #edits: Edits;
  readonly #scratch = new RowBuffer();
  readonly #isLine: boolean;

  private constructor(transcoder: Transcoder, edits: Edits, jsonColumns: JsonColumns) {
    this.#transcoder = transcoder;
    this.#edits = edits;
    this.#isLine = jsonColumns === 'inline';
  }

  /** Undefined where the columns allow none. */
  static of(message: Message, unknown: () => boolean, jsonColumns: JsonColumns): Speller | undefined {
    const edits = new Edits();
    const transcoder = Transcoder.of(message, unknown, { jsonColumns, edits });
    return transcoder && new Speller(transcoder, edits, jsonColumns);
  }

  /** Undefined where the text must be parsed, or its row is larger than `maxRowBytes`. The result may be the text itself. */
  spell(json: Buffer, maxRowBytes: number): Buffer | undefined {
    const row = this.#scratch;
    row.reset();
    row.beginRow(maxRowBytes);
    const taken = this.#transcoder.write(json, row) && row.position - row.rowStart <= maxRowBytes;
    row.endRow();
    if (!taken) return undefined;
    const text = this.#edits.none ? json : this.#edits.applied(json);
    return this.#isLine ? inOneLine(text, json) : text;
  }
}

/** Within a string a line break stands escaped, so the ones that stand as they are can be spaces. */
function inOneLine(text: Buffer, json: Buffer): Buffer {
  if (!text.includes(LINE_FEED) && !text.includes(CARRIAGE_RETURN)) return text;
  const line = text === json ? Buffer.from(json) : text;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === LINE_FEED || line[at] === CARRIAGE_RETURN) line[at] = SPACE;
  }
  return line;
}
