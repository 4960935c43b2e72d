/** The transaction of a script: BEGIN, COMMIT and ROLLBACK, and what a script leaves open. */

import type { Table } from '../catalog.ts';
import { invalid } from '../error.ts';
import type { Session } from '../resolve/context.ts';
import type { Effect } from '../statements/query.ts';
import type { Runner, StatementOf } from './runner.ts';
import { Transaction } from './transaction.ts';

export class ScriptTransaction {
  #open: Transaction | undefined;
  /** The temporary tables as BEGIN found them, for ROLLBACK. */
  #tablesBefore = new Map<string, Table>();

  /** The runner of statements while a transaction is open. */
  get runner(): Runner | undefined {
    return this.#open?.runner;
  }

  async control(statement: StatementOf<'transaction'>, session: Session): Promise<Effect> {
    const open = this.#open;
    if (statement.action === 'BEGIN') {
      if (open !== undefined) throw invalid('Cannot begin a transaction inside another transaction', statement.at);
      this.#tablesBefore = new Map(session.temporaryTables);
      this.#open = await Transaction.begin(session.host.engine);
      return { statementType: 'BEGIN_TRANSACTION', referencedTables: [] };
    }
    if (open === undefined) throw invalid(`Cannot ${statement.action} without an active transaction`, statement.at);
    this.#open = undefined;
    if (statement.action === 'COMMIT') {
      await open.commit();
      return { statementType: 'COMMIT_TRANSACTION', referencedTables: [] };
    }
    await open.rollback();
    const { temporaryTables } = session;
    temporaryTables.clear();
    for (const [name, table] of this.#tablesBefore) temporaryTables.set(name, table);
    return { statementType: 'ROLLBACK_TRANSACTION', referencedTables: [] };
  }

  /** A transaction that the script leaves open is undone. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.rollback();
  }
}
