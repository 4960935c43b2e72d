/**
 * `node tools/googlesql-docs.ts`: writes `docs/googlesql.md` from the code, so that the page says what the SQL engine
 * does. A test holds the committed page to it.
 */

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Supported, supported } from '@penstock/local/googlesql/supported.ts';

export const PAGE = 'docs/googlesql.md';

export function googlesqlPage(what: Supported): string {
  const sections: readonly (readonly [string, string])[] = [
    ['Statements', list(what.statements)],
    ['Queries', list(what.clauses)],
    ['Expressions', list(what.expressions)],
    ['Types', `${what.types.join(', ')}.`],
    ['INFORMATION_SCHEMA', `${names(what.informationSchema)}.`],
    ['Functions', byFirstLetter(what.functions)],
    ['Refused constructs', list(what.refused)],
    [
      'Refused functions',
      `Known, and refused by name; any other name is a function that is not found.\n\n${byFirstLetter(what.refusedFunctions)}`,
    ],
  ];
  return `${INTRODUCTION}${sections.map(([title, text]) => `\n## ${title}\n\n${text}\n`).join('')}`;
}

const INTRODUCTION = `# GoogleSQL in the local BigQuery

Made from the code by \`node tools/googlesql-docs.ts\`: change \`local/googlesql/supported.ts\` or the functions, not this page.

What is not here is refused: with an error in BigQuery's shape that names the construct and, where it stands in the statement's text, its
line and column. It is never answered wrongly. What BigQuery's documentation leaves open is listed in
[assumptions/googlesql.md](assumptions/googlesql.md) and, for functions, in [assumptions/googlesql-functions.md](assumptions/googlesql-functions.md).
`;

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item.replaceAll('*', '\\*')}`).join('\n');
}

function names(all: readonly string[]): string {
  return all.map((name) => `\`${name}\``).join(', ');
}

/** A line for each letter: names are looked up, and one more changes one line. */
function byFirstLetter(all: readonly string[]): string {
  const letters = new Map<string, string[]>();
  for (const name of all) {
    const letter = name.charAt(0);
    letters.set(letter, [...(letters.get(letter) ?? []), name]);
  }
  return [...letters.values()].map((group) => `- ${names(group)}`).join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '..', PAGE), googlesqlPage(supported()));
}
