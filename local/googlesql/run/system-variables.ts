/** `SET @@name = …`: the dataset of names without one, the labels of the statements to come, the time zone. */

import { invalid, unsupported } from '../error.ts';
import type { Session } from '../resolve/context.ts';
import { parseLabels } from '../values/label.ts';
import type { Execution, StatementOf } from './runner.ts';
import { constantText } from './variables.ts';

type SetSystem = StatementOf<'setSystem'>;

/** The session with the variable set. */
export async function setSystemVariable(statement: SetSystem, execution: Execution): Promise<Session> {
  const { name, value } = statement;
  const set = SETTERS.get(name.text);
  if (set === undefined) throw unsupported(`SET of the system variable @@${name.text}`, name.at);
  const text = await constantText(value, `SET @@${name.text}`, execution);
  return set(execution.session, text, statement);
}

type Setter = (session: Session, text: string | null, statement: SetSystem) => Session;

const SETTERS: ReadonlyMap<string, Setter> = new Map([
  ['dataset_id', setDataset],
  ['query_label', setLabels],
  ['time_zone', setTimeZone],
]);

/** NULL takes the default away. */
function setDataset(session: Session, datasetId: string | null): Session {
  const { request } = session;
  const { defaultDataset, ...rest } = request;
  if (datasetId === null) return { ...session, request: rest };
  const { projectId } = defaultDataset ?? request;
  return { ...session, request: { ...rest, defaultDataset: { projectId, datasetId } } };
}

function setLabels(session: Session, text: string | null, { value }: SetSystem): Session {
  const { labels: _before, ...rest } = session;
  if (text === null || text === '') return rest;
  const labels = parseLabels(text);
  if (labels === undefined)
    throw invalid(`Invalid query label: ${text}. It must be 'key:value' pairs with ',' between`, value.at);
  return { ...rest, labels };
}

const UTC = ['utc', 'etc/utc', 'z', '+00:00', '+0', '+00', 'gmt', 'etc/gmt'];

/** The functions that take a zone take UTC where none is named. */
function setTimeZone(session: Session, text: string | null, { name, value }: SetSystem): Session {
  if (text === null) throw invalid('System variable @@time_zone cannot be NULL', value.at);
  if (!UTC.includes(text.toLowerCase())) throw unsupported(`SET of @@time_zone to ${text}: it is UTC here`, name.at);
  return session;
}
