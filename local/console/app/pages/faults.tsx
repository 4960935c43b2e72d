/** Faults: rules that make a service fail on purpose, each with a switch, and a count of its strikes. */

import { useState } from 'preact/hooks';
import type { FaultKind, FaultRule } from '../../../core/faults/faults.ts';
import { count, number } from '../format.ts';
import { get, send } from '../http.ts';
import { useLoad } from '../load.ts';
import { attempt } from '../ui/ask.tsx';
import { Form, SelectField, Switch, TextField } from '../ui/form.tsx';
import { List } from '../ui/list.tsx';
import { Button, Card, Empty, Page, Problem } from '../ui/parts.tsx';
import { KINDS_OF, METHODS_OF, READY } from './fault-words.ts';

interface ActiveRule {
  readonly id: string;
  readonly rule: FaultRule;
  readonly struck: number;
  readonly on: boolean;
}

interface FaultsAnswer {
  readonly faults: readonly ActiveRule[];
  readonly kinds: readonly FaultKind[];
}

const ALL = [
  'functions',
  'pubsub',
  'storage',
  'bigquery',
  'bigquery-storage',
  'eventarc',
  'scheduler',
  'secrets',
  'firestore',
] as const;

export function FaultRules() {
  const { data, error, reload } = useLoad(() => get<FaultsAnswer>('/api/faults'), [], ALL);
  const rules = data?.faults ?? [];
  const strikes = rules.reduce((sum, { struck }) => sum + struck, 0);
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    await attempt(work);
    reload();
  };
  const add = async (rule: Partial<FaultRule>): Promise<void> => {
    if (await attempt(() => send('POST', '/api/faults', rule), 'The rule is on.')) reload();
  };
  return (
    <Page
      title="Faults"
      lead={
        rules.length === 0
          ? 'Make a service fail on purpose, and watch what happens.'
          : `${count(rules.length, 'rule')}, ${count(strikes, 'strike')}`
      }
      actions={
        rules.length > 0 && (
          <Button kind="danger" icon="trash" onClick={() => void change(() => send('DELETE', '/api/faults'))}>
            Remove all
          </Button>
        )
      }
    >
      <Problem message={error} />
      <Card title="Rules">
        {rules.length === 0 ? (
          <Empty>No rule is set: every service does its best.</Empty>
        ) : (
          <List
            label="Rules"
            rows={rules}
            keyOf={({ id }) => id}
            columns={[
              {
                head: 'On',
                cell: ({ id, on, rule }) => (
                  <Switch
                    label={`${rule.service} ${rule.method} ${rule.kind}`}
                    on={on}
                    onChange={(next) => void change(() => send('PATCH', `/api/faults/${id}`, { on: next }))}
                  />
                ),
              },
              { head: 'Where', kind: 'wide', cell: ({ rule }) => whereOf(rule) },
              { head: 'What', cell: ({ rule }) => whatOf(rule) },
              { head: 'When', kind: 'wide', cell: ({ rule }) => whenOf(rule) },
              { head: 'Strikes', kind: 'number', cell: ({ struck }) => number(struck) },
              {
                head: 'Actions',
                kind: 'actions',
                cell: ({ id, rule }) => (
                  <Button
                    kind="quiet"
                    icon="trash"
                    aria-label={`Remove ${rule.service} ${rule.method} ${rule.kind}`}
                    onClick={() => void change(() => send('DELETE', `/api/faults/${id}`))}
                  />
                ),
              },
            ]}
          />
        )}
      </Card>
      <Card title="Often wanted">
        <ul class="ready">
          {READY.map(({ label, rule }) => (
            <li key={label}>
              <Button icon="faults" onClick={() => void add(rule)}>
                {label}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      <NewRule onAdd={add} />
    </Page>
  );
}

function whereOf({ service, method, resource }: FaultRule): string {
  return `${service} ${method}${resource === undefined ? '' : ` on ${resource}`}`;
}

function whatOf({ kind, code, delayMs, at }: FaultRule): string {
  const details = [code, delayMs === undefined ? undefined : `${delayMs} ms`, at].filter((one) => one !== undefined);
  return [kind, ...details].join(', ');
}

export function whenOf({ skip = 0, times = 1, every = 1, probability = 1, seed }: FaultRule): string {
  const parts = [
    every > 1 ? `each ${every}. call` : probability < 1 ? `${Math.round(probability * 100)} % of calls` : 'each call',
    ...(skip > 0 ? [`after ${skip}`] : []),
    times === 0 ? 'without end' : `at most ${times === 1 ? 'once' : `${times} times`}`,
    ...(probability < 1 ? [`seed ${seed ?? 1}`] : []),
  ];
  return parts.join(', ');
}

function NewRule({ onAdd }: { readonly onAdd: (rule: Partial<FaultRule>) => Promise<void> }) {
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({
    service: 'pubsub',
    method: 'Publish',
    kind: 'error',
    times: '1',
    every: '1',
  });
  const value = (name: string): string => fields[name] ?? '';
  const set = (name: string) => (next: string) => setFields((before) => ({ ...before, [name]: next }));
  const service = value('service');
  const choose = (next: string): void =>
    setFields((before) => ({ ...before, service: next, method: METHODS_OF[next]?.[0] ?? '*', kind: 'error' }));
  return (
    <Card title="New rule">
      <Form label="New rule" onSubmit={() => onAdd(ruleOf(fields))}>
        <SelectField
          label="Service"
          value={service}
          onChange={choose}
          options={Object.keys(METHODS_OF).map((name) => [name, name])}
        />
        <TextField
          label="Method"
          value={value('method')}
          onChange={set('method')}
          list={METHODS_OF[service] ?? []}
          hint="As the API names it; * for all"
        />
        <SelectField
          label="Fault"
          value={value('kind')}
          onChange={set('kind')}
          options={(KINDS_OF[service] ?? []).map((kind) => [kind, kind])}
        />
        <TextField
          label="Resource"
          value={value('resource')}
          onChange={set('resource')}
          hint="A part of its name; empty for all"
        />
        <TextField label="Code" value={value('code')} onChange={set('code')} hint="UNAVAILABLE, or an HTTP status" />
        <TextField
          label="Delay in ms"
          type="number"
          min={0}
          value={value('delayMs')}
          onChange={set('delayMs')}
          hint="For slow"
        />
        <TextField label="Each n-th call" type="number" min={1} value={value('every')} onChange={set('every')} />
        <TextField label="Skip first" type="number" min={0} value={value('skip')} onChange={set('skip')} />
        <TextField
          label="Times"
          type="number"
          min={0}
          value={value('times')}
          onChange={set('times')}
          hint="0 for without end"
        />
        <TextField
          label="Probability"
          type="number"
          min={0}
          max={1}
          step="0.01"
          value={value('probability')}
          onChange={set('probability')}
          hint="Between 0 and 1"
        />
        <TextField
          label="Seed"
          type="number"
          min={0}
          value={value('seed')}
          onChange={set('seed')}
          hint="The same seed plays the same"
        />
        <div class="actions">
          <Button kind="primary" type="submit" icon="plus">
            Add the rule
          </Button>
        </div>
      </Form>
    </Card>
  );
}

const NUMBERS = ['skip', 'times', 'every', 'probability', 'seed', 'delayMs', 'rows'];

/** Empty fields are left out, so that the service's own defaults hold. */
function ruleOf(fields: Readonly<Record<string, string>>): Partial<FaultRule> {
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return Object.fromEntries(
    given.map(([name, value]) => {
      const numeric = NUMBERS.includes(name) || (name === 'code' && /^\d+$/.test(value));
      return [name, numeric ? Number(value) : value];
    }),
  );
}
