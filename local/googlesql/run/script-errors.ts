/** A script's errors: the statement that each was raised in, and the one that a handler handles, which `@@error` shows. */

import { stringText } from '../emit/text.ts';
import { invalid, type Position, SqlError } from '../error.ts';
import type { Session } from '../resolve/context.ts';
import { STRING } from '../types/type-text.ts';

export class ScriptErrors {
  readonly #texts = new WeakMap<SqlError, string>();
  #handled: SqlError | undefined;

  /** Runs a statement. An error that it raises is of this text, unless a statement inside has raised it. */
  async of<T>(text: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (raised) {
      if (raised instanceof SqlError && !this.#texts.has(raised)) this.#texts.set(raised, text);
      throw raised;
    }
  }

  /** Runs a handler. It sees the error in `@@error`; afterwards the error of the handler around is there again. */
  async handle(error: SqlError, system: Session['system'], handler: () => Promise<void>): Promise<void> {
    const shown = { 'error.message': error.message, 'error.statement_text': this.#texts.get(error) ?? '' };
    const before = Object.keys(shown).map((name) => [name, system.get(name)] as const);
    const around = this.#handled;
    for (const [name, text] of Object.entries(shown)) system.set(name, { type: STRING, sql: stringText(text) });
    this.#handled = error;
    try {
      await handler();
    } finally {
      this.#handled = around;
      for (const [name, value] of before) {
        if (value === undefined) system.delete(name);
        else system.set(name, value);
      }
    }
  }

  /** The error that the innermost handler handles: RAISE without a message throws it again. */
  handled(at: Position): SqlError {
    if (this.#handled === undefined)
      throw invalid('Cannot re-raise an existing exception outside of an exception handler', at);
    return this.#handled;
  }
}
