/** The ids in a structured log line of a function: its trace, the fields that hold ids, and its lists of issues and links. */

import { type Ids, idsAmong, oneUnit, type Units, unitsOf } from '../way/ids.ts';

type Line = Readonly<Record<string, unknown>>;

const TRACE = /\/traces\/([\da-f]{32})$/;
const OBJECT = /^gs:\/\/(.+)$/;

export function lineUnits(line: Line): Units {
  const common = commonIds(line);
  const { issue_ids: issues, links, windows, source } = line;
  if (Array.isArray(issues)) return unitsOf(issues, (issue) => ({ ...common, issue_id: String(issue) }));
  if (Array.isArray(links))
    return unitsOf(links as Line[], (link) => ({ ...common, ...idsAmong(Object.entries(link)) }));
  if (Array.isArray(windows) && windows.length > 0) {
    return unitsOf(windows as Line[], ({ from }) => ({ ...common, window: [`${source} ${from}`, String(from)] }));
  }
  return oneUnit(common);
}

function commonIds(line: Line): Ids {
  const trace = TRACE.exec(String(line['logging.googleapis.com/trace'] ?? ''))?.[1];
  const path = OBJECT.exec(String(line.object ?? ''))?.[1];
  return {
    ...idsAmong(Object.entries(line)),
    ...(trace !== undefined && { trace }),
    ...(path !== undefined && { path }),
    ...(path !== undefined && line.generation !== undefined && { object: `${path}#${line.generation}` }),
  };
}
