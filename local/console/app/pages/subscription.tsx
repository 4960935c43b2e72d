/** One subscription: what waits in it, looked at without leasing; acknowledge, purge, seek, and send dead letters again. */

import { useEffect, useState } from 'preact/hooks';
import {
  acknowledge,
  deleteSubscription,
  messagesOf,
  redrive,
  type SubscriptionInfo,
  seek,
  subscriptionInfo,
  subscriptionNow,
  topics,
} from '../data/pubsub.ts';
import { count, number, short } from '../format.ts';
import { useLoad } from '../load.ts';
import { meta } from '../meta.ts';
import { usePages } from '../paged.ts';
import { go, segments, to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { Spark } from '../ui/chart.tsx';
import { Form, TextField } from '../ui/form.tsx';
import { Pager } from '../ui/pager.tsx';
import { Button, Card, Empty, Facts, Page, Problem } from '../ui/parts.tsx';
import { MessageList } from './message-list.tsx';

export function SubscriptionPage() {
  const [, id] = segments.value;
  if (id !== undefined) return <One key={id} id={id} />;
  return (
    <Page title="Subscriptions">
      <p>
        They are listed with their <a href="/topics">topics</a>.
      </p>
    </Page>
  );
}

const MOST_BACKLOGS = 60;
/** Clients that pull and acknowledge cause no event. */
const LOOK_MS = 2_500;

function One({ id }: { readonly id: string }) {
  const info = useLoad(() => subscriptionInfo(id), [id], ['pubsub']);
  const now = useLoad(() => subscriptionNow(id), [id], ['pubsub'], LOOK_MS);
  const waiting = usePages((after) => messagesOf(id, after), [id], ['pubsub'], LOOK_MS);
  const mine = now.data;
  const backlogs = useBacklogs(mine?.backlog);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const messages = waiting.rows ?? [];
  const there = messages.filter((message) => chosen.has(message.id)).map((message) => message.id);
  const done = (): void => {
    setChosen(new Set());
    waiting.reload();
    now.reload();
  };
  const purge = async (): Promise<void> => {
    const text = 'Every message that waits or is out counts as acknowledged.';
    if (!(await ask(`Purge ${id}?`, text, 'Purge it'))) return;
    // A little ahead, so that a message of this very millisecond goes too.
    const time = new Date(Date.now() + 1).toISOString();
    if (await attempt(() => seek(id, time), `${id} is empty.`)) done();
  };
  const remove = async (): Promise<void> => {
    if (!(await ask(`Delete ${id}?`, 'The messages that wait in it are gone for good.', 'Delete it'))) return;
    if (await attempt(() => deleteSubscription(id), `${id} is deleted.`)) go('/topics');
  };
  const take = async (ids: readonly string[]): Promise<void> => {
    if (await attempt(() => acknowledge(id, ids), `${count(ids.length, 'message')} acknowledged.`)) done();
  };
  return (
    <Page
      title={id}
      trail={[
        ['Topics', '/topics'],
        ...(info.data === undefined ? [] : [[short(info.data.topic), to('topics', short(info.data.topic))] as const]),
      ]}
      lead={
        mine === undefined
          ? undefined
          : `${count(mine.backlog, 'message')} waiting, ${number(mine.outstanding)} out with a client`
      }
      actions={
        <>
          <Button icon="trash" onClick={() => void purge()}>
            Purge
          </Button>
          <Button kind="danger" icon="trash" onClick={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <Problem message={info.error ?? waiting.error} />
      <Card
        title="Messages, the oldest first"
        actions={
          <>
            {backlogs.length > 2 && <Spark values={backlogs} label="Messages that waited, over time" />}
            <Button disabled={there.length === 0} onClick={() => void take(there)}>
              Acknowledge {there.length > 0 ? number(there.length) : ''}
            </Button>
          </>
        }
      >
        {messages.length === 0 ? (
          <Empty>No message waits here.</Empty>
        ) : (
          <MessageList messages={messages} chosen={chosen} onChoose={setChosen} />
        )}
        <Pager label="Messages" pages={waiting} />
      </Card>
      <div class="columns">
        <Redrive id={id} ids={there.length > 0 ? there : messages.map((message) => message.id)} onDone={done} />
        <Seek id={id} onDone={done} />
      </div>
      {info.data !== undefined && <Config info={info.data} />}
    </Page>
  );
}

/** The backlog at each look, for a small line. */
function useBacklogs(backlog: number | undefined): readonly number[] {
  const [seen, setSeen] = useState<readonly number[]>([]);
  useEffect(() => {
    if (backlog !== undefined) setSeen((before) => [...before, backlog].slice(-MOST_BACKLOGS));
  }, [backlog]);
  return seen;
}

function Redrive(props: { readonly id: string; readonly ids: readonly string[]; readonly onDone: () => void }) {
  const { id, ids, onDone } = props;
  const [topic, setTopic] = useState('');
  const named = useLoad(() => topics('', topic), [topic]);
  const send = async (): Promise<void> => {
    const sent = await attempt(
      async () => {
        await redrive(id, ids, topic);
      },
      `${count(ids.length, 'message')} sent again.`,
    );
    if (sent) onDone();
  };
  return (
    <Card title="Send again">
      <Form label="Send again" onSubmit={send}>
        <TextField
          label="To the topic"
          value={topic}
          onChange={setTopic}
          list={(named.data?.rows ?? []).map(({ name }) => short(name))}
          placeholder="where each came from"
          hint="Each is published first and acknowledged here after that: none is lost."
        />
        <div class="actions">
          <Button type="submit" disabled={ids.length === 0}>
            Send {ids.length > 0 ? count(ids.length, 'message') : ''} again
          </Button>
          {meta.parts.has('redrive') && (
            <a class="button" href={`/errors?from=${encodeURIComponent(id)}`}>
              All, with a filter
            </a>
          )}
        </div>
      </Form>
    </Card>
  );
}

function Seek({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const [time, setTime] = useState('');
  const wrong = time !== '' && Number.isNaN(Date.parse(time));
  const go = async (): Promise<void> => {
    if (await attempt(() => seek(id, new Date(time).toISOString()), `${id} stands at ${time}.`)) onDone();
  };
  return (
    <Card title="Seek to a time">
      <Form label="Seek" onSubmit={go}>
        <TextField
          label="Time"
          value={time}
          onChange={setTime}
          placeholder={new Date(Date.now() - 600_000).toISOString().slice(0, 19)}
          hint="Earlier messages count as acknowledged; later ones that are still retained come again."
          error={wrong ? 'This is not a time like 2026-01-02T03:04:05Z.' : undefined}
        />
        <div class="actions">
          <Button type="submit" disabled={time === '' || wrong}>
            Seek
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function Config({ info }: { readonly info: SubscriptionInfo }) {
  const { deadLetterPolicy: dead, retryPolicy: retry } = info;
  return (
    <Card title="Settings">
      <Facts
        rows={[
          ['Topic', <a href={to('topics', short(info.topic))}>{short(info.topic)}</a>],
          ['Goes to', receiverOf(info)],
          ['Deadline', `${info.ackDeadlineSeconds ?? 10} s`],
          ['Filter', info.filter ?? 'none'],
          ['Ordering', info.enableMessageOrdering === true ? 'by key' : 'none'],
          ['Exactly once', info.enableExactlyOnceDelivery === true ? 'yes' : 'no'],
          [
            'Dead letters',
            dead === undefined ? (
              'none'
            ) : (
              <>
                <a href={to('topics', short(dead.deadLetterTopic))}>{short(dead.deadLetterTopic)}</a> after{' '}
                {dead.maxDeliveryAttempts ?? 5} deliveries
              </>
            ),
          ],
          ['Backoff', retry === undefined ? 'none' : `${retry.minimumBackoff} to ${retry.maximumBackoff}`],
          ['Kept for', info.messageRetentionDuration ?? '–'],
        ]}
      />
    </Card>
  );
}

function receiverOf({ pushConfig, bigqueryConfig, cloudStorageConfig }: SubscriptionInfo): string {
  if (bigqueryConfig?.table) return `the table ${bigqueryConfig.table}`;
  if (cloudStorageConfig?.bucket) return `files in gs://${cloudStorageConfig.bucket}`;
  return pushConfig?.pushEndpoint || 'clients that pull';
}
