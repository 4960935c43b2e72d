/**
 * Path patterns select documents and name parts of their paths: `users/{uid}/orders/{orderId}`. `*` and `{name}` match one
 * segment, `**` and `{name=**}` any number of segments, as in Eventarc's path patterns.
 */

export interface PathPattern {
  readonly text: string;
  readonly before: readonly Segment[];
  /** The segment that matches any number of segments, and the segments after it. */
  readonly rest: { readonly any: Segment; readonly after: readonly Segment[] } | undefined;
}

interface Segment {
  /** Undefined for one that takes anything. */
  readonly literal: string | undefined;
  readonly name: string | undefined;
}

export type PathParams = Readonly<Record<string, string>>;

const WILD = /^(?:\{([A-Za-z_][A-Za-z0-9_]*)(?:=(\*\*?))?\}|(\*\*?))$/;

/** Throws an Error that says what is wrong. */
export function parsePattern(text: string): PathPattern {
  const parts = text.split('/');
  const manyAt: number[] = [];
  const segments = parts.map((part, at): Segment => {
    const wild = WILD.exec(part);
    if (wild === null) {
      if (part === '' || /[{}*]/.test(part)) throw new Error(`${text} has the segment "${part}", which is no pattern`);
      return { literal: part, name: undefined };
    }
    if ((wild[2] ?? wild[3]) === '**') manyAt.push(at);
    return { literal: undefined, name: wild[1] };
  });
  const names = segments.map(({ name }) => name).filter((name) => name !== undefined);
  if (new Set(names).size < names.length) throw new Error(`${text} has two segments of one name`);
  if (manyAt.length > 1) throw new Error(`${text} has ** more than once`);
  const many = manyAt[0];
  if (many === undefined) {
    if (segments.length % 2 !== 0) throw new Error(`${text} is the path of a collection and not of documents`);
    return { text, before: segments, rest: undefined };
  }
  const any = segments[many] as Segment;
  return { text, before: segments.slice(0, many), rest: { any, after: segments.slice(many + 1) } };
}

/** The parameters of a path that matches; undefined where it does not. Each segment is looked at once. */
export function matchPattern({ before, rest }: PathPattern, path: string): PathParams | undefined {
  const parts = path.split('/');
  const fixed = before.length + (rest?.after.length ?? 0);
  if (rest === undefined ? parts.length !== fixed : parts.length < fixed) return undefined;
  const tail = parts.length - (rest?.after.length ?? 0);
  const pairs = [
    ...before.map((segment, at) => [segment, parts[at] as string] as const),
    ...(rest?.after ?? []).map((segment, at) => [segment, parts[tail + at] as string] as const),
  ];
  if (pairs.some(([{ literal }, part]) => literal !== undefined && literal !== part)) return undefined;
  if (rest !== undefined) pairs.push([rest.any, parts.slice(before.length, tail).join('/')]);
  return Object.fromEntries(pairs.flatMap(([{ name }, part]) => (name === undefined ? [] : [[name, part]])));
}
