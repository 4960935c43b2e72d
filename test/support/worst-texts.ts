/**
 * Texts that make careless parsers slow: one piece over and over, which a pattern can take apart in many ways, and an end
 * that does not fit. A text that takes a parser more time than its length explains shows in the growth of its time.
 */

import assert from 'node:assert/strict';

const PIECES = [
  ...['0', '1', '9', '.', ',', 'e', 'E', '-', '+', ' ', '\t', '\n', '\r', 'a', 'A', '_', '/', '\\', '"', "'", '`'],
  ...['[', '{', '(', '<', ')', ']', '}', '>', ':', ';', '%', '&', '=', '*', '$', '#', '@', '?', '\u0000', 'á', '😀'],
  ...[
    '1.',
    '.1',
    '1e',
    '0-',
    '00:',
    '1 ',
    'a,',
    'a&',
    'a=1&',
    '%41',
    '%',
    '\\"',
    '\\\\',
    '""',
    '[[',
    '{"a":',
    '((',
    '- ',
  ],
  ...['1,', '"a",', '{},', '1 1, ', 'a.', 'a/', '${', '{{', '<a', '<a>', '--', '/*', 'a:\n ', '- a\n', 'a; b=', ' \n'],
] as const;
const ENDS = ['', '!', '1', '"', ')\nx'] as const;

const SMALL = 8_192;
const LARGE = 65_536;
const WHOLE = 1_048_576;
/** Below this, times say nothing: the collector and the compiler run as well. */
const FLOOR_MS = 10;
/** Above what the length explains: a quadratic parser is eight times above at the first step, and sixteen at the second. */
const SLACK = 4;

export interface Parser {
  /** Any failure counts as having read the text. */
  readonly parse: (text: string) => unknown;
  /** The beginning of a text that leads the parser to its inner parts. Default: nothing. */
  readonly begins?: readonly string[];
  /** For a parser that takes microseconds a character: each piece is tried with one end. Default false. */
  readonly slow?: boolean;
}

/** Fails where the parser's worst text of a megabyte takes longer than its length explains. */
export async function assertLinear({ parse, begins = [''], slow = false }: Parser): Promise<void> {
  const ends = slow ? ['!'] : ENDS;
  const texts = begins.flatMap((begin) => PIECES.flatMap((piece) => ends.map((end) => [begin, piece, end] as const)));
  const timed: { readonly parts: (typeof texts)[number]; readonly ms: number }[] = [];
  for (const parts of texts) timed.push({ parts, ms: await cpuMs(parse, textOf(parts, SMALL)) });
  // The first runs of a function are slow by themselves.
  const worst = timed.sort((a, b) => b.ms - a.ms).slice(0, 4);
  for (const { parts } of worst) {
    const small = await least(parse, textOf(parts, SMALL));
    const large = await least(parse, textOf(parts, LARGE));
    const told = `${JSON.stringify(parts)}: ${small} ms for ${SMALL} characters and ${large} ms for ${LARGE}`;
    assert.ok(large <= Math.max(small, FLOOR_MS) * (LARGE / SMALL) * SLACK, told);
  }
  const [{ parts }] = worst as [(typeof worst)[number]];
  const large = await least(parse, textOf(parts, LARGE));
  const most = Math.max(large, FLOOR_MS) * (WHOLE / LARGE) * SLACK;
  const first = await cpuMs(parse, textOf(parts, WHOLE));
  const whole = first <= most ? first : Math.min(first, await cpuMs(parse, textOf(parts, WHOLE)));
  const told = `${JSON.stringify(parts)}: ${large} ms for ${LARGE} characters and ${whole} ms for ${WHOLE}`;
  assert.ok(whole <= most, told);
}

function textOf([begin, piece, end]: readonly [string, string, string], length: number): string {
  return `${begin}${piece.repeat(Math.ceil(length / piece.length))}${end}`;
}

/** A machine that does something else as well makes single runs slow, and never quick. */
async function least(parse: Parser['parse'], text: string): Promise<number> {
  const first = await cpuMs(parse, text);
  return first < FLOOR_MS ? first : Math.min(first, await cpuMs(parse, text));
}

async function cpuMs(parse: Parser['parse'], text: string): Promise<number> {
  const before = process.cpuUsage();
  try {
    await parse(text);
  } catch {
    // Refused, which is an answer too.
  }
  return process.cpuUsage(before).user / 1_000;
}
