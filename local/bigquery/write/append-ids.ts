/** The ids by which an append is found on the way of its rows: the columns that hold ids, the stream and the trace. */

import { ID_FIELDS, type Ids, type Units } from '../../way/ids.ts';
import type { PreparedRows } from './committer.ts';

/** The default stream is every writer's; only a stream of one writer leads from one append to the next. */
export function streamIds(name: string): Ids {
  return name.includes('/streams/') && !name.endsWith('/_default') ? { stream: name } : {};
}

/** One unit a row where the table has a column of ids, else one for the whole append. Nothing is read before it is asked for. */
export function appendUnits(rows: PreparedRows, stream: string, traceId: string | undefined): Units {
  const common: Ids = { ...streamIds(stream), ...(traceId !== undefined && { trace: traceId }) };
  const columns = rows.table.schema.flatMap(({ name }, place) => {
    const kind = Object.hasOwn(ID_FIELDS, name) ? ID_FIELDS[name] : undefined;
    const values = rows.columns[place];
    return kind === undefined || values === undefined ? [] : [{ kind, values }];
  });
  if (columns.length === 0) return { count: 1, at: () => common };
  return {
    count: rows.count,
    at: (row) => {
      const ids: Record<string, string | readonly string[]> = { ...common };
      for (const { kind, values } of columns) {
        const value = values[row];
        if (typeof value === 'string') ids[kind] = value;
      }
      return ids;
    },
  };
}
