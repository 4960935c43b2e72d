/** One look: whether everything answers, what waits, what went wrong, and what just happened. */

import { useState } from 'preact/hooks';
import type { SubscriptionSummary } from '../../../pubsub/index.ts';
import { ago, clock, count, number, short } from '../format.ts';
import { get, send } from '../http.ts';
import { connection, events, type LiveEvent, version } from '../live.ts';
import { useLoad } from '../load.ts';
import { to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { Icon } from '../ui/icon.tsx';
import { List } from '../ui/list.tsx';
import { Button, Card, Chip, Copy, Empty, Page, Problem } from '../ui/parts.tsx';
import { EventLine } from './event-line.tsx';

export interface OverviewAnswer {
  readonly projectId: string;
  readonly startedMs: number;
  readonly addresses: Readonly<Record<string, string>>;
  readonly functions: readonly { readonly name: string; readonly address?: string; readonly health: string }[];
  /** The fullest. */
  readonly subscriptions: readonly SubscriptionSummary[];
  readonly subscriptionCount: number;
  readonly faults: { readonly active: number; readonly strikes: number };
  readonly env: Readonly<Record<string, string>>;
  readonly canReset: boolean;
}

export function Overview() {
  const { data, error } = useLoad(
    () => get<OverviewAnswer>('/api/overview'),
    [connection.value],
    ['pubsub', 'functions'],
  );
  return (
    <Page
      title="Overview"
      lead={data === undefined ? undefined : `${data.projectId}, started ${ago(data.startedMs)}`}
      actions={data?.canReset === true ? <Reset /> : undefined}
    >
      <Problem message={error} />
      {data !== undefined && <Health data={data} />}
      <div class="columns">
        <Latest />
        {data !== undefined && <Waiting subscriptions={data.subscriptions} />}
      </div>
      {data !== undefined && <Addresses data={data} />}
    </Page>
  );
}

function Health({ data }: { readonly data: OverviewAnswer }) {
  const problems = problemsNow();
  return (
    <ul class="tiles">
      {data.functions.map(({ name, health }) => (
        <li key={name}>
          <a class="tile" href={to('functions', name)}>
            <span class="tile-name">{name}</span>
            <Chip tone={health === 'ready' ? 'good' : 'error'}>{health}</Chip>
          </a>
        </li>
      ))}
      <li>
        <a class="tile" href="/events?only=problems">
          <span class="tile-name">problems seen</span>
          <Chip tone={problems === 0 ? 'good' : 'warning'}>{number(problems)}</Chip>
        </a>
      </li>
      <li>
        <a class="tile" href="/faults">
          <span class="tile-name">faults on</span>
          <Chip tone={data.faults.active === 0 ? 'plain' : 'warning'}>
            {data.faults.active === 0
              ? 'none'
              : `${count(data.faults.active, 'rule')}, ${count(data.faults.strikes, 'strike')}`}
          </Chip>
        </a>
      </li>
    </ul>
  );
}

function problemsNow(): number {
  void version.value;
  return events().filter(({ tone }) => tone !== 'plain').length;
}

const SHOWN = 12;

function Latest() {
  void version.value;
  const all = events();
  const shown: readonly LiveEvent[] = all.slice(-SHOWN).reverse();
  return (
    <Card title="Latest events" actions={<a href="/events">All events</a>} class="latest">
      {shown.length === 0 ? (
        <Empty>Nothing has happened yet: post an issue, upload a file, write a document.</Empty>
      ) : (
        <ol class="event-list">
          {shown.map((event) => (
            <li key={event.number}>
              <EventLine event={event} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Waiting({ subscriptions }: { readonly subscriptions: readonly SubscriptionSummary[] }) {
  return (
    <Card title="Messages that wait" actions={<a href="/topics">Topics</a>}>
      <List
        label="Subscriptions"
        rows={subscriptions}
        keyOf={({ name }) => name}
        columns={[
          {
            head: 'Subscription',
            cell: ({ name }) => <a href={to('subscriptions', short(name))}>{short(name)}</a>,
            kind: 'wide',
          },
          { head: 'Waiting', cell: ({ backlog }) => number(backlog), kind: 'number' },
          { head: 'Out', cell: ({ outstanding }) => number(outstanding), kind: 'number' },
        ]}
      />
    </Card>
  );
}

function Addresses({ data }: { readonly data: OverviewAnswer }) {
  const [open, setOpen] = useState(false);
  const variables = Object.entries(data.env)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');
  return (
    <Card>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} /> Addresses and variables for clients
      </button>
      {open && (
        <div class="columns">
          <List
            label="Addresses"
            rows={Object.entries(data.addresses)}
            keyOf={([name]) => name}
            columns={[
              { head: 'Service', cell: ([name]) => name },
              { head: 'Address', cell: ([, value]) => <code>{value}</code>, kind: 'wide' },
              { head: 'Copy', cell: ([, value]) => <Copy text={value} />, kind: 'actions' },
            ]}
          />
          <div class="code">
            <pre tabIndex={0} role="group" aria-label="Variables for clients">
              {variables}
            </pre>
            <Copy text={variables} label="Copy variables" />
          </div>
        </div>
      )}
    </Card>
  );
}

function Reset() {
  const reset = async (): Promise<void> => {
    const sure = await ask(
      'Reset the local cloud?',
      'Every table, message, object, document and ledger is forgotten, and the local cloud starts again. secrets.json and your own files stay.',
      'Forget everything',
    );
    if (sure) await attempt(() => send('POST', '/api/reset'), `Reset at ${clock(Date.now())}: starting again.`);
  };
  return (
    <Button kind="danger" icon="refresh" onClick={() => void reset()}>
      Reset
    </Button>
  );
}
