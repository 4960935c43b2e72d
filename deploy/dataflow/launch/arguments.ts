/** The words of a launch: from the routes and the few things that a person names to every option of the program. Pure. */

import type { SinkFile } from '../../../functions/sink/config/file.ts';
import { MODES, type Mode } from '../../../functions/sink/config/file.ts';

export interface Launch {
  readonly project: string;
  readonly region: string;
  /** For staged programs, templates and temporary files. */
  readonly bucket: string;
  readonly name: string;
  /** A local path or `gs://…`: the program reads it at the launch. */
  readonly routes: string;
  readonly update: boolean;
  readonly exactlyOnce: boolean;
  /** Stages a template at this place in place of a launch. */
  readonly stage?: string | undefined;
  readonly serviceAccount?: string | undefined;
  /** Further options of Beam or Dataflow, as they are. */
  readonly more: readonly string[];
}

/** Rows of load jobs would come twice in at-least-once mode, for Beam knows no message's key there. */
const ONCE_A_MESSAGE: ReadonlySet<Mode> = new Set(['FILE_LOADS', 'MIXED']);

/** The modes that the routes name. */
export function modesOf({ routes }: Pick<SinkFile, 'routes'>): readonly Mode[] {
  const named = new Set(routes.map(({ mode = 'STREAMING_INSERTS' }) => mode));
  return MODES.filter((mode) => named.has(mode));
}

/** Whether Dataflow's at-least-once mode, which is cheaper and quicker, keeps what the routes' modes promise. */
export function mayRunAtLeastOnce(file: Pick<SinkFile, 'routes'>, exactlyOnce: boolean): boolean {
  return !exactlyOnce && !modesOf(file).some((mode) => ONCE_A_MESSAGE.has(mode));
}

/** Throws an Error that says what is wrong with the launch. */
export function launchArguments(launch: Launch, file: SinkFile): readonly string[] {
  const { project, region, bucket, name, routes, update, exactlyOnce, stage, serviceAccount, more } = launch;
  const reserved = more.filter((word) => LOCAL.some((option) => word.startsWith(`--${option}`)));
  if (reserved.length > 0) throw new Error(`${reserved.join(', ')}: an endpoint is for tests; a launch goes to Google`);
  if (stage !== undefined && update) throw new Error('a template replaces a job when it is run: leave out --update');
  if ((file.subscriptions ?? []).length === 0 && !more.some((word) => word.startsWith('--input')))
    throw new Error('no input: name subscriptions in the routes file, or give --inputSubscription or --inputFiles');
  const once = mayRunAtLeastOnce(file, exactlyOnce);
  return [
    '--runner=DataflowRunner',
    `--project=${project}`,
    `--region=${region}`,
    `--jobName=${name}`,
    `--routes=${routes}`,
    `--tempLocation=gs://${bucket}/temp`,
    `--stagingLocation=gs://${bucket}/staging`,
    '--streaming=true',
    // Sharding by the runner, which loads and streams of offsets use, is not there without it.
    '--enableStreamingEngine=true',
    ...(once ? ['--dataflowServiceOptions=streaming_mode_at_least_once'] : []),
    ...(exactlyOnce ? ['--exactlyOnce=true'] : []),
    ...(update ? ['--update'] : []),
    ...(stage === undefined ? [] : [`--templateLocation=${stage}`]),
    ...(serviceAccount === undefined ? [] : [`--serviceAccount=${serviceAccount}`]),
    ...more,
  ];
}

/** Options that point Beam at another place than Google. */
const LOCAL = ['pubsubRootUrl', 'bigQueryEndpoint', 'gcsEndpoint', 'apiRootUrl', 'credentialFactoryClass'] as const;
