/** One CSV record from one line, or from several where quoted fields hold newlines. RFC 4180 with BigQuery's options. */

export interface Field {
  readonly text: string;
  /** A quoted field is never a null marker. */
  readonly quoted: boolean;
}

export interface CsvDialect {
  readonly delimiter: string;
  /** Empty for none. */
  readonly quote: string;
}

/** Reads lines until a record is whole. A fault spoils the record, not the parser. */
export class RecordParser {
  readonly #dialect: CsvDialect;
  #fields: Field[] = [];
  /** The quoted field that was open when the line ended. */
  #open: string | undefined;

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** The record, a fault's message, or undefined when a quoted field goes on in the next line. */
  feed(text: string): readonly Field[] | string | undefined {
    const { delimiter, quote } = this.#dialect;
    // A carriage return before the newline ends the record with it; inside of quotes both are the field's own.
    const isCrlf = text.endsWith('\r');
    const line = isCrlf ? text.slice(0, -1) : text;
    const read = this.#line(line, delimiter, quote);
    if (this.#open !== undefined && isCrlf) this.#open += '\r';
    return read;
  }

  #line(line: string, delimiter: string, quote: string): readonly Field[] | string | undefined {
    let at = 0;
    if (this.#open !== undefined) {
      const read = this.#quoted(line, 0, `${this.#open}\n`);
      if (typeof read !== 'number') return read;
      at = read;
      if (at > line.length) return this.#take();
    }
    for (;;) {
      if (quote !== '' && line.startsWith(quote, at)) {
        const read = this.#quoted(line, at + quote.length, '');
        if (typeof read !== 'number') return read;
        at = read;
      } else {
        const end = line.indexOf(delimiter, at);
        this.#fields.push({ text: end < 0 ? line.slice(at) : line.slice(at, end), quoted: false });
        at = end < 0 ? line.length + 1 : end + delimiter.length;
      }
      if (at > line.length) return this.#take();
    }
  }

  /** Forgets a record that never closed. */
  reset(): void {
    this.#fields = [];
    this.#open = undefined;
  }

  #take(): readonly Field[] {
    const fields = this.#fields;
    this.reset();
    return fields;
  }

  /** Reads on inside quotes; returns where the next field starts, past the line's end after the last one. */
  #quoted(line: string, from: number, before: string): number | string | undefined {
    const { delimiter, quote } = this.#dialect;
    let text = before;
    let at = from;
    for (;;) {
      const close = line.indexOf(quote, at);
      if (close < 0) {
        this.#open = text + line.slice(at);
        return undefined;
      }
      text += line.slice(at, close);
      at = close + quote.length;
      if (line.startsWith(quote, at)) {
        text += quote;
        at += quote.length;
        continue;
      }
      this.#open = undefined;
      this.#fields.push({ text, quoted: true });
      if (at === line.length) return line.length + 1;
      if (line.startsWith(delimiter, at)) return at + delimiter.length;
      this.reset();
      return `Data between close quote character (${quote}) and field separator.`;
    }
  }
}
