/** The arguments of CALL: values for the parameters, and the caller's variables that OUT and INOUT parameters set. */

import { nullText } from '../emit/text.ts';
import { invalid, type SqlError } from '../error.ts';
import type { Expression } from '../library/signature.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import type { ExpressionNode } from '../syntax/ast.ts';
import type { CreateProcedureNode, ProcedureParameter } from '../syntax/statement.ts';
import { coerce } from '../types/coercion.ts';
import { INT64, typeName } from '../types/type-text.ts';
import type { Execution, StatementOf } from './runner.ts';
import { evaluate } from './variables.ts';

export interface ProcedureArguments {
  /** The variables that the body begins with, by lower-case name. */
  readonly variables: Map<string, Expression>;
  /** The parameter's name and the caller's variable, both in lower case. */
  readonly returned: readonly { readonly parameter: string; readonly variable: string }[];
}

export async function procedureArguments(
  { parameters }: CreateProcedureNode,
  call: StatementOf<'call'>,
  name: string,
  execution: Execution,
): Promise<ProcedureArguments> {
  if (call.args.length !== parameters.length) {
    throw invalid(
      `Procedure ${name} takes ${parameters.length} arguments, but the call has ${call.args.length}`,
      call.path[0]?.at,
    );
  }
  const variables = new Map<string, Expression>();
  const returned: { parameter: string; variable: string }[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const argument = call.args[index];
    if (argument === undefined) continue;
    const key = parameter.name.text.toLowerCase();
    if (parameter.mode === 'IN') {
      variables.set(key, await evaluate(argument, declaredType(parameter), 'CALL', execution));
      continue;
    }
    const variable = variableOf(argument, parameter, execution);
    returned.push({ parameter: key, variable: variable.name });
    variables.set(key, begins(parameter, variable.value));
  }
  return { variables, returned };
}

/** Gives the caller's variables what the body has left in the parameters. */
export function giveBack({ variables, returned }: ProcedureArguments, caller: Map<string, Expression>): void {
  for (const { parameter, variable } of returned) {
    const type = caller.get(variable)?.type ?? INT64;
    const value = variables.get(parameter);
    const coerced = value === undefined ? undefined : coerce(value, type);
    if (coerced === undefined) throw misfit(parameter, value?.type ?? INT64, variable, type);
    caller.set(variable, { type, sql: coerced.sql });
  }
}

function declaredType({ type }: ProcedureParameter) {
  return type === undefined ? undefined : typeOf(type, { parameters: 'refused' });
}

function variableOf(argument: ExpressionNode, parameter: ProcedureParameter, execution: Execution) {
  const name = argument.kind === 'name' ? argument.name.toLowerCase() : undefined;
  const value = name === undefined ? undefined : execution.session.variables.get(name);
  if (name === undefined || value === undefined) {
    throw invalid(
      `The argument of the ${parameter.mode} parameter ${parameter.name.text} must be a declared variable`,
      argument.at,
    );
  }
  return { name, value };
}

/** An OUT parameter begins as NULL, an INOUT parameter as the variable's value. */
function begins(parameter: ProcedureParameter, given: Expression): Expression {
  const type = declaredType(parameter) ?? given.type;
  if (parameter.mode === 'OUT') return { type, sql: nullText(type) };
  const coerced = coerce(given, type);
  if (coerced === undefined) throw misfit('the variable', given.type, parameter.name.text, type);
  return { type, sql: coerced.sql };
}

function misfit(from: string, given: Expression['type'], to: string, type: Expression['type']): SqlError {
  return invalid(`${from} of type ${typeName(given)} cannot be assigned to ${to} of type ${typeName(type)}`);
}
