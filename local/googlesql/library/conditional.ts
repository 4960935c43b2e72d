/** COALESCE, IF, NULLIF and their like, and ERROR. */

import { held } from '../emit/held.ts';
import { nativeTakingNull } from '../emit/native.ts';
import { raiseText } from '../emit/text.ts';
import type { SqlType } from '../types/type.ts';
import { typeName } from '../types/type-text.ts';
import { type Bound, define, onBound } from './define.ts';
import { CallRefused, type Expression, type FunctionDefinition } from './signature.ts';

const typeOf = ({ templates }: Bound): SqlType => templates.get('T') ?? { kind: 'INT64' };

/** NaN equals nothing, itself included; DuckDB holds it equal to itself. */
const nullIfFloat = nativeTakingNull(
  'bq_nullif_float64',
  { takes: ['FLOAT64', 'FLOAT64'], returns: 'FLOAT64' },
  (a, b) => (a === b ? null : a),
);

export const natives = [nullIfFloat];

function nullIf(bound: Bound): string {
  const [a = '', b = ''] = bound.sql;
  const type = typeOf(bound);
  if (['JSON', 'ARRAY', 'STRUCT', 'GEOGRAPHY'].includes(type.kind)) {
    throw new CallRefused('invalid', `NULLIF is not defined for arguments of type ${typeName(type)}`);
  }
  if (type.kind === 'FLOAT64') return nullIfFloat.of(a, b);
  const given = bound.call.args.map((argument, index) => ({ ...argument, type, sql: bound.sql[index] ?? '' }));
  return held(given, ([one, other]) => `nullif(${one?.sql}, ${other?.sql})`);
}

function error(bound: Bound): Expression {
  // Its value is never seen, so it has no type of its own: a STRING until something asks for another.
  const type: SqlType = { kind: 'STRING' };
  return { type, sql: raiseText(type, `coalesce(${bound.sql[0]}, 'NULL')`), raises: true };
}

export const functions: readonly FunctionDefinition[] = [
  define('COALESCE', [onBound('T, T* -> T', ({ sql }) => `coalesce(${sql.join(', ')})`)]),
  define('IFNULL', [onBound('T, T -> T', ({ sql }) => `coalesce(${sql.join(', ')})`)]),
  define('IF', [
    onBound(
      'BOOL, T, T -> T',
      ({ sql: [condition, yes, no] }) => `(CASE WHEN ${condition} THEN ${yes} ELSE ${no} END)`,
    ),
  ]),
  define('NULLIF', [onBound('T, T -> T', nullIf)]),
  define('ERROR', [onBound('STRING -> STRING', error)]),
];
