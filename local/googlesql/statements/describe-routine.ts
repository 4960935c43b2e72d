/** The parts of a routine, read from the statement that made it. */

import { typeOf } from '../resolve/expressions/type-node.ts';
import type { TypeNode } from '../syntax/ast.ts';
import { parseScript } from '../syntax/script.ts';
import type { TableColumnNode } from '../syntax/statement.ts';
import type { SqlType } from '../types/type.ts';

export interface RoutineArgument {
  readonly name: string;
  /** Set for procedures only. */
  readonly mode?: 'IN' | 'OUT' | 'INOUT';
  /** Absent for ANY TYPE and for tables. */
  readonly type?: SqlType;
  /** The columns of a TABLE parameter. */
  readonly table?: readonly RoutineColumn[];
}

export interface RoutineColumn {
  readonly name: string;
  readonly type: SqlType;
}

export interface RoutineParts {
  readonly kind: 'SCALAR_FUNCTION' | 'AGGREGATE_FUNCTION' | 'TABLE_VALUED_FUNCTION' | 'PROCEDURE';
  readonly language: 'SQL' | 'JAVASCRIPT';
  readonly arguments: readonly RoutineArgument[];
  /** The type that a function declares. */
  readonly returns?: SqlType;
  /** The columns that a table function declares. */
  readonly returnsTable?: readonly RoutineColumn[];
  readonly body: string;
}

/** The definition was parsed when the routine was made, so it is one statement of its kind. */
export function describeRoutine(definition: string): RoutineParts {
  const [statement] = parseScript(definition);
  switch (statement?.kind) {
    case 'createFunction': {
      const { code, bodySpan, returns, parameters, aggregate } = statement;
      return {
        kind: aggregate === true ? 'AGGREGATE_FUNCTION' : 'SCALAR_FUNCTION',
        language: code === undefined ? 'SQL' : 'JAVASCRIPT',
        arguments: parameters.map(argumentOf),
        ...(returns === undefined ? {} : { returns: sqlType(returns) }),
        body: code ?? definition.slice(bodySpan?.start, bodySpan?.end),
      };
    }
    case 'createTableFunction': {
      const { returns, bodySpan, parameters } = statement;
      const columns = returns?.map(columnOf);
      return {
        kind: 'TABLE_VALUED_FUNCTION',
        language: 'SQL',
        arguments: parameters.map(argumentOf),
        ...(columns === undefined ? {} : { returnsTable: columns }),
        body: definition.slice(bodySpan.start, bodySpan.end),
      };
    }
    case 'createProcedure': {
      const { bodySpan, parameters } = statement;
      return {
        kind: 'PROCEDURE',
        language: 'SQL',
        arguments: parameters.map((parameter) => ({ ...argumentOf(parameter), mode: parameter.mode })),
        body: definition.slice(bodySpan.start, bodySpan.end),
      };
    }
    default:
      return { kind: 'SCALAR_FUNCTION', language: 'SQL', arguments: [], body: definition };
  }
}

function argumentOf({
  name,
  type,
  table,
}: {
  readonly name: { readonly text: string };
  readonly type?: TypeNode;
  readonly table?: readonly TableColumnNode[];
}): RoutineArgument {
  return {
    name: name.text,
    ...(type === undefined ? {} : { type: sqlType(type) }),
    ...(table === undefined ? {} : { table: table.map(columnOf) }),
  };
}

function columnOf({ name, type }: TableColumnNode): RoutineColumn {
  return { name: name.text, type: sqlType(type) };
}

function sqlType(node: TypeNode): SqlType {
  return typeOf(node, { parameters: 'allowed' });
}
