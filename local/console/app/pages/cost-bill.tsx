/** A bill: the sum, each part with its items, other ways, the need at the peak, and the quotas. */

import type { Bill } from '../../api/cost.ts';
import { number } from '../format.ts';
import { List } from '../ui/list.tsx';
import { Card, Chip, Code } from '../ui/parts.tsx';

export function BillView({ bill, volumes }: { readonly bill: Bill; readonly volumes: string }) {
  const { dollars, dated, region, perSecond, alternatives } = bill;
  return (
    <>
      <Card title="A month">
        <p class="sum">
          <strong>{money(dollars)}</strong> a month
        </p>
        <p class="quiet">
          {rate(perSecond)} messages a second on the average; list prices of {dated} in {region}, before any discount
        </p>
        <Parts bill={bill} />
      </Card>
      <Card title="Other ways for the same messages">
        <List
          label="Other ways"
          rows={alternatives}
          keyOf={({ way }) => way}
          columns={[
            { head: 'From publication to the table', kind: 'wide', cell: ({ way }) => way },
            { head: 'Dollars', kind: 'number', cell: (one) => money(one.dollars) },
            { head: 'Lacks', kind: 'wide', cell: ({ lacks }) => lacks },
          ]}
        />
      </Card>
      <Needs bill={bill} />
      <Quotas bill={bill} />
      <Card title="The same in a terminal">
        <Code
          label="Command"
          text={`echo '${volumes}' > volumes.json\npenstock cost --volumes volumes.json --details`}
        />
      </Card>
    </>
  );
}

function Parts({ bill: { items, dollars } }: { readonly bill: Bill }) {
  const parts = [...Map.groupBy(items, ({ part }) => part)];
  return (
    <div class="bill">
      {parts.map(([part, own]) => {
        const sum = own.reduce((all, item) => all + item.dollars, 0);
        const share = dollars === 0 ? 0 : (sum / dollars) * 100;
        return (
          <details key={part}>
            <summary>
              <span class="bar-name">{part}</span>
              <span class="bar-line">
                <span style={{ width: `${share}%` }} />
              </span>
              <span class="bar-value">{money(sum)}</span>
            </summary>
            <List
              label={`Items of ${part}`}
              rows={own.map((item, at) => ({ ...item, at }))}
              keyOf={({ at }) => String(at)}
              columns={[
                { head: 'Used for', kind: 'wide', cell: ({ what }) => what },
                { head: 'Amount', kind: 'number', cell: ({ amount, unit }) => `${short(amount)} ${unit}s` },
                { head: 'Dollars', kind: 'number', cell: (item) => money(item.dollars) },
              ]}
            />
          </details>
        );
      })}
    </div>
  );
}

function Needs({ bill: { needs, peak, hint, ladder } }: { readonly bill: Bill }) {
  return (
    <Card title={`Needed at the peak, ${number(peak)} times the average`}>
      <List
        label="Needed at the peak"
        rows={needs}
        keyOf={({ door }) => door}
        columns={[
          { head: 'Door', cell: ({ door }) => door },
          { head: 'A second', kind: 'number', cell: ({ peakPerSecond }) => rate(peakPerSecond) },
          { head: 'Instances', kind: 'number', cell: ({ instances }) => number(instances) },
          { head: 'Because of', kind: 'wide', cell: ({ boundBy }) => boundBy },
          { head: 'Memory', kind: 'number', cell: ({ memoryGib }) => `${rate(memoryGib)} GiB` },
          { head: 'Write connections', kind: 'number', cell: ({ writeConnections }) => number(writeConnections) },
          { head: 'Pull streams', kind: 'number', cell: ({ pullStreams }) => number(pullStreams) },
        ]}
      />
      {hint !== undefined && <p class="quiet">{hint}</p>}
      <h3>The sink at other peaks</h3>
      <List
        label="The sink at other peaks"
        rows={ladder}
        keyOf={({ perSecond }) => String(perSecond)}
        columns={[
          { head: 'Messages a second', kind: 'number', cell: ({ perSecond }) => number(perSecond) },
          { head: 'Instances', kind: 'number', cell: ({ instances }) => number(instances) },
          { head: 'Memory', kind: 'number', cell: ({ memoryGib }) => `${rate(memoryGib)} GiB` },
          { head: 'Write connections', kind: 'number', cell: ({ writeConnections }) => number(writeConnections) },
          { head: 'To be raised', kind: 'wide', cell: ({ exceeded }) => exceeded.join('; ') || 'nothing' },
        ]}
      />
    </Card>
  );
}

function Quotas({ bill: { quotas, quotasDated, first } }: { readonly bill: Bill }) {
  return (
    <Card title={`Quotas, as known ${quotasDated}`}>
      <List
        label="Quotas"
        rows={quotas}
        keyOf={({ name }) => name}
        columns={[
          {
            head: 'Quota',
            kind: 'wide',
            cell: ({ name }) => (
              <>
                {name} {name === first && <Chip tone="accent">met first</Chip>}
              </>
            ),
          },
          { head: 'Kind', cell: ({ kind }) => kind },
          {
            head: 'Used',
            kind: 'number',
            cell: ({ used, limit }) => (
              <Chip tone={used > limit ? 'error' : used > 0.8 * limit ? 'warning' : 'plain'}>
                {`${((used / limit) * 100).toFixed(1)} %`}
              </Chip>
            ),
          },
          { head: 'Limit', kind: 'number', cell: ({ limit }) => short(limit) },
          {
            head: 'Met at messages a second',
            kind: 'number',
            cell: ({ metAt }) => (metAt === undefined ? '' : rate(metAt)),
          },
        ]}
      />
    </Card>
  );
}

function money(dollars: number): string {
  return dollars.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

function rate(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: value < 10 ? 2 : 3 });
}

function short(amount: number): string {
  return amount.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
}
