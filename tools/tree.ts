/** Reads the tree as the checks see it: its TypeScript files, and what each of them imports. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const ROOMS = ['functions', 'shared', 'local', 'cli', 'demo', 'test', 'bench', 'tools', 'deploy'] as const;

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** The imports that are in this tree: paths from the root. */
  readonly imports: readonly string[];
  /** The imports that load before the file itself runs: neither types nor `import()`. */
  readonly loads: readonly string[];
}

export function readTree(root: string): readonly SourceFile[] {
  return ROOMS.flatMap((room) => typescriptFiles(root, room)).map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, lines: text.split('\n').length - 1, imports: importsOf(path, text), loads: loadsOf(path, text) };
  });
}

function typescriptFiles(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path));
}

/** The files of what runs that import values of node:http, and so load all of undici with it. */
export function undiciLoaders(root: string): readonly string[] {
  return ['functions', 'shared', 'local', 'cli', 'demo']
    .flatMap((room) => typescriptFiles(root, room))
    .filter((path) => loadsUndici(readFileSync(join(root, path), 'utf8')));
}

/** `import type` is gone at run time; names that are types one by one leave an import that still loads. */
export function loadsUndici(text: string): boolean {
  return /^(?:import|export)\s+(?!type\s)(?:[^'"()]*?\bfrom\s+)?['"](?:node:)?http['"]/m.test(text);
}

/** Static and dynamic imports alike; what comes from a package other than ours is not of interest here. */
export function importsOf(path: string, text: string): readonly string[] {
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)['"]([^'"]+)['"]/g);
  return [...found].map((match) => resolve(path, match[1] as string)).filter((target) => target !== undefined);
}

/** The imports that type stripping leaves: `import type` is gone at run time, and `import()` waits for its call. */
export function loadsOf(path: string, text: string): readonly string[] {
  const found = text.matchAll(/^(?:import|export)\s+(?!type\s)(?:[^'"()]*?\bfrom\s+)?['"]([^'"]+)['"]/gm);
  return [...found].map((match) => resolve(path, match[1] as string)).filter((target) => target !== undefined);
}

function resolve(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(path), specifier)).replaceAll('\\', '/');
  const own = /^@penstock\/([^/]+)(?:\/(.*))?$/.exec(specifier);
  if (own === null) return undefined;
  const folder = ['shared', 'local', 'cli'].includes(own[1] as string) ? own[1] : `functions/${own[1]}`;
  return `${folder}/${own[2] ?? 'index.ts'}`;
}

/** The rules of imports between folders (docs/architecture.md). Returns one sentence a breach. */
export function importBreaches(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((target) => !allowed(file.path, target))
      .map((target) => `${file.path} must not import ${target}`),
  );
}

/** The command takes a door's words in, and nothing else of it. */
function isWords(path: string): boolean {
  return /^functions\/[^/]+\/commands\/index\.ts$/.test(path);
}

/** `npm start` hands production's dashboards to the console, and nothing else of a deployment. */
const DASHBOARDS = 'deploy/dashboards/draw.ts';

function allowed(from: string, to: string): boolean {
  const [room, folder] = from.split('/') as [string, string];
  const [toRoom, toFolder] = to.split('/') as [string, string];
  if (room === 'test' || room === 'bench' || room === 'tools' || room === 'deploy') return true;
  if (room === 'functions') return toRoom === 'shared' || (toRoom === 'functions' && toFolder === folder);
  if (room === 'cli') return ['cli', 'demo', 'shared', 'local'].includes(toRoom) || isWords(to) || to === DASHBOARDS;
  if (room === 'demo') return toRoom === 'demo' || toRoom === 'local';
  if (room === 'shared' && folder === 'runtime') return toRoom === 'shared' && toFolder === 'runtime';
  return toRoom === room;
}

/** Files that load each other in a circle, each circle sorted and joined: one of them runs before what it imports. */
export function importCircles(files: readonly SourceFile[]): readonly string[] {
  const loads = new Map(files.map((file) => [file.path, file.loads]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[] = [];
  /** Tarjan's strongly connected components. */
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.size - 1);
    open.push(path);
    for (const next of loads.get(path) ?? []) {
      if (!loads.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(path, Math.min(lowest.get(path) as number, lowest.get(next) as number));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = open.splice(open.indexOf(path));
    if (circle.length > 1 || loads.get(path)?.includes(path)) circles.push(circle.toSorted().join(' ⇄ '));
  };
  for (const { path } of files) if (!order.has(path)) visit(path);
  return circles.toSorted();
}
