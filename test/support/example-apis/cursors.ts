/** APIs whose next page is a cursor in the query. */

import { basic, type ExampleApi, FROM, iso, items, MINUTE, onlyAt, REFUSED, SECOND, within } from './example.ts';

/** Every other charge is of the same second as the one before. */
const CHARGES = items(330, FROM - 30 * SECOND, 2 * SECOND).map(({ n, t }) => ({ n, t: t - (n % 2) * 2 * SECOND }));

export const stripe: ExampleApi = {
  name: 'stripe-charges',
  although: 'it is newest first, two rows share a second, and its limit answers 429 without a time to wait',
  columns: ['id', 'created:INT64', 'amount:INT64'],
  minutes: 10,
  api: () => {
    const limited = onlyAt(3);
    return ({ headers, query }) => {
      if (headers.authorization !== 'Bearer stripe') return REFUSED;
      if (limited())
        return {
          status: 429,
          headers: { 'stripe-rate-limited-reason': 'global-rate' },
          body: { error: { code: 'rate_limit' } },
        };
      const from = Number(query.get('created[gte]')) * SECOND;
      const to = Number(query.get('created[lt]')) * SECOND;
      const found = CHARGES.filter(({ t }) => t >= from && t < to).reverse();
      const after = query.get('starting_after');
      const at = after === null ? 0 : found.findIndex(({ n }) => `ch_${n}` === after) + 1;
      const size = Math.min(100, Number(query.get('limit') ?? 10));
      return {
        body: {
          object: 'list',
          has_more: at + size < found.length,
          data: found.slice(at, at + size).map(({ n, t }) => ({ id: `ch_${n}`, created: t / SECOND, amount: 100 + n })),
        },
      };
    };
  },
  expected: [...within(CHARGES, 10)]
    .reverse()
    .map(({ n, t }) => ({ id: `ch_${n}`, created: String(t / SECOND), amount: String(100 + n) })),
};

const TICKETS = items(40, FROM - 3 * MINUTE, 30 * SECOND);

export const zendesk: ExampleApi = {
  name: 'zendesk-tickets',
  although: 'a ticket stands on two pages, a page is empty, and its limit asks to wait 57 seconds',
  columns: ['id:INT64', 'updated_at', 'subject'],
  minutes: 10,
  waits: 57_000,
  api: () => {
    const limited = onlyAt(2);
    return ({ headers, query }) => {
      if (headers.authorization !== basic('ops@example.com/token', 'zendesk')) return REFUSED;
      if (limited())
        return { status: 429, headers: { 'retry-after': '57' }, body: 'Number of allowed requests exceeded' };
      const [since, page] = (query.get('cursor') ?? `${query.get('start_time')}-0`).split('-').map(Number) as [
        number,
        number,
      ];
      const found = TICKETS.filter(({ t }) => t >= since * SECOND);
      // The second page is empty, and every page begins with the last ticket of the one before.
      const at = page < 2 ? page * 15 : (page - 1) * 15;
      const rows = page === 1 ? [] : found.slice(Math.max(0, at - 1), at + 15);
      return {
        body: {
          tickets: rows.map(({ n, t }) => ({
            id: n,
            updated_at: iso(t),
            subject: `No. ${n}`,
            generated_timestamp: t / SECOND,
          })),
          after_cursor: `${since}-${page + 1}`,
          end_of_stream: page > 1 && at + 15 >= found.length,
        },
      };
    };
  },
  expected: within(TICKETS, 10).map(({ n, t }) => ({ id: String(n), updated_at: iso(t), subject: `No. ${n}` })),
};

const TALK = {
  C1: items(7, FROM - MINUTE, 2 * MINUTE),
  C2: items(3, FROM, MINUTE),
  C4: items(2, FROM + 59, 5 * MINUTE),
};
const stamp = (t: number): string => (t / SECOND).toFixed(6);

export const slack: ExampleApi = {
  name: 'slack-messages',
  although: 'its errors come with status 200, a channel refuses, and a page of messages is asked for too fast',
  columns: ['channel', 'ts', 'text'],
  minutes: 10,
  waits: 30_000,
  api: () => {
    const broken = onlyAt(2);
    const limited = onlyAt(4);
    return ({ headers, path, query }) => {
      if (headers.authorization !== 'Bearer slack') return { body: { ok: false, error: 'invalid_auth' } };
      const cursor = query.get('cursor');
      if (path === '/api/conversations.list') {
        const [channels, next] = cursor === null ? [['C1', 'C2'], 'bmV4dA=='] : [['C3', 'C4'], ''];
        return {
          body: { ok: true, channels: channels.map((id) => ({ id })), response_metadata: { next_cursor: next } },
        };
      }
      if (broken()) return { body: { ok: false, error: 'internal_error' } };
      if (limited())
        return { status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } };
      const channel = query.get('channel') as keyof typeof TALK | 'C3';
      if (channel === 'C3') return { body: { ok: false, error: 'not_in_channel' } };
      const [from, to] = [query.get('oldest'), query.get('latest')].map(Number) as [number, number];
      const found = TALK[channel].filter(({ t }) => t / SECOND >= from && t / SECOND <= to);
      const at = Number(cursor ?? 0);
      const next =
        at + 2 < found.length
          ? { has_more: true, response_metadata: { next_cursor: String(at + 2) } }
          : { has_more: false };
      return {
        body: {
          ok: true,
          messages: found.slice(at, at + 2).map(({ n, t }) => ({ type: 'message', ts: stamp(t), text: `hi ${n}` })),
          ...next,
        },
      };
    };
  },
  expected: Object.entries(TALK).flatMap(([channel, talk]) =>
    within(talk, 10).map(({ n, t }) => ({ channel, ts: stamp(t), text: `hi ${n}` })),
  ),
};

const RECORDS = items(230, FROM, SECOND);

export const airtable: ExampleApi = {
  name: 'airtable-records',
  although: 'the iterator of the first listing passes, and rows without a value have no field',
  columns: ['id', 'created_time', 'asset_name', 'count:INT64'],
  minutes: 24 * 60,
  listings: 2,
  api: () => {
    const passed = onlyAt(3);
    let listing = 0;
    return ({ headers, query }) => {
      if (headers.authorization !== 'Bearer airtable') return REFUSED;
      const offset = query.get('offset');
      if (offset === null) listing += 1;
      const [of, at = 0] = (offset ?? `itr${listing}/0`).replace('itr', '').split('/').map(Number);
      if (passed() || of !== listing)
        return { status: 422, body: { error: { type: 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE' } } };
      const size = Math.min(100, Number(query.get('pageSize') ?? 100));
      return {
        body: {
          records: RECORDS.slice(at, at + size).map(({ n, t }) => ({
            id: `rec${n}`,
            createdTime: iso(t),
            fields: n % 7 === 0 ? {} : { 'Asset name': `asset ${n}`, Count: n },
          })),
          ...(at + size < RECORDS.length ? { offset: `itr${listing}/${at + size}` } : {}),
        },
      };
    };
  },
  expected: RECORDS.map(({ n, t }) => ({
    id: `rec${n}`,
    created_time: iso(t),
    asset_name: n % 7 === 0 ? null : `asset ${n}`,
    count: n % 7 === 0 ? null : String(n),
  })),
};

const PAYMENTS = items(220, FROM - 10 * SECOND, 3 * SECOND);

export const square: ExampleApi = {
  name: 'square-payments',
  although: 'its cursor lives for five minutes only, and a payment of the border belongs to the next window',
  columns: ['id', 'created_at', 'amount:INT64', 'currency'],
  minutes: 10,
  listings: 2,
  api: () => {
    const passed = onlyAt(2);
    return ({ headers, query }) => {
      if (headers.authorization !== 'Bearer square') return REFUSED;
      if (passed())
        return { status: 400, body: { errors: [{ category: 'INVALID_REQUEST_ERROR', code: 'INVALID_CURSOR' }] } };
      const from = Date.parse(query.get('begin_time') as string);
      const to = Date.parse(query.get('end_time') as string);
      const found = PAYMENTS.filter(({ t }) => t >= from && t <= to);
      const at = Number(query.get('cursor') ?? 0);
      const payments = found.slice(at, at + 100).map(({ n, t }) => ({
        id: `pay${n}`,
        created_at: iso(t).replace('Z', '.000Z'),
        amount_money: { amount: 9_007_199_254_000 + n, currency: 'USD' },
      }));
      return { body: { payments, ...(at + 100 < found.length ? { cursor: String(at + 100) } : {}) } };
    };
  },
  expected: within(PAYMENTS, 10).map(({ n, t }) => ({
    id: `pay${n}`,
    created_at: iso(t).replace('Z', '.000Z'),
    amount: String(9_007_199_254_000 + n),
    currency: 'USD',
  })),
};
