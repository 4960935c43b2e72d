/** Topics: how much is published, who takes it, and publishing by hand. */

import { useState } from 'preact/hooks';
import {
  createSubscription,
  createTopic,
  deleteTopic,
  publish,
  readAttributes,
  type TopicsAnswer,
  topicsNow,
} from '../data/pubsub.ts';
import { count, number, short } from '../format.ts';
import { useLoad } from '../load.ts';
import { go, segments, to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { AreaField, Form, TextField } from '../ui/form.tsx';
import { List } from '../ui/list.tsx';
import { Button, Card, Empty, Page, Problem } from '../ui/parts.tsx';

export function Topics() {
  const [, topic] = segments.value;
  return topic === undefined ? <AllTopics /> : <TopicPage key={topic} topic={topic} />;
}

const useTopics = () => useLoad(topicsNow, [], ['pubsub'], 5_000);

function AllTopics() {
  const { data, error, reload } = useTopics();
  const [id, setId] = useState('');
  const make = async (): Promise<void> => {
    if (!(await attempt(() => createTopic(id), `The topic ${id} is there.`))) return;
    setId('');
    reload();
  };
  return (
    <Page title="Topics" lead={data === undefined ? undefined : count(data.topics.length, 'topic')}>
      <Problem message={error} />
      <Card>
        <List
          label="Topics"
          rows={data?.topics ?? []}
          keyOf={({ name }) => name}
          columns={[
            { head: 'Topic', kind: 'wide', cell: ({ name }) => <a href={to('topics', short(name))}>{short(name)}</a> },
            { head: 'Published in the last minute', kind: 'number', cell: ({ perMinute }) => number(perMinute) },
            { head: 'Subscriptions', kind: 'wide', cell: ({ name }) => <Links data={data} topic={name} /> },
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

function Links({ data, topic }: { readonly data: TopicsAnswer | undefined; readonly topic: string }) {
  const mine = (data?.subscriptions ?? []).filter((one) => one.topic === topic);
  if (mine.length === 0) return <span class="quiet">none: what is published is gone</span>;
  return (
    <ul class="plain-list">
      {mine.map(({ name, backlog }) => (
        <li key={name}>
          <a href={to('subscriptions', short(name))}>{short(name)}</a>{' '}
          <span class="quiet">{number(backlog)} waiting</span>
        </li>
      ))}
    </ul>
  );
}

function TopicPage({ topic }: { readonly topic: string }) {
  const { data, error, reload } = useTopics();
  const mine = (data?.subscriptions ?? []).filter(({ topic: name }) => short(name) === topic);
  const rate = data?.topics.find(({ name }) => short(name) === topic)?.perMinute ?? 0;
  const missing = data !== undefined && !data.topics.some(({ name }) => short(name) === topic);
  const remove = async (): Promise<void> => {
    const sure = await ask(`Delete ${topic}?`, 'Its subscriptions stay, and get nothing more.', 'Delete it');
    if (sure && (await attempt(() => deleteTopic(topic), `${topic} is deleted.`))) go('/topics');
  };
  return (
    <Page
      title={topic}
      trail={[['Topics', '/topics']]}
      lead={`${number(rate)} published in the last minute`}
      actions={
        <Button kind="danger" icon="trash" onClick={() => void remove()}>
          Delete
        </Button>
      }
    >
      <Problem message={missing ? `There is no topic ${topic}.` : error} />
      <Card title="Subscriptions">
        {mine.length === 0 ? (
          <Empty>None: what is published is gone at once.</Empty>
        ) : (
          <List
            label="Subscriptions"
            rows={mine}
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
        )}
      </Card>
      <div class="columns">
        <Publish topic={topic} />
        <NewSubscription topic={topic} onMade={reload} />
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
