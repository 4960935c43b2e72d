/** `npm run -s scale`: simulates and draws; `--check` only says which files are not current. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outputs } from './page.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const check = process.argv.includes('--check');
let wrong = 0;
for (const { path, text } of outputs(ROOT)) {
  const file = join(ROOT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  wrong += 1;
  if (!check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  process.stdout.write(`${check ? 'not current' : 'written'}: ${path}\n`);
}
process.exitCode = check && wrong > 0 ? 1 : 0;
