/** The fat jar of the program, and whether it is that of the sources beside it. */

import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

export function jarOf(module: string): string {
  return join(module, 'target/penstock-dataflow.jar');
}

/** True if there is no jar, or a source or the pom has changed since it was built: a launch must not take an old program. */
export function needsBuild(module: string): boolean {
  const jar = jarOf(module);
  if (!existsSync(jar)) return true;
  const built = statSync(jar).mtimeMs;
  const sources = ['pom.xml', ...globSync('src/main/**/*', { cwd: module })];
  return sources.some((path) => statSync(join(module, path)).mtimeMs > built);
}
