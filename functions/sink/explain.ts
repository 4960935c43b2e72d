/** Explains the outcome of one message: it makes the same decisions as the sink, and sends nothing. */

import type { SinkPlan } from './config/resolve.ts';
import type { Delivery } from './message.ts';
import type { DescribeTable } from './outputs/table.ts';
import { createRouter } from './routing/route.ts';
import { RowFailure } from './rows/failure.ts';
import { decompress } from './rows/payload.ts';
import { RowMaker } from './rows/row-maker.ts';
import { RowText } from './rows/row-text.ts';

export interface Explanation {
  /** `row`: it becomes one. `rejected`: it goes to the error output. */
  readonly outcome: 'row' | 'rejected' | 'fallback' | 'dropped';
  readonly route?: string;
  readonly mode?: string;
  readonly table?: string;
  /** JSON text, as it would be written. */
  readonly row?: string;
  readonly change?: string;
  readonly sequence?: string;
  /** Why it is rejected; or why each route does not match. */
  readonly reasons: readonly string[];
}

export async function explainMessage(
  delivery: Delivery,
  plan: SinkPlan,
  describe: DescribeTable,
): Promise<Explanation> {
  const routing = createRouter(plan.routes, plan.defaultProject).route(delivery.attributes, delivery.input.name);
  if (routing.kind === 'no-route') {
    return { outcome: plan.fallbackTopic === undefined ? 'dropped' : 'fallback', reasons: routing.skipped };
  }
  const { route } = routing;
  if (routing.kind === 'unroutable') return { outcome: 'rejected', route: route.name, reasons: [routing.reason] };
  const { name: table, table: tableName } = routing.destination;
  const known = { route: route.name, mode: route.mode, table };
  const payload = decompress(delivery.data, plan.compression);
  if (payload instanceof RowFailure) return { ...known, outcome: 'rejected', reasons: [reasonOf(payload)] };
  const { schema, primaryKey } = await describe(tableName);
  const { format, unknownFields, change: rule } = route;
  if (rule !== undefined) {
    const made = new RowMaker({ schema, format, unknownFields, change: { rule, primaryKey } }).make(delivery, payload);
    if (made instanceof RowFailure) return { ...known, outcome: 'rejected', reasons: [reasonOf(made)] };
    const { type, sequence } = made.change as { readonly type: string; readonly sequence: string };
    if (type === 'DELETE')
      return { ...known, outcome: 'row', row: JSON.stringify(made.row), change: type, sequence, reasons: [] };
    return { ...rowOf(delivery, payload), ...known, change: type, sequence };
  }
  return { ...rowOf(delivery, payload), ...known };

  function rowOf(message: Delivery, bytes: Buffer): Explanation {
    const rows = new RowText({ schema, format, unknownFields, jsonColumns: 'text' });
    const made = rows.make({ delivery: message, payload: bytes, bytes: 0 });
    if (made instanceof RowFailure) return { outcome: 'rejected', reasons: [reasonOf(made)] };
    return { outcome: 'row', row: made.text.toString(), reasons: [] };
  }
}

function reasonOf({ code, reason, location }: RowFailure): string {
  return `${code}${location === '' ? '' : ` at ${location}`}: ${reason}`;
}
