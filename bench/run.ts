/** `npm run -s bench <name>`: runs one benchmark; its last line is one JSON object. */

import { readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''));

const [name, ...rest] = process.argv.slice(2);

if (name === undefined || name === '--help' || rest.length > 0 || !names.includes(name)) {
  const problem =
    name === undefined || name === '--help' ? '' : `There is no benchmark ${[name, ...rest].join(' ')}.\n`;
  process.stderr.write(`${problem}Usage: npm run -s bench <name>\nBenchmarks: ${names.join(', ')}\n`);
  process.exit(name === '--help' ? 0 : 2);
}

const { run } = (await import(new URL(`${name}.ts`, folder).href)) as { run: () => Promise<Record<string, unknown>> };
process.stdout.write(`${JSON.stringify({ name, ...(await run()) })}\n`);
