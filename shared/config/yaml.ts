/**
 * Strict YAML 1.2 with the place of every key: no key twice, no tags, no second document, aliases within bounds. The
 * `yaml` package reads the text. Its tree is walked here, because its own check for repeated keys compares every key with
 * every other, and because aliases must be counted before they are used.
 */

import type { CST, Node, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { DEEPEST, FORBIDDEN_KEY, FORBIDDEN_KEY_REMEDY, numberProblem, type Parsed } from './parsed.ts';
import type { Path } from './path.ts';
import { type Container, Positions } from './positions.ts';
import { type ConfigProblem, foundText, MOST_PROBLEMS } from './problem.ts';

type Yaml = typeof import('yaml');

/** Values after every alias is replaced by what it stands for. */
const MOST_VALUES_WITH_ALIASES = 50_000;

/** The package is loaded by the first file that needs it: most functions never read one. */
export async function parseYaml(name: string, text: string): Promise<Parsed> {
  const yaml = await import('yaml');
  const positions = new Positions(name, text);
  const at = (offset: number, found: string, allowed: string): ConfigProblem => ({
    path: [],
    found,
    allowed,
    place: positions.place(Math.min(offset, text.length)),
  });
  const tokens = [...new yaml.Parser().parse(text)];
  const tooDeep = firstTooDeep(tokens);
  if (tooDeep !== undefined)
    return { problems: [at(tooDeep, `${DEEPEST + 1} levels of nesting`, `at most ${DEEPEST}`)] };
  const documents = [...new yaml.Composer({ uniqueKeys: false, schema: 'core', merge: false }).compose(tokens)];
  const mistakes = new Map(
    documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]).map((one) => [one.pos[0], one]),
  );
  if (mistakes.size > 0) {
    const told = [...mistakes.values()].slice(0, MOST_PROBLEMS).map(({ code, message, pos }) => {
      return at(pos[0], `a mistake (${message.split('\n')[0]})`, REMEDIES[code] ?? 'YAML 1.2');
    });
    return { problems: told };
  }
  const second = documents[1];
  if (second !== undefined) return { problems: [at(second.range[0], 'a second document', 'one document a file')] };
  const contents = documents[0]?.contents;
  if (!contents) return { problems: [at(0, 'an empty file', 'a document')] };
  const walk = new Walk(yaml, positions);
  const value = walk.convert(contents, []).value;
  return walk.problems.length > 0 ? { problems: walk.problems } : { value, positions };
}

const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'spaces: YAML does not indent with tabs',
  BAD_INDENT: 'entries of one object or list beneath each other, indented alike',
  MISSING_CHAR: 'the missing character, or quotes around the text',
  TAG_RESOLVE_FAILED: 'plain values without a !tag',
  BLOCK_AS_IMPLICIT_KEY: 'one key a line, or quotes around text with a colon',
  MULTILINE_IMPLICIT_KEY: 'a key on one line',
};

/** Counts nesting in the tokens without recursion, because the composer recurses. */
function firstTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token | null | undefined; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (!token) continue;
    if (token.type === 'document') open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    if (depth >= DEEPEST) return token.offset;
    for (const { key, value } of token.items)
      open.push({ token: key, depth: depth + 1 }, { token: value, depth: depth + 1 });
  }
  return undefined;
}

interface Converted {
  readonly value: unknown;
  /** The number of values in it, itself included; an alias counts as often as it is used. */
  readonly size: number;
  readonly depth: number;
}

class Walk {
  readonly problems: ConfigProblem[] = [];
  readonly #yaml: Yaml;
  readonly #positions: Positions;
  readonly #anchors = new Map<string, Converted>();

  constructor(yaml: Yaml, positions: Positions) {
    this.#yaml = yaml;
    this.#positions = positions;
  }

  convert(node: Node, path: Path): Converted {
    if (this.#yaml.isAlias(node)) return this.#alias(node.source, node, path);
    const converted = this.#convert(node, path);
    const anchor = (node as ParsedNode & { readonly anchor?: string }).anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #convert(node: Node, path: Path): Converted {
    if (this.#yaml.isMap(node)) return this.#map(node, path);
    if (this.#yaml.isSeq(node)) return this.#list(node, path);
    const { value } = node as { readonly value?: unknown };
    const wrong = typeof value === 'number' ? numberProblem(value) : undefined;
    if (wrong !== undefined) this.#problem(node, path, foundText(value), wrong);
    return { value, size: 1, depth: 0 };
  }

  #alias(anchor: string, node: Node, path: Path): Converted {
    const known = this.#anchors.get(anchor);
    if (known !== undefined) return known;
    this.#problem(node, path, `*${anchor}`, `an alias of an anchor that ends above it: &${anchor} does not`);
    return NOTHING;
  }

  #list(node: YAMLSeq, path: Path): Converted {
    const list: unknown[] = [];
    this.#positions.open(list, offsetOf(node));
    const sum = new Sum();
    for (const item of node.items as readonly Node[]) {
      this.#positions.member(list, list.length, offsetOf(item));
      list.push(sum.add(this.#within(sum, item, [...path, list.length])));
    }
    return sum.converted(list);
  }

  #map(node: YAMLMap, path: Path): Converted {
    const object: Record<string, unknown> = {};
    this.#positions.open(object, offsetOf(node));
    const sum = new Sum();
    for (const { key, value } of node.items as readonly { readonly key: Node; readonly value: Node | null }[]) {
      const name = this.#key(key, path);
      if (name === undefined) continue;
      const inside = [...path, name];
      if (Object.hasOwn(object, name))
        this.#problem(key, inside, 'this key a second time', 'each key once: remove one');
      this.#positions.member(object, name, offsetOf(key));
      object[name] = sum.add(value === null ? NOTHING : this.#within(sum, value, inside));
    }
    return sum.converted(object);
  }

  #key(key: Node, path: Path): string | undefined {
    const value = this.#yaml.isScalar(key) ? key.value : undefined;
    if (typeof value !== 'string') {
      this.#problem(key, path, 'a key that is no text', 'a key that is text: put quotes around it');
      return undefined;
    }
    if (value !== FORBIDDEN_KEY) return value;
    this.#problem(key, [...path, value], 'this key', FORBIDDEN_KEY_REMEDY);
    return undefined;
  }

  /** Converts a member unless aliases have made the whole too large or too deep. */
  #within(sum: Sum, node: Node, path: Path): Converted {
    const converted = this.convert(node, path);
    if (!this.#yaml.isAlias(node)) return converted;
    if (sum.size + converted.size <= MOST_VALUES_WITH_ALIASES && path.length + converted.depth <= DEEPEST)
      return converted;
    this.#problem(
      node,
      path,
      `*${node.source}`,
      `aliases that come to at most ${MOST_VALUES_WITH_ALIASES} values and ${DEEPEST} levels`,
    );
    return NOTHING;
  }

  #problem(node: Node, path: Path, found: string, allowed: string): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ path, found, allowed, place: this.#positions.place(offsetOf(node)) });
  }
}

const NOTHING: Converted = { value: null, size: 1, depth: 0 };

/** Adds up the members of one object or list. */
class Sum {
  size = 1;
  #depth = 0;

  add({ value, size, depth }: Converted): unknown {
    this.size += size;
    this.#depth = Math.max(this.#depth, depth + 1);
    return value;
  }

  converted(value: Container): Converted {
    return { value, size: this.size, depth: this.#depth };
  }
}

function offsetOf(node: Node): number {
  return (node as ParsedNode).range[0];
}
