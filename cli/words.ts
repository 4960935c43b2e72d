/** The words of `penstock`: its own, and those of each door, which are loaded when they are asked for. */

import type { Command, CommandGroup } from '@penstock/shared/runtime/command.ts';
import { completion } from './commands/completion.ts';
import { config } from './commands/config.ts';
import { cost } from './commands/cost.ts';
import { doctor } from './commands/doctor.ts';
import { env } from './commands/env.ts';
import { query } from './commands/query.ts';
import { redrive } from './commands/redrive.ts';
import { start } from './commands/start.ts';
import { trace } from './commands/trace.ts';

/** A word of the first level. `load` imports what stands behind it. */
export interface Word {
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Command | CommandGroup>;
}

/** A door's words stand in `functions/<door>/commands/index.ts`, which exports the group as `commands`. */
export const WORDS: readonly Word[] = [
  own(start),
  own(query),
  own(trace),
  own(env),
  {
    name: 'firestore',
    about: 'publish documents that are there already',
    load: async () => (await import('../functions/firestore/commands/index.ts')).commands,
  },
  {
    name: 'loader',
    about: 'plan, watch and repair loads of files',
    load: async () => (await import('../functions/loader/commands/index.ts')).commands,
  },
  {
    name: 'puller',
    about: 'try, import and watch sources that are pulled',
    load: async () => (await import('../functions/puller/commands/index.ts')).commands,
  },
  {
    name: 'sink',
    about: 'pull, explain and replay messages on their way to BigQuery',
    load: async () => (await import('../functions/sink/commands/index.ts')).commands,
  },
  own(redrive),
  own(config),
  own(doctor),
  own(cost),
  own(completion),
];

function own(command: Command | CommandGroup): Word {
  return { name: command.name, about: command.about, load: async () => command };
}
