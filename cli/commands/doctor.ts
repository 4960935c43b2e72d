/** `penstock doctor`: checks that a project, or the local cloud, has what the functions need. */

import { command, optional } from '@penstock/shared/runtime/command.ts';
import { flag, list, text } from '@penstock/shared/runtime/config.ts';
import { DOOR_NAMES } from '../doors.ts';

export const doctor = command({
  name: 'doctor',
  about: 'check that a project has what the functions need, and say what mends it',
  details: `Reads the settings of the functions from the environment and looks at the project: APIs that are on, topics and who reads them,
subscriptions with their dead letters and expiry, buckets, tables with their columns and keys, versions of secrets (never
values), schedules, and the roles of the accounts that Terraform makes. Changes nothing. Exit code 3 says that something is wrong.`,
  flags: {
    doors: list('doors', { about: `only these functions of ${DOOR_NAMES.join(', ')}`, default: [] }),
    envFile: optional(text('env-file', { about: 'a file of NAME=value lines, instead of this shell' })),
    prefix: text('prefix', { about: 'in front of what Terraform makes', default: 'penstock' }),
    accounts: optional(
      text('accounts', {
        about: 'in front of the accounts; roles are checked with the local cloud only if it is given',
      }),
    ),
    region: text('region', { about: 'the region of schedules, and of what is to be made', default: 'us-central1' }),
    all: flag('all', { about: 'also what is well', default: false }),
  },
  examples: [
    { command: 'penstock doctor --project my-project --env-file sink.env --doors sink', about: 'before a deployment' },
    { command: 'penstock doctor --local --all', about: 'what "npm start" has made' },
  ],
  writes: false,
  run: async (call) => (await import('./doctor/run-doctor.ts')).runDoctor(call),
});
