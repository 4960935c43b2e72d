/** Error records and dead letters: what waits and why, and `penstock redrive` over them, with a filter and a count first. */

import { useRef, useState } from 'preact/hooks';
import type { Reason } from '../../api/redrive.ts';
import { subscriptions, topics } from '../data/pubsub.ts';
import { isSubscription, type RedriveAnswer, readOnly, reasonsOf, redriveAll } from '../data/redrive.ts';
import { count, number, short } from '../format.ts';
import { messageOf } from '../http.ts';
import { useLoad } from '../load.ts';
import { query, setQuery } from '../router.ts';
import { ask } from '../ui/ask.tsx';
import { AreaField, Check, Form, TextField } from '../ui/form.tsx';
import { List } from '../ui/list.tsx';
import { Button, Card, Empty, Page, Problem } from '../ui/parts.tsx';
import { RedriveResult } from './redrive-result.tsx';

type Run =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly dryRun: boolean; readonly progress: string }
  | { readonly kind: 'done'; readonly dryRun: boolean; readonly answer: RedriveAnswer }
  | { readonly kind: 'failed'; readonly message: string };

export function Errors() {
  const from = query('from');
  const [to, setTo] = useState(query('to'));
  const [only, setOnly] = useState('');
  const [limit, setLimit] = useState('');
  const [deleteSent, setDeleteSent] = useState(false);
  const [run, setRun] = useState<Run>({ kind: 'idle' });
  const stop = useRef<AbortController | undefined>(undefined);
  const sources = useLoad(() => subscriptions('', undefined, short(from)), [from], ['pubsub']);
  const targets = useLoad(() => topics('', to), [to]);
  const wrong = readOnly(only).find((pair) => !/^[^=,]+=[^,]*$/.test(pair));
  const running = run.kind === 'running';

  const start = async (dryRun: boolean): Promise<void> => {
    const sure = dryRun || (await ask('Send them again?', sentence(from, to, only, limit), 'Send them'));
    if (!sure) return;
    const aborter = new AbortController();
    stop.current = aborter;
    setRun({ kind: 'running', dryRun, progress: 'starting' });
    try {
      const request = { from, to, only: readOnly(only), limit, dryRun, deleteSent };
      const onProgress = (progress: string): void => setRun({ kind: 'running', dryRun, progress });
      setRun({ kind: 'done', dryRun, answer: await redriveAll(request, onProgress, aborter.signal) });
    } catch (error) {
      const message = aborter.signal.aborted
        ? 'Stopped: what was sent is settled, the rest stays where it is.'
        : messageOf(error);
      setRun({ kind: 'failed', message });
    }
  };
  return (
    <Page title="Errors" lead="Rejected rows and dead letters, sent again with their original bytes and attributes.">
      <Card title="Send again">
        <Form label="Redrive" onSubmit={() => start(true)}>
          <TextField
            label="From"
            value={from}
            onChange={(next) => setQuery({ from: next })}
            list={(sources.data?.rows ?? []).map(({ name }) => short(name))}
            placeholder="issues-errors-sub"
            hint="A subscription, or gs://bucket/prefix with records"
          />
          <TextField
            label="To the topic"
            value={to}
            onChange={setTo}
            list={(targets.data?.rows ?? []).map(({ name }) => short(name))}
            placeholder="issues-topic"
          />
          <TextField
            label="At most"
            type="number"
            min={1}
            value={limit}
            onChange={setLimit}
            hint="Messages; empty for all"
          />
          <div class="wide">
            <AreaField
              label="Only records with"
              value={only}
              onChange={setOnly}
              rows={2}
              hint="One a line: error_reason=TOO_LONG. A record needs all of them."
              error={wrong === undefined ? undefined : `${wrong} is not name=value without commas.`}
            />
          </div>
          {from.startsWith('gs://') && (
            <Check label="Delete an object once all its records are sent" on={deleteSent} onChange={setDeleteSent} />
          )}
          <div class="actions">
            <Button type="submit" disabled={running || from === '' || to === '' || wrong !== undefined}>
              Count
            </Button>
            <Button
              kind="primary"
              disabled={running || from === '' || to === '' || wrong !== undefined}
              onClick={() => void start(false)}
            >
              Send again
            </Button>
            {running && (
              <Button kind="danger" onClick={() => stop.current?.abort()}>
                Stop
              </Button>
            )}
            <p class="quiet" role="status">
              {running ? `${run.dryRun ? 'Counting' : 'Sending'}: ${run.progress}` : ''}
            </p>
          </div>
        </Form>
        {run.kind === 'failed' && <Problem message={run.message} />}
        {run.kind === 'done' && <RedriveResult answer={run.answer} dryRun={run.dryRun} />}
      </Card>
      {isSubscription(from) && <Reasons id={from} onPick={setOnly} />}
    </Page>
  );
}

function sentence(from: string, to: string, only: string, limit: string): string {
  const filter = readOnly(only).join(' and ');
  const which = filter === '' ? 'Every record' : `Records with ${filter}`;
  return `${which} of ${from}${limit === '' ? '' : `, at most ${limit},`} is published to ${to} and then acknowledged: none is lost, and one may come twice.`;
}

/** Nothing is leased to count them. */
function Reasons({ id, onPick }: { readonly id: string; readonly onPick: (only: string) => void }) {
  const { data, error } = useLoad(() => reasonsOf(id), [id], ['pubsub'], 5_000);
  return (
    <Card title={data === undefined ? 'What waits' : `What waits: ${count(data.counted, 'message')}`}>
      <Problem message={error} />
      {data?.reasons.length === 0 && <Empty>No message waits in {id}.</Empty>}
      {data !== undefined && data.reasons.length > 0 && (
        <List<Reason>
          label="Reasons"
          rows={data.reasons}
          keyOf={({ type, reason }) => `${type} ${reason}`}
          columns={[
            { head: 'Reason', kind: 'wide', cell: ({ reason }) => reason || 'none: a dead letter, or no error record' },
            { head: 'Stage', cell: ({ type }) => type },
            { head: 'Messages', kind: 'number', cell: (one) => number(one.count) },
            {
              head: 'Actions',
              kind: 'actions',
              cell: ({ reason }) =>
                reason !== '' && (
                  <Button aria-label={`Only these: ${reason}`} onClick={() => onPick(`error_reason=${reason}`)}>
                    Only these
                  </Button>
                ),
            },
          ]}
        />
      )}
      <p class="below">
        <a href={`/subscriptions/${encodeURIComponent(short(id))}`}>Look at the messages</a>
      </p>
    </Card>
  );
}
