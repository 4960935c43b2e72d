/** The environment of processes that need not count their coverage: those that run none of `functions` and `shared`, or are killed. */

import { fileURLToPath } from 'node:url';

/** The folder in which `penstock` keeps it too. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/penstock', import.meta.url));

/** Counting takes half as long again, and forbids the compile cache: V8 counts cached code less precisely. */
export function uncountedEnvironment(): NodeJS.ProcessEnv {
  // Empty and not left out, for Node hands its own on where it is left out.
  return { NODE_COMPILE_CACHE: COMPILED, ...process.env, NODE_V8_COVERAGE: '' };
}
