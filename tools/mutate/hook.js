/** Loaded before a test run: hands out the mutated text in the place of one source file. The file itself stays as it is. */

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';

const { PENSTOCK_MUTANT_URL: url, PENSTOCK_MUTANT_TEXT: text } = process.env;

if (url !== undefined && text !== undefined) {
  registerHooks({
    load: (wanted, context, next) =>
      wanted === url
        ? { format: 'module-typescript', source: readFileSync(text, 'utf8'), shortCircuit: true }
        : next(wanted, context),
  });
}
