/** `node tools/console-assets.ts FOLDER`: writes the console's page, built, into this folder. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { buildAssets } from '../local/console/bundle.ts';

const folder = process.argv[2] ?? 'dist/console';
mkdirSync(folder, { recursive: true });
for (const [name, { bytes }] of await buildAssets()) writeFileSync(join(folder, name), bytes);
