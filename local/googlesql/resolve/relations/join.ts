/** Joins: conditions, USING, and right sides that depend on the left row. */

import { invalid, type Position, unsupported } from '../../error.ts';
import { columnsOf } from '../../library/signature.ts';
import type { FromNode, Name } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { BOOL, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { compare, compared } from '../expressions/compare.ts';
import { analyze, analyzeItem } from '../recursion.ts';
import { hasSubquery } from '../walk.ts';
import { EMPTY, type FromItem, scopeOf } from './from-item.ts';
import { Scope, type ScopeColumn } from './scope.ts';

type JoinNode = Extract<FromNode, { kind: 'join' }>;

export function analyzeJoin(node: JoinNode, outer: Context, around: FromItem): FromItem {
  const left = analyzeItem(node.left, outer, around);
  const seen = {
    ...left,
    relations: [...around.relations, ...left.relations],
    merged: [...left.merged, ...around.merged],
  };
  const dependent = node.type !== 'RIGHT' && node.type !== 'FULL';
  const item = analyzeItem(node.right, outer, dependent ? seen : EMPTY);
  const right = dependent ? item : { ...item, lateral: false };
  const both: FromItem = {
    sql: '',
    relations: [...left.relations, ...right.relations],
    merged: [...left.merged, ...right.merged],
    lateral: left.lateral && around.relations.length > 0,
  };
  if (node.type === 'CROSS' || node.type === 'COMMA') {
    if (node.on !== undefined || node.using !== undefined)
      throw invalid('CROSS JOIN cannot have an ON or USING clause', node.at);
    return { ...both, sql: `${left.sql} CROSS JOIN ${lateral(right)}${nested(node.right, right)}` };
  }
  const { condition, merged } = joinCondition(node, left, right, both, outer);
  const kept = both.merged.filter(
    (column) => !merged.some((other) => other.name?.toLowerCase() === column.name?.toLowerCase()),
  );
  const result = { ...both, merged: [...merged, ...kept] };
  if (right.lateral && left !== EMPTY) {
    // DuckDB takes no condition beside a lateral side, so the side itself filters.
    const filtered = `LATERAL (SELECT * FROM ${right.sql} WHERE ${condition}) AS ${outer.analysis.id('t')}`;
    return { ...result, sql: `${left.sql} ${node.type} JOIN ${filtered} ON TRUE` };
  }
  return { ...result, sql: `${left.sql} ${node.type} JOIN ${nested(node.right, right)} ON ${condition}` };
}

function lateral(right: FromItem): string {
  return right.lateral ? 'LATERAL ' : '';
}

/** A join in parentheses keeps them. */
function nested(node: FromNode, item: FromItem): string {
  return node.kind === 'join' ? `(${item.sql})` : item.sql;
}

function joinCondition(node: JoinNode, left: FromItem, right: FromItem, both: FromItem, outer: Context) {
  if (node.using !== undefined) return usingCondition(node, node.using, left, right);
  if (node.on === undefined) {
    // `JOIN UNNEST(t.a)` needs no condition; every other join does.
    if (right.lateral && (node.type === 'INNER' || node.type === 'LEFT')) return { condition: 'TRUE', merged: [] };
    throw invalid(`${node.type} JOIN must have an immediately following ON or USING clause`, node.at);
  }
  // DuckDB has no such join; of an inner one it makes a filter.
  if (node.type !== 'INNER' && hasSubquery(node.on))
    throw unsupported('subqueries in the ON clause of an outer join', node.on.at);
  const context = { ...outer, scope: scopeOf(both, outer), clause: 'JOIN ON clause' };
  const expression = analyze(node.on, context);
  const condition = coerce(expression, BOOL);
  if (condition === undefined) {
    throw invalid(`JOIN ON clause should return type BOOL, but returns ${typeName(expression.type)}`, node.on.at);
  }
  outer.analysis.filters.condition(expression.columns);
  return { condition: condition.sql, merged: [] };
}

function usingCondition(node: JoinNode, names: readonly Name[], left: FromItem, right: FromItem) {
  const conditions: string[] = [];
  const merged = names.map((name): ScopeColumn => {
    const l = sideColumn(left, name, 'left');
    const r = sideColumn(right, name, 'right');
    conditions.push(compare('=', l, r, name.at).sql);
    const [a, b] = compared('=', l, r, name.at);
    switch (node.type) {
      case 'RIGHT':
        return { ...r, name: name.text };
      case 'FULL':
        return { name: name.text, type: a.type, sql: `coalesce(${a.sql}, ${b.sql})`, columns: columnsOf([l, r]) };
      default:
        return { ...l, name: name.text };
    }
  });
  return { condition: conditions.join(' AND '), merged };
}

/** By its name alone: the aliases of tables do not count in USING. */
function sideColumn(side: FromItem, name: Name, which: string) {
  const relations = side.relations.map(({ alias: _unused, ...relation }) => relation);
  const found = new Scope(relations, { merged: side.merged }).find(name.text, name.at);
  if (found?.column === undefined) throw missing(name, which, name.at);
  return found.column;
}

function missing(name: Name, which: string, at: Position): Error {
  return invalid(`Column ${name.text} in USING clause not found on ${which} side of join`, at);
}
