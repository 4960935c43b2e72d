/** `.proto` files to one protobufjs root, imports resolved among the files given. Reads no disk: texts are passed in. */

import { createRequire } from 'node:module';
import protobuf from 'protobufjs';
import { messageOf, PenstockError } from '../../runtime/errors.ts';

/** Path from the root of the tree (as `import` names it, with `/`) to the text of the file. */
export type ProtoFiles = ReadonlyMap<string, string>;

export interface ParsedProtos {
  readonly root: protobuf.Root;
  /** Full name of every message and enum to the file that declares it. */
  readonly fileOf: ReadonlyMap<string, string>;
}

const requireJson = createRequire(import.meta.url);

/** Throws INPUT_MALFORMED naming the file, for syntax, imports that are not there and names that nothing declares. */
export function parseProtos(files: ProtoFiles): ParsedProtos {
  const root = new protobuf.Root();
  const fileOf = new Map<string, string>();
  const known = new Set<string>();
  const load = (path: string, from: string): void => {
    if (known.has(path)) return;
    known.add(path);
    const text = files.get(path);
    if (text !== undefined) parseFile(path, text);
    else if (!loadBundled(root, path)) throw malformed(from, `imports ${path}, which is not there`);
  };
  const parseFile = (path: string, text: string): void => {
    const before = new Set(declared(root));
    let imports: readonly string[];
    try {
      const parsed = protobuf.parse(text, root, { keepCase: true });
      imports = [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])];
    } catch (error) {
      throw malformed(path, messageOf(error), error);
    }
    for (const name of declared(root)) if (!before.has(name)) fileOf.set(name, path);
    for (const name of imports) load(name, path);
  };
  for (const path of files.keys()) load(path, path);
  try {
    root.resolveAll();
  } catch (error) {
    throw malformed('proto', messageOf(error), error);
  }
  return { root, fileOf };
}

/** Full names of all messages and enums under a namespace. */
export function* declared(space: protobuf.NamespaceBase): Generator<string> {
  for (const item of space.nestedArray) {
    if (item instanceof protobuf.Type || item instanceof protobuf.Enum) yield item.fullName.slice(1);
    if (item instanceof protobuf.Namespace) yield* declared(item);
  }
}

/** Google's well-known types come with protobufjs; `descriptor.proto` is what options extend. */
function loadBundled(root: protobuf.Root, path: string): boolean {
  // Always the same source, whatever else has been loaded and has registered its own.
  const json = path === 'google/protobuf/descriptor.proto' ? descriptorJson() : protobuf.common.get(path);
  if (json === null) return false;
  root.addJSON(json.nested as Record<string, protobuf.AnyNestedObject>);
  return true;
}

function descriptorJson(): protobuf.INamespace {
  return requireJson('protobufjs/google/protobuf/descriptor.json') as protobuf.INamespace;
}

function malformed(path: string, what: string, cause?: unknown): PenstockError {
  return new PenstockError('INPUT_MALFORMED', `${path}: ${what}`, { cause });
}
