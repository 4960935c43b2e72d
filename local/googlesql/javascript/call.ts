/** The call of a JavaScript function as DuckDB text, and the native that makes it. */

import { anyArgument } from '../emit/any-argument.ts';
import { type Native, variadicNative } from '../emit/native.ts';
import { stringText } from '../emit/text.ts';
import { typeArgument, typeOfArgument } from '../emit/type-argument.ts';
import type { Expression } from '../library/signature.ts';
import { cast } from '../types/cast.ts';
import type { SqlType } from '../types/type.ts';
import { arrayOf, duckTypeOf, STRING } from '../types/type-text.ts';
import type { JavascriptFunction, Sandbox } from './sandbox.ts';
import { resultText, sourceOf } from './values.ts';

const NAME = 'gsql_javascript';

export function javascriptNative(sandbox: Sandbox): Native {
  return variadicNative(
    NAME,
    // It may ask for the time or for a random number: never folded.
    { takes: ['STRING', 'STRING', 'STRING'], rest: 'ANY', returns: 'STRING', volatile: true },
    ([definition, types, returns], values) => {
      const struct = typeOfArgument(types ?? '');
      const fields = struct.kind === 'STRUCT' ? struct.fields : [];
      const args = values.map((value, index) =>
        value === null ? 'null' : sourceOf(value.value, value.type, fields[index]?.type ?? STRING),
      );
      const { parameters, body } = JSON.parse(definition ?? '') as JavascriptFunction;
      const called = sandbox.call({ parameters, body }, args.join(','));
      return resultText(called, typeOfArgument(returns ?? ''));
    },
  );
}

/** `appearance` keeps the texts of two calls apart: DuckDB computes aggregates of the same text once. */
export function javascriptCall(
  definition: JavascriptFunction,
  args: readonly Expression[],
  returns: SqlType,
  appearance: number,
): Expression {
  const types: SqlType = { kind: 'STRUCT', fields: args.map(({ type }) => ({ type })) };
  const given = [stringText(JSON.stringify({ ...definition, appearance })), typeArgument(types), typeArgument(returns)];
  const sql = `${NAME}(${[...given, ...args.map(anyArgument)].join(', ')})`;
  return { ...resultOf(sql, returns), once: true };
}

function resultOf(sql: string, returns: SqlType): Expression {
  switch (returns.kind) {
    case 'STRING':
      return { type: returns, sql };
    case 'BYTES':
      return { type: returns, sql: `from_base64(${sql})` };
    case 'JSON':
      return { type: returns, sql: `CAST(bq_parse_json(${sql}, 'round') AS JSON)` };
    case 'ARRAY':
    case 'STRUCT': {
      const texts = asTexts(returns);
      const read = `CAST(CAST(${sql} AS JSON) AS ${duckTypeOf(texts)})`;
      return convert({ type: texts, sql: read }, returns);
    }
    default:
      return cast({ type: STRING, sql }, returns, false);
  }
}

/** The type with a STRING in the place of every scalar. */
function asTexts(type: SqlType): SqlType {
  if (type.kind === 'ARRAY') return arrayOf(asTexts(type.element));
  if (type.kind !== 'STRUCT') return STRING;
  return { kind: 'STRUCT', fields: type.fields.map((field) => ({ ...field, type: asTexts(field.type) })) };
}

/** CAST converts structs field by field, but no arrays that are computed: their elements are converted here. */
function convert(from: Expression, to: SqlType): Expression {
  return cast({ ...from, isLiteral: true }, to, false);
}
