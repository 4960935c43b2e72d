/**
 * Lays a build context out as its Dockerfile says, in a plain folder: what the image would hold on top of its base, and
 * the command that it would run. For machines without a Docker engine. It knows the few instructions that the worker's
 * Dockerfile uses and refuses others, because a layout that passed over one would not be the image's.
 */

import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface Instruction {
  readonly line: number;
  readonly name: string;
  readonly rest: string;
}

export interface Layout {
  /** The image that it stands on, as the Dockerfile names it. */
  readonly base: string;
  /** The folder on this machine that the command runs in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
}

/** The instructions of a Dockerfile, with lines that end in a backslash joined. */
export function parseDockerfile(text: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [at, raw] of text.split('\n').entries()) {
    if (open === undefined && (raw.trim() === '' || raw.trim().startsWith('#'))) continue;
    const { line, text: before } = open ?? { line: at + 1, text: '' };
    const joined = `${before}${raw.trim()}`;
    if (joined.endsWith('\\')) {
      open = { line, text: `${joined.slice(0, -1)} ` };
      continue;
    }
    open = undefined;
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(joined) ?? [];
    instructions.push({ line, name: name.toUpperCase(), rest });
  }
  return instructions;
}

/** Copies the context below `root` and returns how it would start. Throws with the line of an instruction that it cannot follow. */
export function layOut(context: string, root: string): Layout {
  const args = new Map<string, string>();
  const env: Record<string, string> = {};
  let base = '';
  let workdir = '/';
  let user = 'root';
  let command: readonly string[] = [];
  for (const { line, name, rest } of parseDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    const text = rest.replace(/\$\{(\w+)\}/g, (_whole, key: string) => args.get(key) ?? env[key] ?? '');
    const refuse = (why: string): never => {
      throw new Error(`Dockerfile line ${line}: ${name} ${rest}: ${why}`);
    };
    if (name === 'ARG' || name === 'ENV') {
      const [, key = '', value = ''] = /^(\w+)=(\S*)$/.exec(text) ?? refuse('write it as NAME=value');
      if (name === 'ARG') args.set(key, value);
      else env[key] = value;
    } else if (name === 'FROM') base = base === '' ? text : refuse('one stage is enough, because nothing is built');
    else if (name === 'WORKDIR') workdir = posix.resolve(workdir, text);
    else if (name === 'USER') user = text;
    else if (name === 'CMD') command = JSON.parse(text) as readonly string[];
    else if (name === 'COPY') copy(context, root, workdir, text, refuse);
    else refuse('the layout does not know this instruction');
  }
  return { base, folder: join(root, workdir), env, user, command };
}

function copy(context: string, root: string, workdir: string, words: string, refuse: (why: string) => never): void {
  const [from = '', to = '', ...more] = words.split(/\s+/);
  if (more.length > 0 || to === '' || from.startsWith('-')) refuse('write it as COPY source destination');
  const source = join(context, from);
  if (posix.normalize(from).startsWith('..')) refuse('the source lies outside of the build context');
  if (!existsSync(source)) refuse('the source is not in the build context');
  const target = join(root, posix.resolve(workdir, to));
  mkdirSync(target, { recursive: true });
  cpSync(source, target, { recursive: true });
}
