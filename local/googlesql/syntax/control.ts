/** Control statements of scripts: blocks with handlers, loops, jumps, RAISE, EXECUTE IMMEDIATE. */

import type { ExpressionNode, Name } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import type { LoopNode, StatementBody, StatementNode } from './statement.ts';

/** Parses statements up to one of these words. */
export type Statements = (cursor: Cursor, until: readonly string[]) => StatementNode[];

export function parseControl(cursor: Cursor, statements: Statements): StatementBody {
  const label = acceptLabel(cursor);
  const loop = parseLoop(cursor, label, statements);
  if (loop !== undefined) return loop;
  if (label !== undefined) {
    cursor.expectWord('BEGIN');
    return parseBlock(cursor, label, statements);
  }
  switch (cursor.token.upper) {
    case 'CASE':
      return parseCase(cursor, statements);
    case 'BREAK':
    case 'LEAVE':
      return { kind: 'jump', how: 'BREAK', ...jumpLabel(cursor) };
    case 'CONTINUE':
    case 'ITERATE':
      return { kind: 'jump', how: 'CONTINUE', ...jumpLabel(cursor) };
    case 'RETURN':
      cursor.next();
      return { kind: 'return' };
    case 'RAISE':
      return parseRaise(cursor);
    case 'EXECUTE':
      return parseExecute(cursor);
    default:
      throw cursor.unexpected();
  }
}

function acceptLabel(cursor: Cursor): Name | undefined {
  if (!cursor.isName() || !cursor.isSymbol(':', 1)) return undefined;
  const label = cursor.name('label');
  cursor.next();
  return label;
}

/** The label may be said again after END. */
function endLabel(cursor: Cursor, label: Name | undefined): { label?: Name } {
  if (label === undefined) return {};
  if (cursor.isName() && cursor.token.text.toLowerCase() === label.text.toLowerCase()) cursor.next();
  return { label };
}

function jumpLabel(cursor: Cursor): { label?: Name } {
  cursor.next();
  return cursor.isName() ? { label: cursor.name('label') } : {};
}

/** The cursor stands behind BEGIN. */
export function parseBlock(cursor: Cursor, label: Name | undefined, statements: Statements): StatementBody {
  const body = statements(cursor, ['END', 'EXCEPTION']);
  let handler: readonly StatementNode[] | undefined;
  if (cursor.acceptWords('EXCEPTION')) {
    for (const word of ['WHEN', 'ERROR', 'THEN']) cursor.expectWord(word);
    handler = statements(cursor, ['END']);
  }
  cursor.expectWord('END');
  return { kind: 'block', body, ...(handler === undefined ? {} : { handler }), ...endLabel(cursor, label) };
}

function parseLoop(cursor: Cursor, label: Name | undefined, statements: Statements): LoopNode | undefined {
  const word = cursor.token.upper;
  switch (word) {
    case 'LOOP': {
      cursor.next();
      const body = statements(cursor, ['END']);
      return { kind: 'loop', body, ...endLoop(cursor, word, label) };
    }
    case 'WHILE': {
      cursor.next();
      const condition = parseExpression(cursor);
      cursor.expectWord('DO');
      const body = statements(cursor, ['END']);
      return { kind: 'loop', condition, body, ...endLoop(cursor, word, label) };
    }
    case 'REPEAT': {
      cursor.next();
      const body = statements(cursor, ['UNTIL']);
      cursor.expectWord('UNTIL');
      const until = parseExpression(cursor);
      return { kind: 'loop', until, body, ...endLoop(cursor, word, label) };
    }
    case 'FOR': {
      cursor.next();
      const variable = cursor.name('variable name');
      cursor.expectWord('IN');
      const query = cursor.parenthesized(() => parseQuery(cursor));
      cursor.expectWord('DO');
      const body = statements(cursor, ['END']);
      return { kind: 'loop', each: { variable, query }, body, ...endLoop(cursor, word, label) };
    }
    default:
      return undefined;
  }
}

function endLoop(cursor: Cursor, word: string, label: Name | undefined): { label?: Name } {
  cursor.expectWord('END');
  cursor.expectWord(word);
  return endLabel(cursor, label);
}

/** CASE as a statement is IF with a branch a WHEN; the searched value is compared with each. */
function parseCase(cursor: Cursor, statements: Statements): StatementBody {
  cursor.next();
  const searched = cursor.isWords('WHEN') ? undefined : parseExpression(cursor);
  const branches: { condition: ExpressionNode; body: readonly StatementNode[] }[] = [];
  while (cursor.acceptWords('WHEN')) {
    const when = parseExpression(cursor);
    cursor.expectWord('THEN');
    const condition: ExpressionNode =
      searched === undefined ? when : { kind: 'binary', at: when.at, op: '=', left: searched, right: when };
    branches.push({ condition, body: statements(cursor, ['WHEN', 'ELSE', 'END']) });
  }
  if (branches.length === 0) throw cursor.expected('keyword WHEN');
  const otherwise = cursor.acceptWords('ELSE') ? statements(cursor, ['END']) : [];
  cursor.expectWord('END');
  cursor.expectWord('CASE');
  return { kind: 'if', branches, otherwise };
}

function parseRaise(cursor: Cursor): StatementBody {
  cursor.next();
  if (!cursor.acceptWords('USING')) return { kind: 'raise' };
  cursor.expectWord('MESSAGE');
  cursor.expectSymbol('=');
  return { kind: 'raise', message: parseExpression(cursor) };
}

function parseExecute(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.expectWord('IMMEDIATE');
  const text = parseExpression(cursor);
  const into = cursor.acceptWords('INTO') ? cursor.list(() => cursor.name('variable name')) : [];
  const using = cursor.acceptWords('USING')
    ? cursor.list(() => {
        const value = parseExpression(cursor);
        return cursor.acceptWords('AS') ? { value, name: cursor.name('parameter name') } : { value };
      })
    : [];
  return { kind: 'execute', text, into, using };
}
