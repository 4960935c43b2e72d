/** One window of a source: its plan, its lease, its segments, and why it failed; opened again by the command. */

import { command, type LedgerEntry, ledger, type WindowValue } from '../data/ledgers.ts';
import { bytes, clock, count, number } from '../format.ts';
import { useLoad } from '../load.ts';
import { attempt } from '../ui/ask.tsx';
import { Icon } from '../ui/icon.tsx';
import { List } from '../ui/list.tsx';
import { Card, Code, Facts, Page, Problem, WorkButton } from '../ui/parts.tsx';
import { State } from './loads.tsx';

export function WindowPage({ id }: { readonly id: string }) {
  const { data, error, reload } = useLoad(() => ledger<WindowValue>('window', id), [id], ['storage']);
  const entry = data ?? undefined;
  const missing = data === null ? `There is no window ${id}.` : undefined;
  const [source = '', from = ''] = id.split('/');
  const replay = async (): Promise<void> => {
    await attempt(() => command('window replay', source, [from]), 'The window is open again: the next run pulls it.');
    reload();
  };
  return (
    <Page
      title={from}
      trail={[
        ['Loads and windows', '/loads'],
        [source, '/loads?tab=windows'],
      ]}
      lead={entry === undefined ? undefined : leadOf(entry)}
      actions={
        <>
          <a class="button" href={`/follow?id=${encodeURIComponent(`window:${id}`)}`}>
            <Icon name="follow" /> Follow it
          </a>
          {entry?.value.value.state === 'failed' && (
            <WorkButton kind="primary" icon="refresh" work={replay}>
              Retry
            </WorkButton>
          )}
        </>
      }
    >
      <Problem message={error ?? missing} />
      {entry !== undefined && <Window entry={entry} />}
    </Page>
  );
}

function leadOf({ value: { value } }: LedgerEntry<WindowValue>): string {
  return `until ${value.window.to}; ${count(value.plan?.rows ?? 0, 'row')} planned, ${count(value.runs, 'run')}`;
}

function Window({ entry }: { readonly entry: LedgerEntry<WindowValue> }) {
  const { lease, epoch, value } = entry.value;
  const { plan, segments, failure, refused, notBeforeMs } = value;
  const until = lease?.expiresMs ?? lease?.untilMs;
  return (
    <>
      <Problem message={failure === null ? undefined : `${failure.code}: ${failure.message}`} />
      <Card title="State">
        <Facts
          rows={[
            ['State', <State state={value.state} />],
            [
              'Lease',
              lease ? `${lease.owner ?? 'taken'}${until === undefined ? '' : `, until ${clock(until)}`}` : 'free',
            ],
            ['Epoch', String(epoch ?? '–')],
            ['Runs', number(value.runs)],
            ['Tried again after', notBeforeMs > 0 ? clock(notBeforeMs) : '–'],
            ['Pages', plan === null ? 'no plan yet' : number(plan.pages)],
            ['Rows to send', plan === null ? '–' : number(plan.rows)],
            ['Rejected', plan === null ? '–' : number(plan.rejected)],
            ['Refused by BigQuery', number(refused.length)],
            ['Size', plan === null ? '–' : bytes(plan.bytes)],
          ]}
        />
      </Card>
      <Card title={count(segments.length, 'segment')}>
        <List
          label="Segments"
          rows={segments}
          keyOf={({ stream }) => stream}
          columns={[
            { head: 'Stream', kind: 'wide', cell: ({ stream }) => stream },
            { head: 'From row', kind: 'number', cell: ({ from }) => number(from) },
            { head: 'Rows', kind: 'number', cell: ({ rows }) => (rows === null ? 'may still grow' : number(rows)) },
          ]}
        />
      </Card>
      <Card title="The ledger as it lies">
        <p class="quiet">
          gs://{entry.bucket}/{entry.object}, generation {entry.generation}
        </p>
        <Code label="Ledger" text={JSON.stringify(entry.value, null, 2)} />
      </Card>
    </>
  );
}
