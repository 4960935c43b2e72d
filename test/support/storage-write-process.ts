/** A Storage Write service in a process of its own, to be killed. Prints its address and runs until it is. */

import { startWriteFixture } from './storage-write.ts';

const fixture = await startWriteFixture({ path: process.argv[2] ?? '' });
const columns = [
  { name: 'stream', type: 'INT64', mode: 'NULLABLE' },
  { name: 'n', type: 'INT64', mode: 'NULLABLE' },
  { name: 'request', type: 'INT64', mode: 'NULLABLE' },
] as const;
await fixture.createTable('appended', columns);
await fixture.createTable('changed', columns, { primaryKey: ['stream', 'n'] });
process.send?.(fixture.address);
