/** `penstock config`: checks, explains and describes the configuration of every door. */

import { type CommandGroup, command, optional } from '@penstock/shared/runtime/command.ts';
import { oneOf, text } from '@penstock/shared/runtime/config.ts';
import { DOOR_NAMES } from '../doors.ts';

export const KIND_NAMES = ['sink', 'load', 'external', 'source', 'volumes'] as const;

const PLACE = 'a config file, a folder with some, or gs://bucket/prefix';
const FLAGS = {
  door: optional(
    oneOf('door', DOOR_NAMES, { about: 'the environment of this function, with the files that it names' }),
  ),
  envFile: optional(text('env-file', { about: 'with --door: a file of NAME=value lines, instead of this shell' })),
  kind: optional(oneOf('kind', KIND_NAMES, { about: 'the kind of the file; found out by its name and keys' })),
};

export const config: CommandGroup = {
  name: 'config',
  about: 'check and explain config files and environments of the doors',
  commands: [
    command({
      name: 'check',
      about: 'say every problem of config files or of an environment',
      details: `Each problem has its place, what was found, what is allowed and the nearest match. A folder or a prefix with _config/ is
checked level by level, and then as merged for each directory. Exit code 2 says that something is wrong.`,
      operands: [{ name: 'place', about: PLACE, optional: true, many: true }],
      flags: FLAGS,
      examples: [
        { command: 'penstock config check sink.yaml sources/', about: 'before a commit' },
        { command: 'penstock config check --door intake --env-file intake.env', about: 'before a deployment' },
        { command: 'penstock config check gs://drop/sales/', about: 'the merged load.json of every level' },
      ],
      writes: false,
      run: async (call) => (await import('./config/check.ts')).check(call),
    }),
    command({
      name: 'explain',
      about: 'show what a configuration comes to, with the origin of each value',
      details: `Defaults are values too. Of a directory below _config/ folders, or of a success file in it, the merged configuration is
shown with the file and line that set each key, and the table that the path means. Secrets are never shown.`,
      operands: [
        { name: 'place', about: 'a config file, a directory or a success file, here or in gs://', optional: true },
      ],
      flags: FLAGS,
      examples: [
        { command: 'penstock config explain drop/sales/orders/_SUCCESS', about: 'merged from every _config above' },
        { command: 'penstock config explain --door sink', about: 'the environment of this shell' },
      ],
      writes: false,
      run: async (call) => (await import('./config/explain.ts')).explain(call),
    }),
    command({
      name: 'schema',
      about: 'print the JSON Schema of a config file or of an environment',
      details: 'Point "$schema" of a file at it, and an editor completes keys and shows their meaning.',
      operands: [{ name: 'name', about: `${KIND_NAMES.join(', ')}; or a door, for its environment` }],
      flags: {},
      examples: [{ command: 'penstock config schema source > source.schema.json', about: 'for an editor' }],
      writes: false,
      run: async (call) => (await import('./config/schema.ts')).schema(call),
    }),
  ],
};
