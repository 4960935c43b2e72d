/** A request's statements in order: variables, conditions, blocks and transactions; each statement that runs an outcome. */

import type { Table } from '../catalog.ts';
import { Interrupted, invalid, ScriptError, SqlError } from '../error.ts';
import type { ScriptOutcome, StatementOutcome } from '../host.ts';
import type { Session } from '../resolve/context.ts';
import { runStatement } from '../statements/dispatch.ts';
import type { Effect } from '../statements/query.ts';
import { dropTemporaryTables } from '../statements/temporary.ts';
import type { StatementNode } from '../syntax/statement.ts';
import type { Execution, Runner, StatementOf } from './runner.ts';
import { Transaction } from './transaction.ts';
import { conditionHolds, declare, setVariables } from './variables.ts';

export interface ScriptOptions {
  readonly text: string;
  readonly dryRun: boolean;
}

export async function runScript(
  statements: readonly StatementNode[],
  session: Session,
  options: ScriptOptions,
): Promise<ScriptOutcome> {
  const script = new Script(session, options);
  const single = isSingle(statements);
  if (!single && options.dryRun) return { final: script.unrun(statements) };
  try {
    await script.runAll(statements);
    const final = script.children.at(-1);
    if (single && final !== undefined) return { final };
    return { final: final ?? script.unrun(statements), children: script.children };
  } catch (raised) {
    const error = raised instanceof Interrupted ? new SqlError(raised.message, { reason: 'stopped' }) : raised;
    throw single || !(error instanceof SqlError) ? error : new ScriptError(error, script.children);
  } finally {
    await script.close();
  }
}

/** One statement, perhaps after the temporary functions that it uses: then there is no script and no child job. */
function isSingle(statements: readonly StatementNode[]): boolean {
  const rest = statements.filter((statement) => !(statement.kind === 'createFunction' && statement.temporary));
  const [only] = rest;
  if (only === undefined) return statements.length === 1;
  return (
    rest.length === 1 &&
    only === statements.at(-1) &&
    !['declare', 'set', 'if', 'block', 'transaction'].includes(only.kind)
  );
}

class Script {
  readonly children: StatementOutcome[] = [];
  readonly #session: Session;
  readonly #options: ScriptOptions;
  #transaction: Transaction | undefined;
  /** The temporary tables as BEGIN found them, for ROLLBACK. */
  #tablesBefore = new Map<string, Table>();

  constructor(session: Session, options: ScriptOptions) {
    this.#session = session;
    this.#options = options;
  }

  async runAll(statements: readonly StatementNode[]): Promise<void> {
    let declaring = true;
    for (const statement of statements) {
      if (statement.kind === 'declare' && !declaring) {
        throw invalid('Variable declarations are allowed only at the start of a block or script', statement.at);
      }
      declaring &&= statement.kind === 'declare';
      await this.#run(statement);
    }
  }

  async close(): Promise<void> {
    // A transaction that the script leaves open is undone.
    await this.#transaction?.rollback();
    this.#transaction = undefined;
    const { engine } = this.#session.host;
    await engine.uninterrupted(() => dropTemporaryTables(this.#execution));
  }

  /** The outcome of statements that were only parsed. */
  unrun(statements: readonly StatementNode[]): StatementOutcome {
    const [first] = statements;
    const last = statements.at(-1);
    if (first === undefined || last === undefined) throw new SqlError('Script has no statement');
    const now = this.#session.host.now();
    return {
      statementType: 'SCRIPT',
      text: this.#options.text,
      start: first.at,
      end: last.end,
      referencedTables: [],
      startMs: now,
      endMs: now,
    };
  }

  get #execution(): Execution {
    const { engine } = this.#session.host;
    const plain: Runner = {
      read: (work) => engine.read(work),
      write: (work) => engine.write(work),
      inTransaction: false,
    };
    return { session: this.#session, runner: this.#transaction?.runner ?? plain, ...this.#options };
  }

  async #run(statement: StatementNode): Promise<void> {
    switch (statement.kind) {
      case 'declare':
        return declare(statement, this.#execution);
      case 'set':
        return setVariables(statement, this.#execution);
      case 'if':
        return this.#branch(statement);
      case 'block':
        return this.#block(statement);
      case 'transaction':
        return this.#record(statement, () => this.#control(statement));
      default:
        return this.#record(statement, () => runStatement(statement, this.#execution));
    }
  }

  async #record(statement: StatementNode, work: () => Promise<Effect>): Promise<void> {
    const { now } = this.#session.host;
    const startMs = now();
    const effect = await work();
    const text = this.#options.text.slice(statement.span.start, statement.span.end);
    this.children.push({ ...effect, text, start: statement.at, end: statement.end, startMs, endMs: now() });
  }

  async #branch(statement: StatementOf<'if'>): Promise<void> {
    for (const { condition, body } of statement.branches) {
      if (await conditionHolds(condition, this.#execution)) return this.runAll(body);
    }
    return this.runAll(statement.otherwise);
  }

  /** Variables declared inside end with the block; those outside keep what the block sets. */
  async #block(statement: StatementOf<'block'>): Promise<void> {
    const { variables } = this.#session;
    const outside = new Set(variables.keys());
    await this.runAll(statement.body);
    for (const name of [...variables.keys()]) if (!outside.has(name)) variables.delete(name);
  }

  async #control(statement: StatementOf<'transaction'>): Promise<Effect> {
    const open = this.#transaction;
    if (statement.action === 'BEGIN') {
      if (open !== undefined) throw invalid('Cannot begin a transaction inside another transaction', statement.at);
      this.#tablesBefore = new Map(this.#session.temporaryTables);
      this.#transaction = await Transaction.begin(this.#session.host.engine);
      return { statementType: 'BEGIN_TRANSACTION', referencedTables: [] };
    }
    if (open === undefined) throw invalid(`Cannot ${statement.action} without an active transaction`, statement.at);
    this.#transaction = undefined;
    if (statement.action === 'COMMIT') {
      await open.commit();
      return { statementType: 'COMMIT_TRANSACTION', referencedTables: [] };
    }
    await open.rollback();
    const { temporaryTables } = this.#session;
    temporaryTables.clear();
    for (const [name, table] of this.#tablesBefore) temporaryTables.set(name, table);
    return { statementType: 'ROLLBACK_TRANSACTION', referencedTables: [] };
  }
}
