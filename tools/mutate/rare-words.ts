/** Finds tests that speak of what a change is about: they have words of the lines around it that few other tests have. */

import type { Mutant } from './mutants.ts';

/** Lines before and behind the change whose words count. */
const AROUND = 8;
/** Bits for a word: one that every second test has says nothing, one that a single test of 512 has says most. */
const MOST_BITS = 9;
const MOST_WORDS = 6;

export type Relevance = (test: string) => number;

/** `read` gives a file's text. The words of each test are read once. */
export function rareWords(read: (path: string) => string): (mutant: Mutant, tests: readonly string[]) => Relevance {
  const known = new Map<string, ReadonlySet<string>>();
  const wordsOf = (path: string): ReadonlySet<string> => {
    const words = known.get(path) ?? wordsIn(read(path));
    known.set(path, words);
    return words;
  };
  return (mutant, tests) => {
    const bits = new Map<string, number>();
    for (const word of wordsIn(linesAround(mutant))) {
      const count = tests.filter((test) => wordsOf(test).has(word)).length;
      if (count > 0) bits.set(word, Math.min(MOST_BITS, Math.log2(tests.length / count)));
    }
    return (test) => {
      const shared = [...bits].flatMap(([word, worth]) => (wordsOf(test).has(word) ? [worth] : []));
      return shared
        .toSorted((a, b) => b - a)
        .slice(0, MOST_WORDS)
        .reduce((sum, worth) => sum + worth, 0);
    };
  };
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z_][a-z0-9_]{3,}/g));
}

function linesAround({ source, line }: Mutant): string {
  return source
    .split('\n')
    .slice(Math.max(0, line - 1 - AROUND), line + AROUND)
    .join('\n');
}
