/** Topics: how much is published, who takes it, and publishing by hand. */

import { useState } from 'preact/hooks';
import type { TopicLine } from '../../api/topics.ts';
import {
  createSubscription,
  createTopic,
  deleteTopic,
  publish,
  readAttributes,
  subscriptions,
  topicNow,
  topics,
} from '../data/pubsub.ts';
import { count, number, short } from '../format.ts';
import { useLoad } from '../load.ts';
import { usePages } from '../paged.ts';
import { go, query, segments, setQuery, to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { AreaField, Form, TextField } from '../ui/form.tsx';
import { Narrow, PagedList } from '../ui/paged-list.tsx';
import { countOf } from '../ui/pager.tsx';
import { Button, Card, Page, Problem } from '../ui/parts.tsx';

export function Topics() {
  const [, topic] = segments.value;
  return topic === undefined ? <AllTopics /> : <TopicPage key={topic} topic={topic} />;
}

/** Clients that pull and acknowledge cause no event. */
const LOOK_MS = 5_000;

function AllTopics() {
  const match = query('match');
  const pages = usePages((from) => topics(from, match), [match], ['pubsub'], LOOK_MS);
  const [id, setId] = useState('');
  const make = async (): Promise<void> => {
    if (!(await attempt(() => createTopic(id), `The topic ${id} is there.`))) return;
    setId('');
    pages.reload();
  };
  return (
    <Page title="Topics" lead={countOf(pages, 'topic')}>
      <Card>
        <Narrow pages={pages} label="Part of the name" value={match} onChange={(next) => setQuery({ match: next })} />
        <PagedList
          label="Topics"
          pages={pages}
          empty={match === '' ? 'There is no topic: make one below.' : 'No topic has this in its name.'}
          keyOf={({ name }) => name}
          columns={[
            { head: 'Topic', kind: 'wide', cell: ({ name }) => <a href={to('topics', short(name))}>{short(name)}</a> },
            { head: 'Published in the last minute', kind: 'number', cell: ({ perMinute }) => number(perMinute) },
            { head: 'Subscriptions', kind: 'wide', cell: (topic) => <Links topic={topic} /> },
          ]}
        />
      </Card>
      <Card title="New topic">
        <Form label="New topic" onSubmit={make}>
          <TextField label="Name" value={id} onChange={setId} required />
          <div class="actions">
            <Button type="submit" icon="plus" disabled={id === ''}>
              Make it
            </Button>
          </div>
        </Form>
      </Card>
    </Page>
  );
}

function Links({ topic: { name: topic, subscriptions: mine, subscriptionCount: all } }: { readonly topic: TopicLine }) {
  if (all === 0) return <span class="quiet">none: what is published is gone</span>;
  return (
    <ul class="plain-list">
      {mine.map(({ name, backlog }) => (
        <li key={name}>
          <a href={to('subscriptions', short(name))}>{short(name)}</a>{' '}
          <span class="quiet">{number(backlog)} waiting</span>
        </li>
      ))}
      {all > mine.length && (
        <li>
          <a href={to('topics', short(topic))}>and {number(all - mine.length)} more</a>
        </li>
      )}
    </ul>
  );
}

function TopicPage({ topic }: { readonly topic: string }) {
  const { data, error } = useLoad(() => topicNow(topic), [topic], ['pubsub'], LOOK_MS);
  const pages = usePages((from) => subscriptions(from, topic), [topic], ['pubsub'], LOOK_MS);
  const remove = async (): Promise<void> => {
    const sure = await ask(`Delete ${topic}?`, 'Its subscriptions stay, and get nothing more.', 'Delete it');
    if (sure && (await attempt(() => deleteTopic(topic), `${topic} is deleted.`))) go('/topics');
  };
  return (
    <Page
      title={topic}
      trail={[['Topics', '/topics']]}
      lead={data === undefined ? undefined : `${number(data.perMinute)} published in the last minute`}
      actions={
        <Button kind="danger" icon="trash" onClick={() => void remove()}>
          Delete
        </Button>
      }
    >
      <Problem message={error} />
      <Card title="Subscriptions">
        <PagedList
          label="Subscriptions"
          pages={pages}
          empty="None: what is published is gone at once."
          keyOf={({ name }) => name}
          columns={[
            {
              head: 'Subscription',
              kind: 'wide',
              cell: ({ name }) => <a href={to('subscriptions', short(name))}>{short(name)}</a>,
            },
            { head: 'Waiting', kind: 'number', cell: ({ backlog }) => number(backlog) },
            { head: 'Out with a client', kind: 'number', cell: ({ outstanding }) => number(outstanding) },
          ]}
        />
      </Card>
      <div class="columns">
        <Publish topic={topic} />
        <NewSubscription topic={topic} onMade={pages.reload} />
      </div>
    </Page>
  );
}

const MOST_AT_ONCE = 1_000;

function Publish({ topic }: { readonly topic: string }) {
  const [data, setData] = useState('');
  const [attributes, setAttributes] = useState('');
  const [orderingKey, setOrderingKey] = useState('');
  const [times, setTimes] = useState('1');
  const many = Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(Number(times)) || 1));
  const send = (): Promise<boolean> =>
    attempt(
      () => publish(topic, { data, attributes: readAttributes(attributes), orderingKey }, many),
      `${count(many, 'message')} published to ${topic}.`,
    );
  return (
    <Card title="Publish">
      <Form label="Publish" onSubmit={send}>
        <div class="wide">
          <AreaField label="Data" value={data} onChange={setData} rows={6} placeholder='{"issue": "…"}' />
        </div>
        <div class="wide">
          <AreaField
            label="Attributes"
            value={attributes}
            onChange={setAttributes}
            rows={2}
            hint="One a line: name=value"
          />
        </div>
        <TextField label="Ordering key" value={orderingKey} onChange={setOrderingKey} />
        <TextField label="Copies" type="number" min={1} max={MOST_AT_ONCE} value={times} onChange={setTimes} />
        <div class="actions">
          <Button kind="primary" type="submit">
            Publish
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function NewSubscription({ topic, onMade }: { readonly topic: string; readonly onMade: () => void }) {
  const [id, setId] = useState('');
  const [endpoint, setEndpoint] = useState('');
  const make = async (): Promise<void> => {
    if (!(await attempt(() => createSubscription(id, topic, endpoint), `The subscription ${id} is there.`))) return;
    setId('');
    onMade();
  };
  return (
    <Card title="New subscription">
      <Form label="New subscription" onSubmit={make}>
        <TextField label="Name" value={id} onChange={setId} required />
        <TextField
          label="Push to"
          value={endpoint}
          onChange={setEndpoint}
          hint="A URL; empty for one that is pulled"
          placeholder="http://127.0.0.1:8084/"
        />
        <div class="actions">
          <Button type="submit" icon="plus" disabled={id === ''}>
            Make it
          </Button>
        </div>
      </Form>
    </Card>
  );
}
