import assert from 'node:assert/strict';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { lex } from '@penstock/local/googlesql/syntax/lexer.ts';

const shown = (text: string) =>
  lex(text).map(
    (token) => `${token.kind} ${token.bytes === undefined ? token.text : Buffer.from(token.bytes).toString('hex')}`,
  );

describe('the lexer of GoogleSQL', () => {
  const cases: readonly (readonly [name: string, text: string, tokens: readonly string[]])[] = [
    [
      'words, quoted names and symbols',
      'SELECT `a b`.c<>1',
      ['word SELECT', 'quoted a b', 'symbol .', 'word c', 'symbol !=', 'integer 1'],
    ],
    [
      'numbers of every form',
      '1 1. .5 1e3 1.5E-3 0xFf',
      ['integer 1', 'float 1.', 'float .5', 'float 1e3', 'float 1.5E-3', 'integer 0xFf'],
    ],
    ['comments of every form', '1 -- a\n2 # b\n3 /* c\n */ 4', ['integer 1', 'integer 2', 'integer 3', 'integer 4']],
    ['escapes', String.raw`'\n\x41\101\u00e9\U0001F600\''`, ["string \nAAé😀'"]],
    ['raw strings keep their backslashes', String.raw`r'\n\'' R"""a"b"""`, [String.raw`string \n\'`, 'string a"b']],
    ['triple quotes span lines', `'''a\n'b''' """c"""`, ["string a\n'b", 'string c']],
    ['bytes by number and by character', String.raw`b'\xffé' rb'\x'`, ['bytes ffc3a9', 'bytes 5c78']],
    [
      'parameters and system variables',
      '@p @@v.x @`q`',
      ['parameter p', 'system v', 'symbol .', 'word x', 'parameter q'],
    ],
    [
      'arrows and shifts',
      'a=>b->c<<d>>e||f',
      [
        'word a',
        'symbol =>',
        'word b',
        'symbol ->',
        'word c',
        'symbol <<',
        'word d',
        'symbol >>',
        'word e',
        'symbol ||',
        'word f',
      ],
    ],
  ];
  for (const [name, text, tokens] of cases) {
    it(`reads ${name}`, () => {
      assert.deepEqual(shown(text), [...tokens, 'end ']);
    });
  }

  it('counts columns in characters, lines by any newline, and tabs to the next eighth', () => {
    const places = lex('a 😀'.replace('😀', "'😀' b\r\n\tc\nd")).map(
      ({ text, at }) => `${text} ${at.line}:${at.column}`,
    );
    assert.deepEqual(places, ['a 1:1', '😀 1:3', 'b 1:7', 'c 2:9', 'd 3:1', ' 3:2']);
    const oldNewlines = lex('a\r b\r\r c -- d\re');
    assert.deepEqual(
      oldNewlines.map(({ text, at }) => `${text} ${at.line}:${at.column}`),
      ['a 1:1', 'b 2:2', 'c 4:2', 'e 5:1', ' 5:2'],
    );
  });

  const wrong: readonly (readonly [text: string, message: string])[] = [
    ["SELECT 'a", 'Syntax error: Unclosed string literal at [1:8]'],
    ["'a\nb'", 'Syntax error: Unclosed string literal at [1:1]'],
    ['"""a"', 'Syntax error: Unclosed triple-quoted string literal at [1:1]'],
    ['`a', 'Syntax error: Unclosed identifier literal at [1:1]'],
    ['``', 'Syntax error: Invalid empty identifier at [1:1]'],
    ['1 /* 2', 'Syntax error: Unclosed comment at [1:3]'],
    ['1a', 'Syntax error: Missing whitespace between literal and alias at [1:1]'],
    [String.raw`'\q'`, String.raw`Syntax error: Illegal escape sequence: \q at [1:1]`],
    [String.raw`'\ud800'`, String.raw`Syntax error: Illegal escape sequence: \u at [1:1]`],
    [String.raw`b'\u0041'`, String.raw`Syntax error: Illegal escape sequence: \u at [1:1]`],
    ['SELECT \u0001', 'Syntax error: Illegal input character "\\u0001" at [1:8]'],
    ['@ x', 'Syntax error: Unexpected "@" at [1:1]'],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => lex(text),
        (error: unknown) => error instanceof SqlError && error.message === message,
        message,
      );
    });
  }
});
