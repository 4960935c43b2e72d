/** `SET @@dataset_id = …`: the dataset in which names without one are looked for. */

import { unsupported } from '../error.ts';
import type { Session } from '../resolve/context.ts';
import type { Execution, StatementOf } from './runner.ts';
import { constantText } from './variables.ts';

/** The session with the variable set. NULL takes the default away. */
export async function setSystemVariable(
  { name, value }: StatementOf<'setSystem'>,
  execution: Execution,
): Promise<Session> {
  const { session } = execution;
  const { request } = session;
  if (name.text !== 'dataset_id') throw unsupported(`SET of the system variable @@${name.text}`, name.at);
  const datasetId = await constantText(value, 'SET @@dataset_id', execution);
  const { defaultDataset, ...rest } = request;
  if (datasetId === null) return { ...session, request: rest };
  const { projectId } = defaultDataset ?? request;
  return { ...session, request: { ...rest, defaultDataset: { projectId, datasetId } } };
}
