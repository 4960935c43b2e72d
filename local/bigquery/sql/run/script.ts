/** A request's statements in order, each an outcome; several make a script. */

import type { Session } from '../analyze/context.ts';
import { SqlError } from '../error.ts';
import type { ScriptOutcome, StatementOutcome } from '../request.ts';
import { runStatement } from '../statements/dispatch.ts';
import type { StatementNode } from '../syntax/statement.ts';
import type { Runner } from './runner.ts';

export interface ScriptOptions {
  readonly text: string;
  readonly dryRun: boolean;
}

export async function runScript(
  statements: readonly StatementNode[],
  session: Session,
  options: ScriptOptions,
): Promise<ScriptOutcome> {
  const { engine } = session.host;
  const runner: Runner = {
    read: (work) => engine.read(work),
    write: (work) => engine.write(work),
    inTransaction: false,
  };
  const children: StatementOutcome[] = [];
  for (const statement of statements) {
    const startMs = session.host.now();
    const effect = await runStatement(statement, { session, runner, ...options });
    children.push({
      ...effect,
      text: options.text.slice(statement.span.start, statement.span.end),
      start: statement.at,
      end: statement.end,
      startMs,
      endMs: session.host.now(),
    });
  }
  const final = children.at(-1);
  if (final === undefined) throw new SqlError('Script has no statement');
  return { final };
}
