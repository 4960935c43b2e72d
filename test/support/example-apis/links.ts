/** APIs whose next page is a URL: in the `Link` header or in the body, absolute or relative. */

import {
  basic,
  type ExampleApi,
  FROM,
  iso,
  items,
  MINUTE,
  onlyAt,
  originOf,
  REFUSED,
  SECOND,
  TokenEndpoint,
  within,
} from './example.ts';

const ISSUES = items(150, FROM - 5 * MINUTE, 30 * SECOND);
const isPull = (n: number): boolean => n % 10 === 3;

export const github: ExampleApi = {
  name: 'github-issues',
  although:
    'its limit answers 403 with a header of its own, pull requests stand among issues, and a repository has none',
  columns: ['number:INT64', 'updated_at', 'repo', 'author'],
  minutes: 60,
  waits: 30_000,
  api: (clock) => {
    const limited = onlyAt(2);
    return (request) => {
      if (request.headers.authorization !== 'Bearer github') return REFUSED;
      if (request.path === '/repos/octo/site/issues') return { status: 410, body: { message: 'Issues are disabled' } };
      if (limited()) {
        const reset = String(Math.ceil(clock.now() / SECOND) + 30);
        return { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, body: {} };
      }
      const { query } = request;
      const size = Math.min(100, Number(query.get('per_page') ?? 30));
      const page = Number(query.get('page') ?? 1);
      const since = Date.parse(query.get('since') as string);
      const found = ISSUES.filter(({ t }) => t >= since);
      const next = new URLSearchParams(query);
      next.set('page', String(page + 1));
      const more = page * size < found.length;
      return {
        headers: more ? { link: `<${originOf(request)}${request.path}?${next}>; rel="next", <x>; rel="last"` } : {},
        body: found.slice((page - 1) * size, page * size).map(({ n, t }) => ({
          number: n,
          title: `issue ${n}`,
          updated_at: iso(t),
          user: n === 20 ? null : { login: 'octocat' },
          ...(isPull(n) ? { pull_request: { url: 'x' } } : {}),
        })),
      };
    };
  },
  expected: within(ISSUES, 60)
    .filter(({ n }) => !isPull(n))
    .map(({ n, t }) => ({
      number: String(n),
      updated_at: iso(t),
      repo: 'octo/app',
      author: n === 20 ? null : 'octocat',
    })),
};

const ORDERS = items(600, FROM - MINUTE, 1.1 * SECOND);

export const shopify: ExampleApi = {
  name: 'shopify-orders',
  although: 'it asks to wait 2.5 seconds, and refuses a next page with any other parameter',
  columns: ['id:INT64', 'updated_at'],
  minutes: 10,
  waits: 2_500,
  api: () => {
    const limited = onlyAt(2);
    return (request) => {
      if (request.headers['x-shopify-access-token'] !== 'shopify') return REFUSED;
      if (limited()) return { status: 429, headers: { 'retry-after': '2.5' }, body: { errors: 'Exceeded 2 calls' } };
      const { query } = request;
      const token = query.get('page_info');
      if (token !== null && [...query.keys()].some((name) => name !== 'page_info' && name !== 'limit'))
        return { status: 400, body: { errors: { page_info: 'Invalid value.' } } };
      const [from, to, at] = (token ?? `${query.get('updated_at_min')}|${query.get('updated_at_max')}|0`).split('|');
      const found = ORDERS.filter(({ t }) => t >= Date.parse(from as string) && t <= Date.parse(to as string));
      const size = Math.min(250, Number(query.get('limit') ?? 50));
      const end = Number(at) + size;
      const info = encodeURIComponent(`${from}|${to}|${end}`);
      const next = `<${originOf(request)}${request.path}?limit=${size}&page_info=${info}>; rel="next"`;
      return {
        headers: end < found.length ? { link: next } : {},
        body: {
          orders: found
            .slice(Number(at), end)
            .map(({ n, t }) => ({ id: 9_007_199_254_740_993n.toString().slice(0, 12) + n, updated_at: iso(t) })),
        },
      };
    };
  },
  expected: within(ORDERS, 10)
    .filter(({ t }) => Math.floor(t / SECOND) * SECOND < FROM + 10 * MINUTE)
    .map(({ n, t }) => ({ id: `900719925474${n}`, updated_at: iso(t) })),
};

const ACCOUNTS = items(12, FROM - 2 * MINUTE, MINUTE);

export const salesforce: ExampleApi = {
  name: 'salesforce-accounts',
  although: 'its session ends in the middle of a listing, and the locator of the first listing passes',
  columns: ['id', 'name', 'system_modstamp'],
  minutes: 10,
  listings: 2,
  api: () => {
    const tokens = new TokenEndpoint();
    const expired = onlyAt(3);
    const lost = onlyAt(2);
    let queries = 0;
    const batch = (at: number, from: number, to: number) => {
      const found = ACCOUNTS.filter(({ t }) => t >= from && t < to);
      const done = at + 4 >= found.length;
      return {
        totalSize: found.length,
        done,
        ...(done ? {} : { nextRecordsUrl: `/services/data/v62.0/query/01g${queries}-${at + 4}` }),
        records: found.slice(at, at + 4).map(({ n, t }) => ({
          attributes: { type: 'Account', url: `/sobjects/Account/${n}` },
          Id: `001${n}`,
          Name: `Account ${n}`,
          SystemModstamp: iso(t).replace('Z', '.000+0000'),
        })),
      };
    };
    let bounds: readonly number[] = [];
    return (request) => {
      if (request.path === '/services/oauth2/token') return tokens.issue();
      if (expired()) tokens.issued += 1;
      if (request.headers.authorization !== tokens.good)
        return { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] };
      const soql = request.query.get('q');
      if (soql !== null) {
        queries += 1;
        bounds = [...soql.matchAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g)].map(([text]) => Date.parse(text));
        return { body: batch(0, bounds[0] as number, bounds[1] as number) };
      }
      if (lost())
        return { status: 404, body: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }] };
      const [, query, at] = /01g(\d+)-(\d+)$/.exec(request.path) ?? [];
      if (Number(query) !== queries) return { status: 404, body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] };
      return { body: batch(Number(at), bounds[0] as number, bounds[1] as number) };
    };
  },
  expected: within(ACCOUNTS, 10).map(({ n, t }) => ({
    id: `001${n}`,
    name: `Account ${n}`,
    system_modstamp: iso(t).replace('Z', '.000+0000'),
  })),
};

const MESSAGES = items(260, FROM - 20 * MINUTE, 30 * SECOND);
const rfc2822 = (t: number): string => new Date(t).toUTCString().replace('GMT', '+0000');

export const twilio: ExampleApi = {
  name: 'twilio-messages',
  although: 'it knows whole days alone, answers 429 without a word and 503 with a page of HTML',
  columns: ['sid', 'date_sent', 'body'],
  minutes: 60,
  api: () => {
    const limited = onlyAt(1);
    const down = onlyAt(2);
    return (request) => {
      if (request.headers.authorization !== basic('AC0123', 'twilio')) return REFUSED;
      if (limited()) return { status: 429, body: { code: 20_429, message: 'Too Many Requests', status: 429 } };
      if (down()) return { status: 503, headers: { 'content-type': 'text/html' }, body: '<html>Sorry</html>' };
      const { query } = request;
      const first = Date.parse(`${query.get('DateSent>')}T00:00:00Z`);
      const last = Date.parse(`${query.get('DateSent<')}T00:00:00Z`) + 24 * 60 * MINUTE;
      const found = MESSAGES.filter(({ t }) => t >= first && t < last);
      const page = Number(query.get('Page') ?? 0);
      const next = new URLSearchParams({ ...Object.fromEntries(query), Page: String(page + 1), PageToken: 'PA1' });
      return {
        body: {
          page,
          next_page_uri: (page + 1) * 100 < found.length ? `${request.path}?${next}` : null,
          messages: found
            .slice(page * 100, (page + 1) * 100)
            .map(({ n, t }) => ({ sid: `SM${n}`, date_sent: rfc2822(t), body: `text "${n}"\n`, num_media: '0' })),
        },
      };
    };
  },
  expected: within(MESSAGES, 60).map(({ n, t }) => ({ sid: `SM${n}`, date_sent: rfc2822(t), body: `text "${n}"\n` })),
};
