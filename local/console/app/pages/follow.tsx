/** The way of a row: a picture of its stations, and every step below it with its time, its ids and its outcome. */

import type { Way } from '../../../way/follow.ts';
import type { Step, StepOutcome } from '../../../way/step.ts';
import { clock, count, duration } from '../format.ts';
import { get } from '../http.ts';
import { useLoad } from '../load.ts';
import { query } from '../router.ts';
import { Card, Chip, Copy, Empty, Page, Problem, type Tone } from '../ui/parts.tsx';
import { IdLinks } from './event-line.tsx';
import { WayPicture } from './way-picture.tsx';
import { spanOf } from './way-stations.ts';

const ALL = [
  'functions',
  'pubsub',
  'storage',
  'bigquery',
  'bigquery-storage',
  'eventarc',
  'scheduler',
  'firestore',
] as const;

export function Follow() {
  const id = query('id');
  return id === '' ? <Ask /> : <Found key={id} id={id} />;
}

function Ask() {
  const { data, error } = useLoad(() => get<{ steps: readonly Step[] }>('/way/recent', { limit: 1_000 }), [], ALL);
  const known = new Map<string, Step>();
  for (const step of data?.steps ?? []) {
    for (const value of step.ids.issue_id ?? step.ids.document ?? step.ids.load ?? step.ids.window ?? [])
      known.set(value, step);
  }
  const recent = [...known].slice(-20).reverse();
  return (
    <Page
      title="Follow a row"
      lead="Type an id into the box above: an issue, a message, an object, a document, a job, a window, a table or a trace."
    >
      <Problem message={error} />
      <Card title="Seen last">
        {recent.length === 0 ? (
          <Empty>No row has come by yet: post an issue, upload a file, write a document.</Empty>
        ) : (
          <ul class="plain-list">
            {recent.map(([id, step]) => (
              <li key={id}>
                <a href={`/follow?id=${encodeURIComponent(id)}`}>{id}</a>{' '}
                <span class="quiet">
                  {step.service}: {step.what}, {clock(step.atMs)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Page>
  );
}

function Found({ id }: { readonly id: string }) {
  const { data, error } = useLoad(() => get<Way>('/way', { id }), [id], ALL);
  const steps = data?.steps ?? [];
  return (
    <Page title={id} trail={[['Follow a row', '/follow']]} lead={data === undefined ? undefined : leadOf(data)}>
      <Problem message={steps.length === 0 ? error : undefined} />
      {steps.length > 0 && (
        <>
          <Card title="The way">
            <WayPicture steps={steps} />
          </Card>
          <Card
            title="Step by step"
            actions={<Copy text={JSON.stringify(data, null, 2)} label="Copy the steps as JSON" />}
          >
            <ol class="steps">
              {steps.map((step, at) => (
                <StepLine key={step.number} step={step} since={step.atMs - (steps[Math.max(0, at - 1)]?.atMs ?? 0)} />
              ))}
            </ol>
          </Card>
          <Card title="All its ids">
            <IdLinks ids={data?.ids ?? {}} />
          </Card>
        </>
      )}
    </Page>
  );
}

function leadOf({ kind, steps, cut }: Way): string {
  const what = kind === undefined ? 'An id' : kind.replaceAll('_', ' ');
  const span = steps.length > 1 ? ` in ${duration(spanOf(steps))}` : '';
  return `${what}, ${count(steps.length, 'step')}${span}${cut ? '; it has more than are shown' : ''}`;
}

export const TONES: Readonly<Record<StepOutcome, Tone>> = {
  delivered: 'good',
  done: 'plain',
  retry: 'warning',
  dropped: 'warning',
  rejected: 'error',
  failed: 'error',
};

function StepLine({ step, since }: { readonly step: Step; readonly since: number }) {
  const { atMs, service, place, what, outcome, ids, fields, others } = step;
  const facts = Object.entries(fields);
  return (
    <li class={`step ${TONES[outcome]}`}>
      <div class="step-time">
        <time>{clock(atMs)}</time>
        <span class="quiet">+{duration(since)}</span>
      </div>
      <div class="step-body">
        <p class="step-what">
          <strong>{service === 'functions' ? place : service}</strong> {what}{' '}
          <Chip tone={TONES[outcome]}>{outcome}</Chip>
          {others > 0 && <span class="quiet"> with {count(others, 'other')}</span>}
        </p>
        {place !== '' && service !== 'functions' && <p class="step-place">{place}</p>}
        {facts.length > 0 && (
          <p class="step-facts">
            {facts.map(([name, value]) => (
              <span key={name}>
                {name} <b>{String(value)}</b>
              </span>
            ))}
          </p>
        )}
        {Object.keys(ids).length > 0 && (
          <details>
            <summary>Ids</summary>
            <IdLinks ids={ids} />
          </details>
        )}
      </div>
    </li>
  );
}
