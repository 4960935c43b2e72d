/** A request's statements in order: variables, conditions, blocks and transactions; each statement that runs an outcome. */

import { int64Text } from '../emit/text.ts';
import { Interrupted, invalid, ScriptError, SqlError } from '../error.ts';
import type { ScriptOutcome, StatementOutcome } from '../host.ts';
import type { Session } from '../resolve/context.ts';
import { runStatement } from '../statements/dispatch.ts';
import type { Effect } from '../statements/query.ts';
import { procedureOf } from '../statements/routine.ts';
import { dropTemporaryTables } from '../statements/temporary.ts';
import { parseScript } from '../syntax/script.ts';
import type { StatementNode } from '../syntax/statement.ts';
import { INT64 } from '../types/type-text.ts';
import { Jump, Return } from './jump.ts';
import { giveBack, procedureArguments } from './procedure.ts';
import type { Execution, Runner, StatementOf } from './runner.ts';
import { ScriptErrors } from './script-errors.ts';
import { ScriptTransaction } from './script-transaction.ts';
import { CONTROL, isSingle } from './single.ts';
import { failedStatement, statementSpan } from './statement-outcome.ts';
import { setSystemVariable } from './system-variables.ts';
import { assignRow, conditionHolds, constantText, declare, rowsOf, setVariables, usingValues } from './variables.ts';

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
    await script.runAll(statements).catch((raised: unknown) => {
      if (raised instanceof Jump) throw raised.astray();
      if (!(raised instanceof Return)) throw raised;
    });
    const final = script.children.findLast(({ failure }) => failure === undefined);
    if (single && final !== undefined) return { final };
    return { final: final ?? script.unrun(statements), children: script.children };
  } catch (raised) {
    const error = raised instanceof Interrupted ? new SqlError(raised.message, { reason: 'stopped' }) : raised;
    throw single || !(error instanceof SqlError) ? error : new ScriptError(error, script.children);
  } finally {
    await script.close();
  }
}

/** So many statements and rounds a script may run: one that never ends must not take the machine with it. */
const MAX_STEPS = 100_000;
const MAX_CALLS = 50;

class Script {
  readonly children: StatementOutcome[] = [];
  /** The script's own, and inside of CALL the procedure's. */
  #session: Session;
  #options: ScriptOptions;
  #calls = 0;
  readonly #transaction = new ScriptTransaction();
  #steps = 0;
  readonly #errors = new ScriptErrors();

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
      const { span } = statement;
      await this.#errors.of(this.#options.text.slice(span.start, span.end), () => this.#run(statement));
    }
  }

  async close(): Promise<void> {
    await this.#transaction.close();
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
    const [read, write] = [engine.read.bind(engine), engine.write.bind(engine)];
    const plain: Runner = { read, write, inTransaction: false };
    return { session: this.#session, runner: this.#transaction.runner ?? plain, ...this.#options };
  }

  async #run(statement: StatementNode): Promise<void> {
    this.#step(statement);
    switch (statement.kind) {
      case 'declare':
        return declare(statement, this.#execution);
      case 'set':
        return setVariables(statement, this.#execution);
      case 'setSystem':
        this.#session = await setSystemVariable(statement, this.#execution);
        return;
      case 'if':
        return this.#branch(statement);
      case 'block':
        return this.#block(statement);
      case 'loop':
        return this.#loop(statement);
      case 'jump':
        throw new Jump(statement.how, statement.label);
      case 'return':
        throw new Return();
      case 'raise':
        return this.#raise(statement);
      case 'execute':
        return this.#execute(statement);
      case 'call':
        return this.#call(statement);
      case 'transaction':
        return this.#record(statement, () => this.#transaction.control(statement, this.#session));
      default:
        return this.#record(statement, () => runStatement(statement, this.#execution));
    }
  }

  async #record(statement: StatementNode, work: () => Promise<Effect>, text = this.#options.text): Promise<void> {
    const { labels, host } = this.#session;
    const startMs = host.now();
    const keep = (outcome: StatementOutcome) => this.children.push({ ...outcome, ...(labels && { labels }) });
    const effect = await work().catch((error: unknown) => {
      if (error instanceof SqlError) keep(failedStatement(statement, text, error, startMs, host.now()));
      throw error;
    });
    if (effect.dml !== undefined) {
      const { inserted, updated, deleted } = effect.dml;
      this.#session.system.set('row_count', { type: INT64, sql: int64Text(BigInt(inserted + updated + deleted)) });
    }
    keep({ ...effect, ...statementSpan(statement, text, startMs, host.now()) });
  }

  async #branch(statement: StatementOf<'if'>): Promise<void> {
    for (const { condition, body } of statement.branches) {
      if (await conditionHolds(condition, this.#execution)) return this.runAll(body);
    }
    return this.runAll(statement.otherwise);
  }

  #step({ at }: { readonly at: StatementNode['at'] }): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw invalid(`The script has run more than ${MAX_STEPS} statements`, at);
  }

  /** Variables declared inside end with the block; those outside keep what the block sets. */
  async #block(statement: StatementOf<'block'>): Promise<void> {
    try {
      await this.#scoped(statement.body);
    } catch (raised) {
      if (raised instanceof Jump && raised.ends(statement.label)) return;
      if (statement.handler === undefined || !(raised instanceof SqlError)) throw raised;
      const { handler } = statement;
      await this.#errors.handle(raised, this.#session.system, () => this.#scoped(handler));
    }
  }

  async #scoped(body: readonly StatementNode[]): Promise<void> {
    const { variables } = this.#session;
    const outside = new Set(variables.keys());
    try {
      await this.runAll(body);
    } finally {
      for (const name of [...variables.keys()]) if (!outside.has(name)) variables.delete(name);
    }
  }

  async #raise({ message, at }: StatementOf<'raise'>): Promise<void> {
    if (message !== undefined) {
      const text = await constantText(message, 'RAISE message', this.#execution);
      throw new SqlError(text ?? 'NULL', { position: at });
    }
    throw this.#errors.handled(at);
  }

  async #loop(statement: StatementOf<'loop'>): Promise<void> {
    if (statement.each !== undefined) return this.#forEach(statement, statement.each);
    for (;;) {
      this.#step(statement);
      if (statement.condition !== undefined && !(await conditionHolds(statement.condition, this.#execution))) return;
      if ((await this.#round(statement)) === 'BREAK') return;
      if (statement.until !== undefined && (await conditionHolds(statement.until, this.#execution))) return;
      // A loop of no statements must let others have a turn.
      await new Promise(setImmediate);
    }
  }

  /** The rows are read before the first round: what the rounds change, the loop does not see. */
  async #forEach(
    statement: StatementOf<'loop'>,
    { variable, query }: NonNullable<StatementOf<'loop'>['each']>,
  ): Promise<void> {
    const { variables } = this.#session;
    const name = variable.text.toLowerCase();
    if (variables.has(name)) throw invalid(`Variable '${variable.text}' redeclaration`, variable.at);
    try {
      for (const row of await rowsOf(query, this.#execution)) {
        this.#step(statement);
        variables.set(name, row);
        if ((await this.#round(statement)) === 'BREAK') return;
      }
    } finally {
      variables.delete(name);
    }
  }

  async #round({ body, label }: StatementOf<'loop'>): Promise<'BREAK' | 'CONTINUE'> {
    try {
      await this.#scoped(body);
    } catch (raised) {
      if (!(raised instanceof Jump) || !raised.reaches(label)) throw raised;
      return raised.how;
    }
    return 'CONTINUE';
  }

  /** One statement from a text that the script has made. */
  async #execute({ text, into, using, at }: StatementOf<'execute'>): Promise<void> {
    const sql = await constantText(text, 'EXECUTE IMMEDIATE', this.#execution);
    if (sql === null) throw invalid('EXECUTE IMMEDIATE sql string cannot be NULL', at);
    const [statement, ...more] = parseScript(sql);
    const isCall = statement?.kind === 'call' && into.length === 0;
    if (statement === undefined || more.length > 0 || (CONTROL.includes(statement.kind) && !isCall))
      throw invalid('EXECUTE IMMEDIATE runs one statement that is no control statement', at);
    const given = await usingValues(using, this.#execution);
    const session = { ...this.#session, request: { ...this.#session.request, text: sql }, using: given };
    const execution: Execution = { ...this.#execution, session, text: sql };
    if (isCall) return this.#as(session, sql, () => this.#errors.of(sql, () => this.#call(statement)));
    await this.#errors.of(sql, () =>
      into.length > 0
        ? assignRow(statement, into, execution)
        : this.#record(statement, () => runStatement(statement, execution), sql),
    );
  }

  /** Runs a statement of another text. */
  async #as(session: Session, text: string, work: () => Promise<void>): Promise<void> {
    const [around, options] = [this.#session, this.#options];
    this.#session = session;
    this.#options = { ...options, text };
    try {
      await work();
    } finally {
      this.#session = around;
      this.#options = options;
    }
  }

  /** The body sees its parameters and none of the caller's variables; temporary tables are the script's. */
  async #call(statement: StatementOf<'call'>): Promise<void> {
    if (this.#calls >= MAX_CALLS) throw invalid(`Procedures are nested deeper than ${MAX_CALLS} calls`, statement.at);
    const { using: _callers, ...session } = this.#session;
    const { procedure, text, name } = procedureOf(statement, this.#execution);
    const given = await procedureArguments(procedure, statement, name, this.#execution);
    const { variables } = given;
    const own: Session = { ...session, variables, functions: new Map(), request: { ...session.request, text } };
    this.#calls += 1;
    try {
      await this.#as(own, text, () =>
        this.runAll(procedure.body).catch((raised: unknown) => {
          if (raised instanceof Jump) throw raised.astray();
          if (!(raised instanceof Return)) throw raised;
        }),
      );
    } finally {
      this.#calls -= 1;
    }
    giveBack(given, session.variables);
  }
}
