#!/usr/bin/env node
/** The command of the package: plain JavaScript that every Node reads, so that an older one answers with a sentence. */

import process from 'node:process';

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `The local cloud runs on Node 24 or newer and this is ${process.versions.node}: install Node 24.\n`,
  );
  process.exit(1);
}

await import('./main.ts');
