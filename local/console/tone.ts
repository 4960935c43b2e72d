/** Whether a happening is good news: the page says so by a word and a sign, never by colour alone. */

import type { Happening } from '../core/service.ts';

export type Tone = 'plain' | 'warning' | 'error';

const ERRORS = /^(?:failed|crashed|dead-lettered|lost a dead letter|not recorded|not dead-lettered)\b/;
const WARNINGS = /^(?:not |refused|nacked|gave up|disconnected by)/;

export function toneOf({ level, what, facts }: Pick<Happening, 'level' | 'what' | 'facts'>): Tone {
  if (level !== undefined) return level;
  const outcome = String(facts?.outcome ?? '');
  if (ERRORS.test(what) || outcome === 'rejected') return 'error';
  if (WARNINGS.test(what) || outcome === 'retry' || isRefusal(facts?.answer)) return 'warning';
  return 'plain';
}

/** The status of a push. */
function isRefusal(answer: unknown): boolean {
  return answer !== undefined && !/^2\d\d$/.test(String(answer));
}
