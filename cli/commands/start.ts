/** `penstock start`: the local cloud with every function of the suite. */

import { command, optional } from '@penstock/shared/runtime/command.ts';
import { flag, text } from '@penstock/shared/runtime/config.ts';
import { PORT_NAMES } from '../ports-flag.ts';

export const start = command({
  name: 'start',
  about: 'start a Google Cloud on this machine, with every function',
  details: `Prints where everything is and what to try, then one line for each event, until Ctrl-C. State is kept in a folder and
survives a restart. The ports are ${PORT_NAMES.join(', ')}.`,
  flags: {
    fresh: flag('fresh', {
      about: 'forget the kept state first; secrets.json and your own files stay',
      default: false,
    }),
    memory: flag('memory', { about: 'keep nothing on disk', default: false }),
    state: optional(text('state', { about: 'where state is kept; default .penstock' })),
    host: text('host', {
      about: 'listen elsewhere; everybody who reaches that address can read and write everything',
      default: '127.0.0.1',
    }),
    ports: text('ports', { about: 'other ports, NAME=N,…; 0 for any free one', default: '' }),
    tls: flag('tls', {
      about: 'every port takes TLS too; trust tls/authority.pem of the state folder',
      default: false,
    }),
    all: flag('all', { about: 'also a line for each change of the functions’ own state', default: false }),
    noFunctions: flag('no-functions', { about: 'the local cloud alone', default: false }),
  },
  examples: [
    { command: 'penstock start --fresh', about: 'without what was kept' },
    { command: 'penstock start --ports intake=8180', about: 'where 8080 is taken' },
  ],
  writes: false,
  run: async (call) => (await import('./start/run-start.ts')).runStart(call),
});
