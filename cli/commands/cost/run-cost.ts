/** The work of `penstock cost`: reads the volumes and prints cost, alternatives, capacity and quotas. */

import { readFile } from 'node:fs/promises';
import type { Level } from '@penstock/shared/config/merge.ts';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { partsOf } from './bill.ts';
import { reckon } from './reckon.ts';
import { mergeVolumes, readVolumesFile, type Volumes } from './volumes.ts';

export interface CostFlags {
  readonly volumes: string | undefined;
  readonly intake: number | undefined;
  readonly firestore: number | undefined;
  readonly other: number | undefined;
  readonly bytes: number | undefined;
  readonly sink: Volumes['sink']['input'] | undefined;
  readonly mode: Volumes['sink']['mode'] | undefined;
  readonly tables: number | undefined;
  readonly connections: number | undefined;
  readonly pullStreams: number | undefined;
  readonly loads: number | undefined;
  readonly loaded: number | undefined;
  readonly windows: number | undefined;
  readonly rows: number | undefined;
  readonly rowBytes: number | undefined;
  readonly months: number | undefined;
  readonly location: Volumes['warehouse']['location'] | undefined;
  readonly peak: number | undefined;
  readonly details: boolean;
}

export type CostCall = Pick<Call, 'print' | 'summary' | 'json'> & { readonly flags: CostFlags };

export async function runCost({ flags, print, summary, json }: CostCall): Promise<'done'> {
  const { volumes } = mergeVolumes([...(await fileLevel(flags.volumes)), flagLevel(flags)]);
  const { prices, items, dollars, uses, first, alternatives, needs, ladder, perSecond, quotasDated, hint } =
    reckon(volumes);
  if (json) {
    for (const item of items) print.record({ kind: 'item', ...item, dollars: cents(item.dollars) });
    print.record({ kind: 'total', dollars: cents(dollars), dated: prices.dated, region: prices.region });
    for (const way of alternatives) print.record({ kind: 'alternative', ...way, dollars: cents(way.dollars) });
    for (const need of needs) print.record({ kind: 'capacity', ...need });
    for (const use of uses) print.record({ ...use, kind: 'quota', bound: use.kind, first: use === first });
    for (const rung of ladder) print.record({ kind: 'rate', ...rung });
    return 'done';
  }
  const heading = (text: string): void => summary(`\n${text}`);
  summary(
    `Dollars a month in ${prices.region}, by list prices of ${prices.dated}; ${rate(perSecond)} messages a second`,
  );
  if (flags.details) {
    print.table(
      items.map(({ part, what, unit, amount, dollars: cost }) => ({
        part,
        what,
        amount: `${short(amount)} ${prices.units[unit].per}s`,
        dollars: money(cost),
      })),
    );
  } else print.table(partsOf(items).map((one) => ({ part: one.part, dollars: money(one.dollars) })));
  summary(`  total ${money(dollars)}`);
  heading('Other ways for the same messages, from publication to the table');
  print.table(alternatives.map(({ way, lacks, ...one }) => ({ way, dollars: money(one.dollars), lacks })));
  heading(`Needed at the peak, ${volumes.peak} times the average`);
  print.table(
    needs.map(({ door, peakPerSecond, instances, boundBy, memoryGib, writeConnections, pullStreams }) => ({
      door,
      'peak/s': rate(peakPerSecond),
      instances,
      because: boundBy,
      'memory GiB': memoryGib,
      'write connections': writeConnections,
      'pull streams': pullStreams,
    })),
  );
  if (hint !== undefined) summary(`  ${hint}`);
  heading(`Quotas, as known ${quotasDated} for ${volumes.warehouse.location === 'region' ? 'one region' : 'US or EU'}`);
  print.table(
    uses.map(({ name, kind, used, limit, metAt }) => ({
      name,
      kind,
      used: `${((used / limit) * 100).toFixed(1)} %`,
      limit: short(limit),
      'met at messages/s': metAt === undefined ? '' : rate(metAt),
    })),
  );
  if (first !== undefined)
    summary(`  ${first.name} (${first.kind}) is met first, at ${rate(first.metAt as number)} messages a second`);
  heading('The sink at peaks of messages a second');
  print.table(
    ladder.map(({ perSecond: peak, exceeded, ...rung }) => ({
      'messages/s': rate(peak),
      ...rung,
      'to be raised': exceeded.join('; '),
    })),
  );
  return 'done';
}

async function fileLevel(name: string | undefined): Promise<readonly Level[]> {
  if (name === undefined) return [];
  try {
    return [await readVolumesFile(name, await readFile(name, 'utf8'))];
  } catch (error) {
    if (error instanceof PenstockError) throw error;
    throw new PenstockError('CONFIG_INVALID', `--volumes: ${name} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The values of the command line, which count over those of the file. */
function flagLevel(flags: CostFlags): Level {
  const stream = (perSecond: number | undefined): object => given({ perSecond, bytes: flags.bytes });
  return {
    origin: 'the command line',
    value: given({
      intake: stream(flags.intake),
      firestore: stream(flags.firestore),
      other: stream(flags.other),
      sink: given({
        input: flags.sink,
        mode: flags.mode,
        tables: flags.tables,
        connections: flags.connections,
        pullStreams: flags.pullStreams,
      }),
      loader: given({ loadsPerDay: flags.loads, bytesPerDay: flags.loaded }),
      puller: given({ windowsPerDay: flags.windows, rowsPerWindow: flags.rows, rowBytes: flags.rowBytes }),
      warehouse: given({ monthsKept: flags.months, location: flags.location }),
      peak: flags.peak,
    }),
  };
}

function given(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

function money(dollars: number): string {
  return dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Whole from ten on, else two digits. */
function rate(perSecond: number): string {
  return perSecond.toLocaleString('en-US', { maximumSignificantDigits: perSecond < 10 ? 2 : 3 });
}

function short(amount: number): string {
  return amount.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
}
