/** One load: how far it has come, what it is made of, why it failed; retried or given up by the command. */

import { command, type LedgerEntry, type LoadValue, ledger, type Part, placeOf } from '../data/ledgers.ts';
import { bytes, clock, count, duration, number } from '../format.ts';
import { useLoad } from '../load.ts';
import { to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { Icon } from '../ui/icon.tsx';
import { List } from '../ui/list.tsx';
import { Card, Code, Facts, Page, Problem, WorkButton } from '../ui/parts.tsx';
import { State, tableOf } from './loads.tsx';

export function LoadPage({ id }: { readonly id: string }) {
  const { data, error, reload } = useLoad(() => ledger<LoadValue>('load', id), [id], ['storage']);
  const entry = data ?? undefined;
  const missing = data === null ? `There is no load ${id}.` : undefined;
  return (
    <Page
      title={entry === undefined ? id : `${entry.value.success.bucket}/${entry.value.success.name}`}
      trail={[['Loads and windows', '/loads']]}
      lead={entry === undefined ? undefined : leadOf(entry.value)}
      actions={entry === undefined ? undefined : <Actions entry={entry} onDone={reload} />}
    >
      <Problem message={error ?? missing} />
      {entry !== undefined && <Load entry={entry} />}
    </Page>
  );
}

function leadOf(value: LoadValue): string {
  const { manifest, rows } = value;
  const what = manifest === undefined ? '' : `${count(manifest.files, 'file')}, ${bytes(manifest.bytes)}`;
  return `${what}${tableOf(value) === '' ? '' : ` into ${tableOf(value)}`}${rows === undefined ? '' : `: ${count(rows, 'row')}`}`;
}

function Actions({ entry, onDone }: { readonly entry: LedgerEntry<LoadValue>; readonly onDone: () => void }) {
  const { value } = entry;
  const place = placeOf(value);
  const retry = async (): Promise<void> => {
    await attempt(() => command('load retry', place), 'The load was planned anew and run.');
    onDone();
  };
  const skip = async (): Promise<void> => {
    if (!(await ask('Give this load up?', 'Its files are not loaded; the next load of its table goes on.', 'Skip it')))
      return;
    await attempt(() => command('load skip', place), 'The load is given up.');
    onDone();
  };
  return (
    <>
      <a class="button" href={`/follow?id=${encodeURIComponent(`load:${entry.id}`)}`}>
        <Icon name="follow" /> Follow it
      </a>
      {value.state === 'failed' && (
        <WorkButton kind="primary" icon="refresh" work={retry}>
          Retry
        </WorkButton>
      )}
      {(value.state === 'failed' || value.state === 'waiting') && (
        <WorkButton kind="danger" work={skip}>
          Skip
        </WorkButton>
      )}
    </>
  );
}

function Load({ entry: { id, value, bucket, object, generation } }: { readonly entry: LedgerEntry<LoadValue> }) {
  const { problem, times = {}, parts = [], publication, config = {}, success, destination } = value;
  const passed = Object.entries(times).toSorted(([, one], [, other]) => one - other);
  return (
    <>
      {problem !== undefined && (
        <Problem message={[problem.message, ...(problem.details ?? []).map(detailText)].join('\n')} />
      )}
      <Card title="State">
        <Facts
          rows={[
            ['State', <State state={value.state} />],
            [
              'Into',
              destination === undefined ? (
                '–'
              ) : (
                <a href={to('tables', destination.datasetId, destination.tableId)}>{tableOf(value)}</a>
              ),
            ],
            [
              'Success file',
              <a href={`${to('buckets', success.bucket)}?prefix=${encodeURIComponent(folderOf(success.name))}`}>
                gs://{success.bucket}/{success.name}
              </a>,
            ],
            ['Generation', success.generation],
            ['Load', id],
            ['Attempt', String(publication?.attempt ?? 1)],
            [
              'Job of the problem',
              problem?.jobId === undefined ? '–' : <a href={to('loads', 'job', problem.jobId)}>{problem.jobId}</a>,
            ],
            ['Tried again after', value.notBeforeMs ? clock(value.notBeforeMs) : '–'],
          ]}
        />
        <ol class="passage" aria-label="States passed">
          {passed.map(([state, atMs], at) => (
            <li key={state}>
              <State state={state} />
              <span class="quiet">
                {clock(atMs)}
                {at > 0 && ` +${duration(atMs - (passed[at - 1]?.[1] ?? atMs))}`}
              </span>
            </li>
          ))}
        </ol>
      </Card>
      <Card title={count(parts.length, 'part')}>
        <List<Part & { readonly at: number }>
          label="Parts"
          rows={parts.map((part, at) => ({ ...part, at }))}
          keyOf={({ at }) => String(at)}
          columns={[
            { head: 'Part', kind: 'number', cell: ({ at }) => number(at) },
            { head: 'Status', cell: ({ status }) => status },
            { head: 'Files', kind: 'number', cell: ({ files }) => number(files) },
            { head: 'Size', kind: 'number', cell: (part) => bytes(part.bytes) },
            { head: 'Rows', kind: 'number', cell: ({ rows }) => (rows === undefined ? '' : number(rows)) },
            { head: 'Bad records', kind: 'number', cell: ({ badRecords = 0 }) => number(badRecords) },
            { head: 'Attempt', kind: 'number', cell: ({ attempt: tried }) => number(tried) },
            { head: 'Failures', kind: 'number', cell: ({ failures }) => number(failures) },
          ]}
        />
      </Card>
      <Card title="Configuration of this load">
        <Code label="Configuration" text={JSON.stringify(config, null, 2)} />
      </Card>
      <Card title="The ledger as it lies">
        <p class="quiet">
          gs://{bucket}/{object}, generation {generation}
        </p>
        <Code label="Ledger" text={JSON.stringify(value, null, 2)} />
      </Card>
    </>
  );
}

function detailText(detail: { readonly reason: string; readonly location: string; readonly message: string }): string {
  return `${detail.location === '' ? detail.reason : detail.location}: ${detail.message}`;
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}
