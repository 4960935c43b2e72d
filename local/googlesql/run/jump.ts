/** Jumps of scripts. They are thrown, and caught by the loop or block that they name. */

import { invalid, type SqlError } from '../error.ts';
import type { Name } from '../syntax/ast.ts';

export class Jump extends Error {
  readonly how: 'BREAK' | 'CONTINUE';
  readonly label: Name | undefined;

  constructor(how: 'BREAK' | 'CONTINUE', label: Name | undefined) {
    super(how);
    this.how = how;
    this.label = label;
  }

  /** Whether a loop of this label is meant: the innermost one where the jump names none. */
  reaches(label: Name | undefined): boolean {
    return this.label === undefined || this.#names(label);
  }

  /** Whether it leaves a block: only by its label. */
  ends(label: Name | undefined): boolean {
    return this.how === 'BREAK' && this.label !== undefined && this.#names(label);
  }

  /** Nothing caught it. */
  astray(): SqlError {
    const { label } = this;
    if (label === undefined) return invalid(`${this.how} is only allowed inside of a loop body`);
    return invalid(`Label not found: ${label.text}`, label.at);
  }

  #names(label: Name | undefined): boolean {
    return label !== undefined && label.text.toLowerCase() === this.label?.text.toLowerCase();
  }
}

/** RETURN: the script ends here. */
export class Return extends Error {}
