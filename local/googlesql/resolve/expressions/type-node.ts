/** Written types to types. */

import { isBound } from '../../emit/range-text.ts';
import { invalid, unsupported } from '../../error.ts';
import type { TypeNode } from '../../syntax/ast.ts';
import type { ScalarKind, SqlType } from '../../types/type.ts';
import { arrayOf } from '../../types/type-text.ts';

const NAMES: Readonly<Record<string, ScalarKind>> = {
  INT64: 'INT64',
  INT: 'INT64',
  SMALLINT: 'INT64',
  INTEGER: 'INT64',
  BIGINT: 'INT64',
  TINYINT: 'INT64',
  BYTEINT: 'INT64',
  FLOAT64: 'FLOAT64',
  NUMERIC: 'NUMERIC',
  DECIMAL: 'NUMERIC',
  BIGNUMERIC: 'BIGNUMERIC',
  BIGDECIMAL: 'BIGNUMERIC',
  BOOL: 'BOOL',
  BOOLEAN: 'BOOL',
  STRING: 'STRING',
  BYTES: 'BYTES',
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'DATETIME',
  TIMESTAMP: 'TIMESTAMP',
  INTERVAL: 'INTERVAL',
  JSON: 'JSON',
  GEOGRAPHY: 'GEOGRAPHY',
};

/** `parameters`: whether `STRING(10)` may stand here (a column's type) or not (everywhere else). */
export function typeOf(node: TypeNode, options: { readonly parameters: 'allowed' | 'refused' }): SqlType {
  if (node.parameters !== undefined && options.parameters === 'refused') {
    throw unsupported(`the parameterized type ${node.name} here`, node.at);
  }
  if (node.name === 'ARRAY' && node.element !== undefined) {
    const element = typeOf(node.element, options);
    if (element.kind === 'ARRAY') throw invalid('Arrays of arrays are not supported', node.at);
    return arrayOf(element);
  }
  if (node.name === 'RANGE' && node.element !== undefined) {
    const element = typeOf(node.element, options);
    if (!isBound(element.kind)) throw invalid(`Unsupported type: RANGE<${element.kind}>`, node.at);
    return { kind: 'RANGE', element };
  }
  if (node.name === 'STRUCT') {
    const fields = (node.fields ?? []).map((field) => ({
      ...(field.name === undefined ? {} : { name: field.name.text }),
      type: typeOf(field.type, options),
    }));
    return { kind: 'STRUCT', fields };
  }
  const kind = NAMES[node.name];
  if (kind === undefined) throw invalid(`Type not found: ${node.name}`, node.at);
  return { kind };
}
