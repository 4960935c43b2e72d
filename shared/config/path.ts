/** The way to a value in a config file: keys and list positions from the root. */

export type Path = readonly (string | number)[];

const SHOWN_KEY = 80;

/**
 * The path as people read it. A key that is no plain name is quoted, and a long one is cut.
 *
 * @example
 * pathText(['columns', 3, 'type']); // columns[3].type
 * pathText(['labels', 'a b']); // labels["a b"]
 */
export function pathText(path: Path): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`;
      const short = key.length > SHOWN_KEY ? `${key.slice(0, SHOWN_KEY)}…` : key;
      if (!/^[\p{L}_$][\p{L}\p{N}_$-]*…?$/u.test(short)) return `[${JSON.stringify(short)}]`;
      return at === 0 ? short : `.${short}`;
    })
    .join('');
}

/** Reads a JSON pointer (RFC 6901) against the value it points into, because only the value tells lists from objects. */
export function fromPointer(pointer: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let at = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return path;
}

/** The value at a path; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let at = root;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
}
