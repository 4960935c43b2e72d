/** The calculator: from the volumes of each door to dollars a month, instances and quotas, by the code of `penstock cost`. */

import { useEffect, useState } from 'preact/hooks';
import { reckon, volumeGroups } from '../data/cost.ts';
import { type Typed, typedOf, type VolumeField, type VolumeGroup, volumesOf } from '../data/volumes.ts';
import { useLoad } from '../load.ts';
import { query, setQuery } from '../router.ts';
import { SelectField, TextField } from '../ui/form.tsx';
import { Button, Card, Page, Problem } from '../ui/parts.tsx';
import { BillView } from './cost-bill.tsx';

export function Cost() {
  const { data: groups, error } = useLoad(volumeGroups, []);
  const [typed, setTyped] = useState<Typed>(() => typedOf(parsed(query('volumes'))));
  return (
    <Page
      title="Cost"
      lead="Dollars a month in production from the volumes of each door, and the capacity that their peak needs."
      actions={
        Object.keys(typed).length > 0 && (
          <Button icon="refresh" onClick={() => setTyped({})}>
            Defaults
          </Button>
        )
      }
    >
      <Problem message={error} />
      {groups !== undefined && <Calculation groups={groups} typed={typed} onType={setTyped} />}
    </Page>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A bill is asked for once the typing rests. */
const CALM_MS = 200;

function Calculation(props: {
  readonly groups: readonly VolumeGroup[];
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
}) {
  const { groups, typed, onType } = props;
  const volumes = JSON.stringify(volumesOf(groups, typed));
  const [asked, setAsked] = useState(volumes);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(volumes);
      setQuery({ volumes: volumes === '{}' ? '' : volumes });
    }, CALM_MS);
    return () => clearTimeout(timer);
  }, [volumes]);
  const { data: bill, error } = useLoad(() => reckon(JSON.parse(asked) as Readonly<Record<string, unknown>>), [asked]);
  return (
    <div class="cost">
      <form class="volumes" aria-label="Volumes" onSubmit={(event) => event.preventDefault()}>
        {groups.map(({ name, about, fields }) => (
          <Card key={name} title={name}>
            <p class="quiet">{about}</p>
            <div class="form">
              {fields.map((field) => (
                <Volume
                  key={field.path}
                  field={field}
                  value={typed[field.path] ?? field.fallback}
                  onChange={(value) => onType({ ...typed, [field.path]: value })}
                />
              ))}
            </div>
          </Card>
        ))}
      </form>
      <div class="stack">
        <Problem message={error} />
        {bill !== undefined && <BillView bill={bill} volumes={asked} />}
      </div>
    </div>
  );
}

function Volume(props: {
  readonly field: VolumeField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { field, value, onChange } = props;
  const { label, hint, choices, min, max, whole } = field;
  if (choices !== undefined)
    return (
      <SelectField
        label={label}
        hint={hint}
        value={value}
        onChange={onChange}
        options={choices.map((choice) => [choice, choice])}
      />
    );
  return (
    <TextField
      label={label}
      hint={hint}
      type="number"
      value={value}
      onChange={onChange}
      step={whole ? '1' : 'any'}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
    />
  );
}
