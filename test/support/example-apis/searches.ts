/** APIs that are asked by POST, with the cursor in the body. */

import { basic, type ExampleApi, FROM, items, jsonOf, MINUTE, onlyAt, REFUSED, SECOND, within } from './example.ts';

const JIRA = items(140, FROM - 2 * MINUTE, 6.25 * SECOND);
const jiraTime = (t: number): string => new Date(t).toISOString().replace('Z', '+0000');

export const jira: ExampleApi = {
  name: 'jira-issues',
  although: 'it knows minutes alone, sends short pages in between, and names the end of its limit as a time',
  columns: ['key', 'summary', 'updated'],
  minutes: 10,
  waits: 45_000,
  api: (clock) => {
    const limited = onlyAt(2);
    return (request) => {
      if (request.headers.authorization !== basic('ops@example.com', 'jira')) return REFUSED;
      if (limited()) {
        const reset = new Date(Math.ceil(clock.now() / SECOND) * SECOND + 45_000).toISOString();
        return { status: 429, headers: { 'x-ratelimit-reset': reset, 'x-ratelimit-remaining': '0' }, body: {} };
      }
      const {
        jql,
        maxResults,
        nextPageToken = '0',
      } = jsonOf(request) as { jql: string; maxResults: number; nextPageToken?: string };
      const [from, to] = [...jql.matchAll(/"(\d{4}-\d\d-\d\d) (\d\d:\d\d)"/g)].map(([, day, time]) =>
        Date.parse(`${day}T${time}Z`),
      ) as [number, number];
      const found = JIRA.filter(({ t }) => t >= from && t <= to);
      const at = Number(nextPageToken);
      // "The number of items returned may be fewer than the requested maximum."
      const end = at + Math.min(maxResults, at === 0 ? 30 : 50);
      const issues = found.slice(at, end).map(({ n, t }) => ({
        id: String(10_000 + n),
        key: `OPS-${n}`,
        fields: { summary: `Issue ${n}`, updated: jiraTime(t) },
      }));
      return {
        body: end < found.length ? { issues, nextPageToken: String(end), isLast: false } : { issues, isLast: true },
      };
    };
  },
  expected: within(JIRA, 10).map(({ n, t }) => ({ key: `OPS-${n}`, summary: `Issue ${n}`, updated: jiraTime(t) })),
};

const MANY = items(10_400, FROM - SECOND, 58);
const ms = (t: number): string => new Date(t).toISOString();

export const hubspot: ExampleApi = {
  name: 'hubspot-contacts',
  although: 'a search shows 10,000 rows at most and the window has more, and it refuses a request of each second',
  columns: ['id:INT64', 'email', 'updated_at'],
  minutes: 10,
  api: () => {
    const limited = onlyAt(3);
    return (request) => {
      if (request.headers.authorization !== 'Bearer hubspot') return REFUSED;
      if (limited())
        return {
          status: 429,
          body: { status: 'error', policyName: 'SECONDLY', message: 'You have reached your secondly limit.' },
        };
      const {
        filterGroups,
        limit,
        after = '0',
      } = jsonOf(request) as {
        filterGroups: [{ filters: [{ value: string; highValue: string }] }];
        limit: number;
        after?: string;
      };
      const { value, highValue } = filterGroups[0].filters[0];
      const found = MANY.filter(({ t }) => t >= Number(value) && t <= Number(highValue));
      const at = Number(after);
      if (at >= 10_000) return { status: 400, body: { message: 'paging past 10,000' } };
      const end = at + Math.min(200, limit);
      return {
        body: {
          total: found.length,
          results: found.slice(at, end).map(({ n, t }) => ({
            id: String(n),
            updatedAt: ms(t),
            properties: { email: `${n}@example.com`, hs_object_id: String(n) },
          })),
          ...(end < found.length ? { paging: { next: { after: String(end) } } } : {}),
        },
      };
    };
  },
  expected: within(MANY, 10).map(({ n, t }) => ({ id: String(n), email: `${n}@example.com`, updated_at: ms(t) })),
};

const CONTACTS = items(400, FROM - 10 * SECOND, 2 * SECOND);

export const intercom: ExampleApi = {
  name: 'intercom-contacts',
  although: 'it knows > and < alone, and names the end of its limit as seconds since 1970',
  columns: ['id', 'updated_at:INT64', 'email'],
  minutes: 10,
  waits: 8_000,
  api: (clock) => {
    const limited = onlyAt(2);
    return (request) => {
      if (request.headers.authorization !== 'Bearer intercom') return REFUSED;
      if (limited()) {
        const reset = String(Math.ceil(clock.now() / SECOND) + 8);
        return {
          status: 429,
          headers: { 'x-ratelimit-reset': reset },
          body: { type: 'error.list', errors: [{ code: 'rate_limit_exceeded' }] },
        };
      }
      const { query, pagination } = jsonOf(request) as {
        query: { value: [{ value: string }, { value: string }] };
        pagination: { per_page: number; starting_after?: string };
      };
      const [from, to] = query.value.map(({ value }) => Number(value)) as [number, number];
      const found = CONTACTS.filter(({ t }) => t / SECOND > from && t / SECOND < to);
      const at = Number(pagination.starting_after ?? 0);
      const end = at + Math.min(150, pagination.per_page);
      const page = 1 + at / 150;
      return {
        body: {
          type: 'list',
          total_count: found.length,
          data: found.slice(at, end).map(({ n, t }) => ({
            type: 'contact',
            id: `c${n}`,
            updated_at: t / SECOND,
            email: n % 50 === 0 ? null : `${n}@example.com`,
          })),
          pages: {
            type: 'pages',
            page,
            ...(end < found.length ? { next: { page: page + 1, starting_after: String(end) } } : {}),
          },
        },
      };
    };
  },
  expected: within(CONTACTS, 10).map(({ n, t }) => ({
    id: `c${n}`,
    updated_at: String(t / SECOND),
    email: n % 50 === 0 ? null : `${n}@example.com`,
  })),
};

/** Times are cut to the minute. */
const PAGES = items(250, FROM - 2 * MINUTE, 3 * SECOND).map(({ n, t }) => ({ n, t: Math.floor(t / MINUTE) * MINUTE }));

export const notion: ExampleApi = {
  name: 'notion-pages',
  although: 'times are cut to the minute, it answers 409, and it says that there is more in front of an empty page',
  columns: ['id', 'last_edited_time', 'archived:BOOL'],
  minutes: 10,
  api: () => {
    const met = onlyAt(1);
    return (request) => {
      if (request.headers.authorization !== 'Bearer notion' || request.headers['notion-version'] === undefined)
        return REFUSED;
      if (met()) return { status: 409, body: { object: 'error', code: 'conflict_error', message: 'Try again.' } };
      const {
        filter,
        start_cursor: cursor = '0',
        page_size: size,
      } = jsonOf(request) as {
        filter: { and: [{ last_edited_time: { on_or_after: string } }, { last_edited_time: { before: string } }] };
        start_cursor?: string;
        page_size: number;
      };
      const [from, to] = [filter.and[0].last_edited_time.on_or_after, filter.and[1].last_edited_time.before].map(
        Date.parse,
      ) as [number, number];
      const found = PAGES.filter(({ t }) => t >= from && t < to);
      const at = Number(cursor);
      const end = at + Math.min(100, size);
      const more = at < found.length;
      return {
        body: {
          object: 'list',
          results: found
            .slice(at, end)
            .map(({ n, t }) => ({ object: 'page', id: `p${n}`, last_edited_time: ms(t), archived: n % 2 === 0 })),
          has_more: more,
          next_cursor: more ? String(end) : null,
        },
      };
    };
  },
  expected: within(PAGES, 10).map(({ n, t }) => ({
    id: `p${n}`,
    last_edited_time: ms(t),
    archived: String(n % 2 === 0),
  })),
};
