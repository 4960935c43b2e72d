/** APIs whose pages are counted: by an offset or by a number, in the query or in the body. */

import {
  basic,
  type ExampleApi,
  FROM,
  iso,
  items,
  jsonOf,
  MINUTE,
  onlyAt,
  REFUSED,
  SECOND,
  TokenEndpoint,
  within,
} from './example.ts';

const COUNTRIES = Array.from({ length: 1_205 }, (_, n) => ({
  country: `Country ${String(n).padStart(4, '0')}`,
  users: n * 3,
}));

export const analytics: ExampleApi = {
  name: 'google-analytics-report',
  although: 'its quota is used up for a moment, its token is refused early, and its numbers are texts',
  columns: ['day', 'country', 'active_users:INT64'],
  minutes: 24 * 60,
  api: () => {
    const tokens = new TokenEndpoint();
    const revoked = onlyAt(2);
    const limited = onlyAt(3);
    return (request) => {
      if (request.path === '/token') {
        const form = new URLSearchParams(request.body);
        return form.get('refresh_token') === 'ga-refresh'
          ? tokens.issue()
          : { status: 400, body: { error: 'invalid_grant' } };
      }
      if (revoked()) tokens.issued += 1;
      if (request.headers.authorization !== tokens.good)
        return { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } };
      if (limited())
        return {
          status: 429,
          body: { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Exhausted concurrent requests quota.' } },
        };
      if (request.path !== '/v1beta/properties/1234:runReport') return { status: 404, body: {} };
      const { offset, limit, dateRanges } = jsonOf(request) as {
        offset: number;
        limit: number;
        dateRanges: [{ startDate: string; endDate: string }];
      };
      const { startDate, endDate } = dateRanges[0];
      if (startDate !== endDate) return { status: 400, body: { error: { message: 'one day' } } };
      const value = (text: string | number) => ({ value: String(text) });
      return {
        body: {
          dimensionHeaders: [{ name: 'date' }, { name: 'country' }],
          rowCount: COUNTRIES.length,
          rows: COUNTRIES.slice(offset, offset + limit).map(({ country, users }) => ({
            dimensionValues: [value(startDate.replaceAll('-', '')), value(country)],
            metricValues: [value(users)],
          })),
          kind: 'analyticsData#runReport',
        },
      };
    };
  },
  expected: COUNTRIES.map(({ country, users }) => ({ day: '20260301', country, active_users: String(users) })),
};

export const emptyAnalytics: ExampleApi = {
  ...analytics,
  although: 'a report without rows has no field for them',
  api: () => {
    const tokens = new TokenEndpoint();
    return ({ path }) => (path === '/token' ? tokens.issue() : { body: { kind: 'analyticsData#runReport' } });
  },
  expected: [],
};

const MEMBERS = items(230, FROM - 5 * MINUTE, 20 * SECOND);

export const mailchimp: ExampleApi = {
  name: 'mailchimp-members',
  although: 'a member leaves the listing while it is read, so that its total moves',
  columns: ['id', 'last_changed', 'status'],
  minutes: 60,
  listings: 2,
  api: () => {
    const changed = onlyAt(2);
    let gone = -1;
    return ({ headers, query }) => {
      if (headers.authorization !== basic('any', 'mailchimp')) return REFUSED;
      // The member is changed, and so it is a row of a later window.
      if (changed()) gone = 40;
      const from = Date.parse(query.get('since_last_changed') as string);
      const to = Date.parse(query.get('before_last_changed') as string);
      const found = MEMBERS.filter(({ n, t }) => n !== gone && t >= from && t < to);
      const at = Number(query.get('offset'));
      const count = Number(query.get('count') ?? 10);
      return {
        body: {
          members: found
            .slice(at, at + count)
            .map(({ n, t }) => ({ id: `m${n}`, last_changed: iso(t).replace('Z', '+00:00'), status: 'subscribed' })),
          total_items: found.length,
        },
      };
    };
  },
  expected: within(MEMBERS, 60)
    .filter(({ n }) => n !== 40)
    .map(({ n, t }) => ({ id: `m${n}`, last_changed: iso(t).replace('Z', '+00:00'), status: 'subscribed' })),
};

const INCIDENTS = items(205, FROM - 10 * SECOND, 3 * SECOND);

export const pagerduty: ExampleApi = {
  name: 'pagerduty-incidents',
  although: 'its limit names the seconds to go, and it says that there is more in front of an empty page',
  columns: ['id', 'created_at', 'service'],
  minutes: 10,
  waits: 21_000,
  api: () => {
    const limited = onlyAt(2);
    return ({ headers, query }) => {
      if (headers.authorization !== 'Token token=pagerduty') return REFUSED;
      if (limited())
        return {
          status: 429,
          headers: { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '21' },
          body: { error: { message: 'Too many requests' } },
        };
      const from = Date.parse(query.get('since') as string);
      const to = Date.parse(query.get('until') as string);
      const found = INCIDENTS.filter(({ t }) => t >= from && t <= to);
      const at = Number(query.get('offset') ?? 0);
      const limit = Math.min(100, Number(query.get('limit') ?? 25));
      return {
        body: {
          incidents: found.slice(at, at + limit).map(({ n, t }) => ({
            id: `Q${n}`,
            created_at: iso(t),
            service: { id: 'S1', summary: n % 9 === 0 ? null : 'API' },
          })),
          limit,
          offset: at,
          total: null,
          more: at < found.length,
        },
      };
    };
  },
  expected: within(INCIDENTS, 10).map(({ n, t }) => ({
    id: `Q${n}`,
    created_at: iso(t),
    service: n % 9 === 0 ? null : 'API',
  })),
};

const INVOICES = items(200, FROM, 15 * SECOND);
const netDate = (t: number): string => `/Date(${t}+0000)/`;

export const xero: ExampleApi = {
  name: 'xero-invoices',
  although:
    'a refresh token is good once, the last page is full and an empty one follows, and amounts have trailing zeros',
  columns: ['invoice_id', 'updated_date_utc', 'total:NUMERIC'],
  minutes: 60,
  waits: 12_000,
  api: () => {
    const tokens = new TokenEndpoint();
    const limited = onlyAt(2);
    const expired = onlyAt(3);
    let refresh = 'xero-refresh';
    return (request) => {
      if (request.path === '/connect/token') {
        const form = new URLSearchParams(request.body);
        if (
          request.headers.authorization !== basic('xero-client', 'xero-secret') ||
          form.get('refresh_token') !== refresh
        )
          return { status: 400, body: { error: 'invalid_grant' } };
        refresh = `refresh-${tokens.issued + 1}`;
        return tokens.issue({ refresh_token: refresh, expires_in: 1_800 });
      }
      if (limited())
        return { status: 429, headers: { 'retry-after': '12', 'x-rate-limit-problem': 'minute' }, body: '' };
      if (expired()) tokens.issued += 1;
      if (request.headers.authorization !== tokens.good)
        return { status: 401, body: { Title: 'Unauthorized', Detail: 'TokenExpired' } };
      const since = Date.parse(`${request.headers['if-modified-since']}Z`);
      const page = Number(request.query.get('page'));
      const size = Number(request.query.get('pageSize') ?? 100);
      const found = INVOICES.filter(({ t }) => t >= since);
      const invoices = found.slice((page - 1) * size, page * size);
      const texts = invoices.map(
        ({ n, t }) =>
          `{"InvoiceID":"inv-${n}","UpdatedDateUTC":"\\/Date(${t}+0000)\\/","Total":${n}.10,"DateString":"2020-01-01T00:00:00"}`,
      );
      return { headers: { 'content-type': 'application/json' }, body: `{"Status":"OK","Invoices":[${texts.join()}]}` };
    };
  },
  expected: within(INVOICES, 60).map(({ n, t }) => ({
    invoice_id: `inv-${n}`,
    updated_date_utc: netDate(t),
    total: `${n}.100000000`,
  })),
};

const PAPERS = items(205, FROM, 6 * MINUTE);

export const arxiv: ExampleApi = {
  name: 'arxiv-papers',
  although: 'it sends an empty page in the middle of a listing, and one entry alone is no list',
  columns: ['id', 'published', 'title', 'authors'],
  minutes: 24 * 60,
  api: () => {
    const empty = onlyAt(2);
    return ({ query }) => {
      const [from, to] = [...(query.get('search_query') as string).matchAll(/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/g)].map(
        ([, y, m, d, h, min]) => Date.parse(`${y}-${m}-${d}T${h}:${min}Z`),
      ) as [number, number];
      const found = PAPERS.filter(({ t }) => t >= from && t <= to);
      const start = Number(query.get('start'));
      const rows = empty() ? [] : found.slice(start, start + Number(query.get('max_results')));
      const entries = rows.map(
        ({ n, t }) =>
          `<entry><id>http://arxiv.org/abs/26.${n}v1</id><published>${iso(t)}</published><title>Rows &amp; streams ${n}</title><author><name>A. ${n}</name></author>${n % 2 === 0 ? '' : '<author><name>B.</name></author>'}</entry>`,
      );
      const search = 'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"';
      return {
        headers: { 'content-type': 'application/atom+xml; charset=UTF-8' },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><opensearch:totalResults ${search}>${found.length}</opensearch:totalResults><opensearch:startIndex ${search}>${start}</opensearch:startIndex>${entries.join('')}</feed>`,
      };
    };
  },
  expected: within(PAPERS, 24 * 60).map(({ n, t }) => ({
    id: `http://arxiv.org/abs/26.${n}v1`,
    published: iso(t),
    title: `Rows & streams ${n}`,
    authors: n % 2 === 0 ? `{"name":"A. ${n}"}` : `[{"name":"A. ${n}"},{"name":"B."}]`,
  })),
};
