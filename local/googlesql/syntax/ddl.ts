/** CREATE, ALTER and DROP. */

import { unsupported } from '../error.ts';
import { parseAlterAction } from './alter.ts';
import type { ExpressionNode, Name } from './ast.ts';
import { parseTableElements } from './columns.ts';
import type { Statements } from './control.ts';
import type { Cursor } from './cursor.ts';
import { parsePath, parseSystemTime } from './from.ts';
import { parseCreateFunction, parseCreateTableFunction } from './function.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { parseOptions } from './options.ts';
import { parseCreateProcedure } from './procedure.ts';
import type { AlterNode, CreateTableNode, DropNode, StatementBody } from './statement.ts';

interface Creation {
  readonly orReplace: boolean;
  readonly temporary: boolean;
}

export function parseCreate(cursor: Cursor, statements: Statements): StatementBody {
  const { at } = cursor.next();
  const orReplace = cursor.acceptWords('OR', 'REPLACE');
  const temporary = cursor.acceptWords('TEMP') || cursor.acceptWords('TEMPORARY');
  const creation = { orReplace, temporary };
  if (cursor.acceptWords('TABLE')) {
    if (!temporary && cursor.acceptWords('FUNCTION')) return parseCreateTableFunction(cursor, orReplace);
    return parseCreateTable(cursor, creation, false);
  }
  if (cursor.acceptWords('EXTERNAL', 'TABLE')) return parseCreateTable(cursor, creation, true);
  if (!temporary && cursor.acceptWords('SNAPSHOT', 'TABLE'))
    return parseCreateTable(cursor, creation, false, 'SNAPSHOT');
  if (cursor.acceptWords('VIEW')) return parseCreateView(cursor, creation, false);
  if (!temporary && cursor.acceptWords('MATERIALIZED', 'VIEW')) return parseCreateView(cursor, creation, true);
  if (cursor.acceptWords('SCHEMA')) return parseCreateSchema(cursor);
  if (cursor.acceptWords('FUNCTION')) return parseCreateFunction(cursor, creation, false);
  if (cursor.acceptWords('AGGREGATE', 'FUNCTION')) return parseCreateFunction(cursor, creation, true);
  if (!temporary && cursor.acceptWords('PROCEDURE')) return parseCreateProcedure(cursor, orReplace, statements);
  throw unsupported(`CREATE ${refusedObject(cursor)}`, at);
}

/** The words up to the object's name, for the refusal: `MATERIALIZED VIEW`, `PROCEDURE`, `SEARCH INDEX`. */
function refusedObject(cursor: Cursor): string {
  const words: string[] = [];
  for (let ahead = 0; ahead < 3 && cursor.peek(ahead).kind === 'word'; ahead += 1) {
    words.push(cursor.peek(ahead).upper);
    if (['VIEW', 'TABLE', 'INDEX', 'PROCEDURE', 'MODEL', 'FUNCTION', 'SCHEMA', 'POLICY'].includes(words.at(-1) ?? ''))
      break;
  }
  return words.length === 0 ? 'of this object' : words.join(' ');
}

function parseIfNotExists(cursor: Cursor): boolean {
  return cursor.acceptWords('IF', 'NOT', 'EXISTS');
}

function parseCreateTable(
  cursor: Cursor,
  creation: Creation,
  external: boolean,
  made: 'TABLE' | 'SNAPSHOT' = 'TABLE',
): CreateTableNode {
  const ifNotExists = parseIfNotExists(cursor);
  const path = parsePath(cursor);
  const like = cursor.acceptWords('LIKE') ? parsePath(cursor) : undefined;
  if (made === 'SNAPSHOT' && !cursor.isWords('CLONE')) throw cursor.expected('keyword CLONE');
  const cloned = cursor.acceptWords('CLONE');
  const copy = cloned || cursor.acceptWords('COPY') ? parsePath(cursor) : undefined;
  const copyTime = cloned ? parseSystemTime(cursor) : undefined;
  const elements = cursor.isSymbol('(') ? parseTableElements(cursor) : undefined;
  if (cursor.isWords('DEFAULT', 'COLLATE')) throw unsupported('DEFAULT COLLATE', cursor.token.at);
  if (cursor.isWords('WITH', 'CONNECTION')) throw unsupported('WITH CONNECTION', cursor.token.at);
  const partitioned = cursor.acceptWords('WITH', 'PARTITION', 'COLUMNS');
  const partitionColumns = partitioned ? (cursor.isSymbol('(') ? parseTableElements(cursor).columns : []) : undefined;
  const partitionBy = parsePartitionBy(cursor);
  const clusterBy = parseClusterBy(cursor);
  const options = parseOptions(cursor);
  const query = cursor.acceptWords('AS') ? parseQuery(cursor) : undefined;
  return {
    kind: 'createTable',
    ...creation,
    ifNotExists,
    external,
    path,
    foreignKeys: elements?.foreignKeys ?? [],
    ...(elements === undefined ? {} : { columns: elements.columns }),
    ...(elements?.primaryKey === undefined ? {} : { primaryKey: elements.primaryKey }),
    ...(like === undefined ? {} : { like }),
    ...(copy === undefined ? {} : { copy }),
    ...(cloned ? { copyAs: made === 'SNAPSHOT' ? made : 'CLONE' } : {}),
    ...(copyTime === undefined ? {} : { copyTime }),
    ...(partitionColumns === undefined ? {} : { partitionColumns }),
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(clusterBy === undefined ? {} : { clusterBy }),
    ...(options === undefined ? {} : { options }),
    ...(query === undefined ? {} : { query }),
  };
}

export function parsePartitionBy(cursor: Cursor): ExpressionNode | undefined {
  if (!cursor.acceptWords('PARTITION')) return undefined;
  cursor.expectWord('BY');
  return parseExpression(cursor);
}

export function parseClusterBy(cursor: Cursor): Name[] | undefined {
  if (!cursor.acceptWords('CLUSTER')) return undefined;
  cursor.expectWord('BY');
  return cursor.list(() => cursor.name('column name'));
}

function parseCreateView(cursor: Cursor, creation: Creation, materialized: boolean): StatementBody {
  const at = cursor.token.at;
  if (creation.temporary) throw unsupported('CREATE TEMP VIEW', at);
  const ifNotExists = parseIfNotExists(cursor);
  const path = parsePath(cursor);
  const columns = cursor.isSymbol('(')
    ? cursor.parenthesized(() =>
        cursor.list(() => {
          const name = cursor.name('column name');
          const options = parseOptions(cursor);
          return { name, ...(options === undefined ? {} : { options }) };
        }),
      )
    : undefined;
  const partitionBy = materialized ? parsePartitionBy(cursor) : undefined;
  const clusterBy = materialized ? parseClusterBy(cursor) : undefined;
  const options = parseOptions(cursor);
  cursor.expectWord('AS');
  if (materialized && cursor.isWords('REPLICA')) throw unsupported('replicas of materialized views', cursor.token.at);
  const query = parseQuery(cursor);
  return {
    kind: 'createView',
    materialized,
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(clusterBy === undefined ? {} : { clusterBy }),
    orReplace: creation.orReplace,
    ifNotExists,
    path,
    query,
    ...(columns === undefined ? {} : { columns }),
    ...(options === undefined ? {} : { options }),
  };
}

function parseCreateSchema(cursor: Cursor): StatementBody {
  const ifNotExists = parseIfNotExists(cursor);
  const path = parsePath(cursor);
  if (cursor.isWords('DEFAULT', 'COLLATE')) throw unsupported('DEFAULT COLLATE', cursor.token.at);
  const options = parseOptions(cursor);
  return { kind: 'createSchema', ifNotExists, path, ...(options === undefined ? {} : { options }) };
}

export function parseAlter(cursor: Cursor): AlterNode {
  const { at } = cursor.next();
  const what = (['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SCHEMA'] as const).find((words) =>
    cursor.acceptWords(...words.split(' ')),
  );
  if (what === undefined) throw unsupported(`ALTER ${refusedObject(cursor)}`, at);
  const ifExists = cursor.acceptWords('IF', 'EXISTS');
  const path = parsePath(cursor);
  const actions = cursor.list(() => ({ at: cursor.token.at, ...parseAlterAction(cursor) }));
  return { kind: 'alter', what, ifExists, path, actions };
}

const DROPPED = [
  ...(['EXTERNAL TABLE', 'SNAPSHOT TABLE', 'TABLE FUNCTION', 'TABLE', 'MATERIALIZED VIEW', 'VIEW'] as const),
  ...(['SCHEMA', 'FUNCTION', 'PROCEDURE'] as const),
];

export function parseDrop(cursor: Cursor): DropNode {
  const { at } = cursor.next();
  const what = DROPPED.find((words) => cursor.acceptWords(...words.split(' ')));
  if (what === undefined) throw unsupported(`DROP ${refusedObject(cursor)}`, at);
  const ifExists = cursor.acceptWords('IF', 'EXISTS');
  const path = parsePath(cursor);
  const cascade = what === 'SCHEMA' && cursor.acceptWords('CASCADE');
  if (what === 'SCHEMA' && !cascade) cursor.acceptWords('RESTRICT');
  return { kind: 'drop', what, ifExists, path, cascade };
}
