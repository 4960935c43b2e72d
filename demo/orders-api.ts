/** The fake API of the sample source: an order every five seconds of any day, the same whenever it is asked for. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

// An `import` of node:http loads all of undici with it: 14 MB that an idle process need not keep.
const { createServer } = process.getBuiltinModule('node:http');

const EVERY_MS = 5_000;
const STATUSES = ['PLACED', 'PAID', 'SHIPPED', 'CANCELLED'] as const;

export interface OrdersApi {
  /** `127.0.0.1:8099` */
  readonly address: string;
  close(): Promise<void>;
}

export async function startOrdersApi(port = 0): Promise<OrdersApi> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url as string, 'http://orders');
    const from = Date.parse(searchParams.get('created_from') ?? '');
    const to = Date.parse(searchParams.get('created_to') ?? '');
    const good = pathname === '/orders' && !Number.isNaN(from) && !Number.isNaN(to);
    response.writeHead(good ? 200 : 400, { 'content-type': 'application/json' });
    response.end(good ? page(from, to, searchParams) : '{"message":"GET /orders needs created_from and created_to"}');
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function page(from: number, to: number, query: URLSearchParams): string {
  const first = Number(query.get('cursor') ?? Math.ceil(from / EVERY_MS));
  const end = Math.ceil(to / EVERY_MS);
  const last = Math.min(end, first + Number(query.get('limit') ?? 50));
  const orders = Array.from({ length: Math.max(0, last - first) }, (_, index) => orderOf(first + index));
  return JSON.stringify({ orders, next_cursor: last < end ? String(last) : null });
}

function orderOf(number: number): object {
  const created = new Date(number * EVERY_MS);
  const quantity = 1 + (number % 3);
  return {
    order_id: `O-${number}`,
    created_at: created.toISOString(),
    status: STATUSES[number % STATUSES.length],
    total: `${quantity * (5 + (number % 95))}.90`,
    delivery_date: new Date(created.getTime() + 3 * 86_400_000).toISOString().slice(0, 10),
    customer: { customer_id: `C-${number % 500}`, email: `c${number % 500}@example.com`, full_name: 'A. Sample' },
    items: [{ sku: `SKU-${number % 40}`, quantity, price: `${5 + (number % 95)}.90`, tags: ['sample'] }],
    attributes: { channel: number % 2 === 0 ? 'web' : 'shop' },
  };
}
