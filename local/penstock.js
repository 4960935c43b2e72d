#!/usr/bin/env node
/** The command moved to `cli/`; this runs it for those who call it by its old place. */

await import('../cli/penstock.js');
