/** `npm run -s vectors`: writes the sink's conformance vectors anew, for a change of the sink that is meant. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf, VECTOR_FILES, VECTORS_FOLDER } from '../test/conformance/sink/files.ts';

const root = new URL('..', import.meta.url).pathname;

for (const file of VECTOR_FILES) {
  writeFileSync(join(root, VECTORS_FOLDER, `${file.name}.json`), await textOf(file));
}
