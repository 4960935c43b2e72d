/** The command behind `npm run release:notes`: measures the release in dist/release and writes dist/release/NOTES.md. */

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../bench/release.ts';
import { notesOf, type ReleaseFigures } from './notes.ts';

const RELEASE = new URL('../../dist/release/', import.meta.url).pathname;

const figures = (await run()) as unknown as ReleaseFigures;
const files = readdirSync(RELEASE).filter((name) => name.endsWith('.zip'));
const text = notesOf(figures, files.sort());
writeFileSync(join(RELEASE, 'NOTES.md'), text);
process.stdout.write(text);
