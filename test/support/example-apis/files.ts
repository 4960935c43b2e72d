/** APIs that answer with files: CSV, JSON lines, and a job that has to be waited for. */

import { gzipSync } from 'node:zlib';
import {
  basic,
  type ExampleApi,
  FROM,
  items,
  jsonOf,
  MINUTE,
  onlyAt,
  REFUSED,
  SECOND,
  TokenEndpoint,
  within,
} from './example.ts';

export const noaa: ExampleApi = {
  name: 'noaa-daily',
  although: 'it answers 200 with a page of HTML, and a name has a comma and quotes in it',
  columns: ['station', 'date', 'tmax', 'tmin'],
  minutes: 24 * 60,
  api: () => {
    const sorry = onlyAt(1);
    return ({ query }) => {
      if (sorry()) return { headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html>Maintenance</html>' };
      if (query.get('startDate') !== '2026-03-01' || query.get('endDate') !== '2026-03-01')
        return { status: 400, body: {} };
      return {
        headers: { 'content-type': 'text/csv' },
        body: '"STATION","NAME","DATE","TMAX","TMIN"\r\n"USW00094728","NY, ""CENTRAL"" PARK","2026-03-01","    9.4","   -1.1"\r\n"USW00014732","LA GUARDIA","2026-03-01","",""\r\n',
      };
    };
  },
  expected: [
    { station: 'USW00094728', date: '2026-03-01', tmax: '    9.4', tmin: '   -1.1' },
    { station: 'USW00014732', date: '2026-03-01', tmax: '', tmin: '' },
  ],
};

const EVENTS = items(50, FROM - MINUTE, MINUTE);

export const bulk: ExampleApi = {
  name: 'salesforce-bulk',
  although: 'the job takes its time, a part is cut off on its way, and the end is the word null in a header',
  columns: ['id', 'subject'],
  minutes: 60,
  waits: 15_000,
  api: () => {
    const tokens = new TokenEndpoint();
    const cut = onlyAt(2);
    const states = ['UploadComplete', 'InProgress', 'InProgress', 'JobComplete'];
    let found: readonly { readonly n: number }[] = [];
    return (request) => {
      if (request.path === '/services/oauth2/token') return tokens.issue();
      if (request.headers.authorization !== tokens.good) return REFUSED;
      const path = request.path.replace('/services/data/v62.0/jobs/query', '');
      if (path === '' && request.method === 'POST') {
        const { query } = jsonOf(request) as { query: string };
        const [from, to] = [...query.matchAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g)].map(([text]) => Date.parse(text)) as [
          number,
          number,
        ];
        found = EVENTS.filter(({ t }) => t >= from && t < to);
        return { body: { id: '750', state: states[0] } };
      }
      if (path === '/750') return { body: { id: '750', state: states.length > 1 ? states.shift() : states[0] } };
      if (path !== '/750/results') return { status: 404, body: [] };
      const at = Number(request.query.get('locator') ?? 0);
      const more = at + 20 < found.length;
      const lines = found.slice(at, at + 20).map(({ n }) => `"00U${n}","Call, no. ${n}"`);
      return {
        headers: { 'content-type': 'text/csv', 'sforce-locator': more ? String(at + 20) : 'null' },
        body: `"Id","Subject"\n${lines.join('\n')}\n`,
        ...(cut() ? { cutAfter: 100 } : {}),
      };
    };
  },
  expected: within(EVENTS, 60).map(({ n }) => ({ id: `00U${n}`, subject: `Call, no. ${n}` })),
};

const CLICKS = items(300, FROM - 10 * SECOND, 5 * MINUTE);

export const mixpanel: ExampleApi = {
  name: 'mixpanel-events',
  although: 'the gzipped stream ends too early and has no length, and a row stands in it twice',
  columns: ['insert_id', 'event', 'time:INT64', 'distinct_id'],
  minutes: 24 * 60,
  api: () => {
    const early = onlyAt(1);
    return ({ headers, query }) => {
      if (headers.authorization !== basic('mixpanel-user', 'mixpanel-secret')) return REFUSED;
      if (query.get('from_date') !== '2026-03-01' || query.get('to_date') !== '2026-03-01')
        return { status: 400, body: { error: 'dates' } };
      const rows = within(CLICKS, 24 * 60);
      const lines = [...rows, ...rows.slice(0, 1)].map(({ n, t }) =>
        JSON.stringify({
          event: 'Click',
          properties: { time: t / SECOND, distinct_id: `u${n % 5}`, $insert_id: `i${n}` },
        }),
      );
      const whole = gzipSync(`${lines.join('\n')}\n`);
      const body = early() ? whole.subarray(0, whole.length - 20) : whole;
      return { headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' }, body };
    };
  },
  expected: within(CLICKS, 24 * 60).map(({ n, t }) => ({
    insert_id: `i${n}`,
    event: 'Click',
    time: String(t / SECOND),
    distinct_id: `u${n % 5}`,
  })),
};
