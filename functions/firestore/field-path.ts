/**
 * Firestore's field paths: names joined by dots; a name that is no identifier stands in backticks, in which a backslash
 * escapes (comment of `Document.fields` in google/firestore/v1/document.proto).
 */

const SIMPLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A quoted name, or anything without a dot: Firestore itself is not strict about what needs quoting. */
const SEGMENT = /`((?:[^`\\]|\\[\s\S])+)`|([^.`]+)/y;

/** Undefined where it is no field path. */
export function parseFieldPath(path: string): readonly PathSegment[] | undefined {
  const segments: PathSegment[] = [];
  for (let at = 0; at <= path.length; at += 1) {
    SEGMENT.lastIndex = at;
    const match = SEGMENT.exec(path);
    if (match === null) return undefined;
    const [, quoted, simple] = match;
    segments.push(
      quoted === undefined
        ? { name: simple as string, quoted: false }
        : { name: quoted.replace(/\\([\s\S])/g, '$1'), quoted: true },
    );
    at = SEGMENT.lastIndex;
    if (at < path.length && path[at] !== '.') return undefined;
  }
  return segments;
}

export interface PathSegment {
  readonly name: string;
  readonly quoted: boolean;
}

export function fieldPath(names: readonly string[]): string {
  return names.map((name) => (SIMPLE.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``)).join('.');
}
