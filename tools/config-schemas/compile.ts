/** Compiles a JSON Schema (2020-12) to one self-contained module of plain JavaScript, by ajv's standalone code. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { checkCost } from './cost.ts';
import { expandRefs } from './refs.ts';

export async function compileSchema(name: string, schema: Readonly<Record<string, unknown>>): Promise<string> {
  checkCost(schema);
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    discriminator: true,
    messages: false,
    validateFormats: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addVocabulary(['x-allowed', 'x-kept']);
  const check = ajv.compile(expandRefs(schema));
  const code = standalone.default(ajv, check);
  return bundled(`${code}\nexport const ${exportName(name)} = { name: ${JSON.stringify(name)}, check: validate };\n`);
}

/** `load-config` becomes `loadConfigSchema`. */
export function exportName(name: string): string {
  return `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Schema`;
}

/** Takes in the few helpers of ajv that the code calls, so that nothing of ajv is loaded at run time. */
async function bundled(code: string): Promise<string> {
  const only = code.replace(/^export const validate =/m, 'const validate =').replace(/^export default .*$/m, '');
  const { outputFiles } = await build({
    stdin: { contents: only, resolveDir: import.meta.dirname, loader: 'js' },
    // The names of files in comments begin here, wherever the tool is run.
    absWorkingDir: new URL('../..', import.meta.url).pathname,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    write: false,
    legalComments: 'none',
    charset: 'utf8',
  });
  return (outputFiles[0] as { readonly text: string }).text.replace(/^\/\/ .*node_modules.*\n/gm, '');
}
