/** Names and fields: `x`, `t.x`, `t.x.y`, `json.a.b`, also where only grouped columns may be named. */

import { stringText } from '../../emit/text.ts';
import { invalid, type Position } from '../../error.ts';
import { columnsOf, type Expression, readBy } from '../../library/signature.ts';
import type { ExpressionNode, Name } from '../../syntax/ast.ts';
import { quote } from '../../types/schema.ts';
import type { SqlType } from '../../types/type.ts';
import { JSON_TYPE, physicalFieldNames, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { columnOf, type Found, type Relation, rowColumns } from '../relations/scope.ts';
import { isSame } from '../same.ts';

type PathNode = Extract<ExpressionNode, { kind: 'name' | 'field' }>;

export function analyzePath(node: PathNode, context: Context): Expression {
  const names = pathNames(node);
  if (names !== undefined) {
    const found = resolveNames(names, context);
    context.analysis.read(found.columns);
    if (found.once === true) context.analysis.once(found);
    return found;
  }
  if (node.kind === 'name') throw new Error('A name is a path');
  return fieldOf(analyze(node.object, context), node.name);
}

/** The names of `a.b.c`, or undefined where the path begins with another expression. */
export function pathNames(node: ExpressionNode): readonly Name[] | undefined {
  if (node.kind === 'name') return [{ text: node.name, at: node.at }];
  if (node.kind !== 'field') return undefined;
  const object = pathNames(node.object);
  return object === undefined ? undefined : [...object, node.name];
}

function resolveNames(names: readonly Name[], context: Context): Expression {
  const [first, ...rest] = names;
  if (first === undefined) throw new Error('A path has a name');
  const local = localValue(first, context);
  if (local !== undefined) return fieldsOf(local, rest);
  const alias = selectAlias(first, context);
  if (alias !== undefined) return fieldsOf(alias, rest);
  const found = context.scope.find(first.text, first.at);
  if (found === undefined) return fieldsOf(named(first, context), rest);
  const steps = columnSteps(found, first, rest);
  const { grouping } = found.scope;
  if (grouping === undefined) return steps.at(-1) ?? fail(first);
  // After GROUP BY, the longest grouped beginning of the path counts: `s` grouped allows `s.a`.
  for (let length = steps.length; length > 0; length -= 1) {
    const step = steps[length - 1];
    const key = step === undefined ? undefined : grouping.key(step);
    if (key !== undefined) return fieldsOf(key, names.slice(names.length - (steps.length - length)));
  }
  throw invalid(
    `${context.clause} expression references ${found.relation === undefined || rest.length === 0 ? `column ${first.text}` : `column ${rest[0]?.text ?? first.text}`} which is neither grouped nor aggregated`,
    first.at,
  );
}

/**
 * A name of the select list. In ORDER BY it hides a column of the same name; in HAVING and QUALIFY a name that could
 * mean either of two values is refused.
 */
function selectAlias(name: Name, context: Context): Expression | undefined {
  const lower = name.text.toLowerCase();
  const [alias, ...more] = (context.aliases ?? []).filter((column) => column.name?.toLowerCase() === lower);
  if (alias === undefined) return undefined;
  const { type, sql, column: id } = alias;
  const expression: Expression = { ...{ type, sql }, ...(id === undefined ? {} : { column: id }), ...readBy(alias) };
  if (more.length > 0) throw invalid(`Column name ${name.text} is ambiguous`, name.at);
  if (context.clause === 'ORDER BY clause') return expression;
  const column = context.scope.find(name.text, name.at);
  if (column?.column === undefined || column.scope !== context.scope) return expression;
  const seen = context.scope.grouping?.key(column.column) ?? column.column;
  if (!isSame(seen, alias))
    throw invalid(`Column name ${name.text} is ambiguous: it is a column and a SELECT list alias`, name.at);
  return expression;
}

/** The column and each field after it, one expression a step. */
function columnSteps(found: Found, first: Name, rest: readonly Name[]): Expression[] {
  let fields = rest;
  let current = found.column;
  if (current === undefined) {
    const relation = found.relation ?? fail(first);
    const [column, ...after] = rest;
    if (column === undefined) return [wholeRow(relation, first.at)];
    const of = columnOf(relation, column.text, column.at);
    if (of === undefined) throw invalid(`Name ${column.text} not found inside ${first.text}`, column.at);
    current = of;
    fields = after;
  } else if (found.relation !== undefined && rest[0] !== undefined) {
    // Of a value with hidden companions (`t._PARTITIONTIME`) the companion is meant.
    const hidden = found.relation.columns.find(
      (column) => column.hidden === true && column.name?.toLowerCase() === rest[0]?.text.toLowerCase(),
    );
    if (hidden !== undefined) {
      current = hidden;
      fields = rest.slice(1);
    }
  }
  const steps = [current];
  for (const field of fields) {
    current = fieldOf(current, field);
    steps.push(current);
  }
  return steps;
}

/** The value of a name of a lambda or a WITH expression around. */
function localValue(name: Name, { lambdas, scope }: Context): Expression | undefined {
  const local = lambdas?.get(name.text.toLowerCase());
  if (local === undefined || scope.levels <= local.level) return local?.value;
  const found = scope.find(name.text, name.at);
  return found !== undefined && found.scope.levels > local.level ? undefined : local.value;
}

/** A table's alias as a value: the struct of its columns. */
export function wholeRow(relation: Relation, at: Position): Expression {
  if (relation.value !== undefined) return relation.value;
  const columns = rowColumns(relation, at);
  const fields = columns.map((column) => ({
    ...(column.name === undefined ? {} : { name: column.name }),
    type: column.type,
  }));
  const names = physicalFieldNames(fields);
  const sql = `struct_pack(${columns.map((column, index) => `${quote(names[index] ?? '')} := ${column.sql}`).join(', ')})`;
  return { type: { kind: 'STRUCT', fields }, sql, columns: columnsOf(columns) };
}

/** Not a column: a parameter of the function, or a script's variable. */
function named(name: Name, context: Context): Expression {
  const lower = name.text.toLowerCase();
  const parameter = context.parameters?.get(lower);
  if (parameter !== undefined) return parameter;
  const variable = context.sealed === true ? undefined : context.analysis.session.variables.get(lower);
  if (variable !== undefined) return variable;
  const similar = context.scope.names().find((candidate) => distanceOne(candidate.toLowerCase(), lower));
  throw invalid(`Unrecognized name: ${name.text}${similar === undefined ? '' : `; Did you mean ${similar}?`}`, name.at);
}

/** One letter changed, missing, added or swapped with its neighbour. */
function distanceOne(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 3) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || swapped;
}

function fieldsOf(expression: Expression, fields: readonly Name[]): Expression {
  return fields.reduce((object, field) => fieldOf(object, field), expression);
}

/** `object.name`. */
export function fieldOf(object: Expression, name: Name): Expression {
  if (object.type.kind === 'JSON') return jsonMember(object, name.text);
  if (object.type.kind !== 'STRUCT') {
    throw invalid(`Cannot access field ${name.text} on a value with type ${typeName(object.type)}`, name.at);
  }
  const lower = name.text.toLowerCase();
  const places = object.type.fields.flatMap((field, index) => (field.name?.toLowerCase() === lower ? [index] : []));
  const [place] = places;
  if (place === undefined) {
    throw invalid(`Field name ${name.text} does not exist in ${typeName(object.type)}`, name.at);
  }
  if (places.length > 1) throw invalid(`Field name ${name.text} is ambiguous`, name.at);
  return structField(object, place);
}

export function structField(object: Expression, place: number): Expression {
  const type: SqlType | undefined = object.type.kind === 'STRUCT' ? object.type.fields[place]?.type : undefined;
  if (type === undefined) throw new Error('A struct has the field it was asked for');
  return { type, sql: `struct_extract_at(${object.sql}, ${place + 1})`, ...readBy(object) };
}

/** JSON members match exactly; a missing one is NULL. */
export function jsonMember(object: Expression, name: string): Expression {
  return { type: JSON_TYPE, sql: `json_extract(${object.sql}, ${stringText(jsonPath(name))})`, ...readBy(object) };
}

/** DuckDB's path to one member. Its JSON pointer form takes the names that its dollar form cannot quote. */
function jsonPath(name: string): string {
  return /["\\]/.test(name) ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : `$."${name}"`;
}

function fail(name: { readonly text: string; readonly at: Position }): never {
  throw invalid(`Unrecognized name: ${name.text}`, name.at);
}
