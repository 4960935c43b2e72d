/** Regular expressions as texts: which of their parentheses capture. By RE2's syntax. */

const NAMED_GROUP = /^\(\?P?<[A-Za-z_]/;

interface Mark {
  readonly at: number;
  /** A parenthesis that captures, one that does not, one that closes, a bar between alternatives. */
  readonly what: 'capture' | 'open' | 'close' | 'bar';
}

/** The parentheses and bars that mean something: not those in classes or behind a backslash. */
function marks(pattern: string): readonly Mark[] {
  const found: Mark[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const one = pattern.charAt(at);
    if (one === '\\') {
      if (pattern.startsWith('\\Q', at)) {
        const end = pattern.indexOf('\\E', at);
        at = end < 0 ? pattern.length : end;
      }
      at++;
    } else if (inClass) {
      if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1);
      else if (one === ']') inClass = false;
    } else if (one === '[') {
      inClass = true;
      // A bracket that comes first, or after the caret, stands for itself.
      if (pattern.charAt(at + 1) === '^') at++;
      if (pattern.charAt(at + 1) === ']') at++;
    } else if (one === '(') {
      const captures = pattern.charAt(at + 1) !== '?' || NAMED_GROUP.test(pattern.slice(at, at + 5));
      found.push({ at, what: captures ? 'capture' : 'open' });
    } else if (one === ')') found.push({ at, what: 'close' });
    else if (one === '|') found.push({ at, what: 'bar' });
  }
  return found;
}

/** Counts the capturing groups: a bare `(`, or `(?P<name>` and `(?<name>`. */
export function capturingGroups(pattern: string): number {
  return marks(pattern).filter(({ what }) => what === 'capture').length;
}

/** The pattern's only group and what stands around it; undefined where a match may be without the group, or repeat it. */
export function aroundGroup(
  pattern: string,
): { readonly before: string; readonly inside: string; readonly after: string } | undefined {
  let depth = 0;
  let start: number | undefined;
  let end: number | undefined;
  for (const { at, what } of marks(pattern)) {
    if (what === 'bar' && depth === 0) return undefined;
    if (what === 'capture' && depth > 0) return undefined;
    if (what === 'capture') start = at;
    if (what === 'capture' || what === 'open') depth += 1;
    if (what !== 'close') continue;
    depth -= 1;
    if (depth === 0 && start !== undefined && end === undefined) end = at;
  }
  if (start === undefined || end === undefined) return undefined;
  const after = pattern.slice(end + 1);
  const inside = pattern.slice(start + 1, end).replace(/^\?P?<\w+>/, '');
  // A flag such as (?i) before the group holds inside of it and behind it too.
  const isPlain = !/^[*+?{]/.test(after) && !/\(\?[a-zA-Z-]+\)/.test(pattern) && depth === 0;
  return isPlain ? { before: pattern.slice(0, start), inside, after } : undefined;
}
