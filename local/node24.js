/**
 * Loaded before anything else, and plain JavaScript that every Node reads: an older Node cannot load TypeScript, so that
 * without this it would answer with a stack trace where one sentence says what to do.
 */

import process from 'node:process';

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `Penstock runs on Node 24 and this is ${process.versions.node}. On Linux npm installs Node 24 with the other dependencies (npm ci, without --omit=optional); elsewhere install Node 24, then run npm ci again.\n`,
  );
  process.exit(1);
}
