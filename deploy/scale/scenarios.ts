/** The situations that docs/scale.md shows. */

import type { Figures } from '../../cli/commands/cost/figures.ts';
import { DEFAULT_VOLUMES } from '../../cli/commands/cost/volumes.ts';
import type { Settings } from './settings.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly settings: Settings;
}

const REGION = 300_000_000;
const MULTI_REGION = 3_000_000_000;

/** As the sink is set for much traffic: with one connection each way, an instance waits for the wire and not for its core. */
const CONNECTIONS = 4;

export function scenarios(figures: Figures): readonly Scenario[] {
  const base: Settings = {
    seed: 1,
    stepMs: 500,
    endMs: 20 * MINUTE,
    sampleMs: 10 * SECOND,
    messageBytes: 1_000,
    rate: () => 1_000,
    isUp: () => true,
    input: 'worker',
    minInstances: 1,
    maxInstances: 100,
    quotaBytes: REGION,
    connections: CONNECTIONS,
    pullStreams: CONNECTIONS,
    crashesPerHour: 0,
    figures,
  };
  const scenario = (name: string, title: string, more: Partial<Settings>): Scenario => ({
    name,
    title,
    settings: { ...base, ...more },
  });
  const burst = (ms: number): number => (ms >= 2 * MINUTE && ms < 7 * MINUTE ? 100_000 : 1_000);
  return [
    scenario('burst', 'A burst: 1,000 messages a second, then 100,000 for five minutes', { rate: burst }),
    scenario('one-connection', 'The same burst with one connection an instance: the pool does not grow', {
      rate: burst,
      connections: DEFAULT_VOLUMES.sink.connections,
      pullStreams: DEFAULT_VOLUMES.sink.pullStreams,
    }),
    scenario('cold', 'From nothing: pushes of 3,000 messages a second to a function at zero instances', {
      input: 'push',
      minInstances: 0,
      maxInstances: 20,
      stepMs: 100,
      sampleMs: SECOND,
      endMs: 2 * MINUTE,
      rate: (ms) => (ms >= 10 * SECOND ? 3_000 : 0),
    }),
    scenario('outage', 'An outage of BigQuery of 2.3 hours at 11,000 messages a second', {
      stepMs: SECOND,
      sampleMs: MINUTE,
      endMs: 4 * HOUR,
      maxInstances: 10,
      rate: () => 11_000,
      isUp: (ms) => ms < 20 * MINUTE || ms >= 158 * MINUTE,
    }),
    scenario('deaths', 'Instances that die, each six times an hour, at 50,000 messages a second', {
      rate: () => 50_000,
      crashesPerHour: 6,
      endMs: 40 * MINUTE,
      sampleMs: 20 * SECOND,
      seed: 7,
    }),
    scenario('million-region', 'Up to a million messages a second into one region', {
      stepMs: SECOND,
      sampleMs: 15 * SECOND,
      endMs: 50 * MINUTE,
      rate: rampToMillion,
    }),
    scenario('million-multi-region', 'Up to a million messages a second into US or EU', {
      stepMs: SECOND,
      sampleMs: 15 * SECOND,
      endMs: 50 * MINUTE,
      quotaBytes: MULTI_REGION,
      rate: rampToMillion,
    }),
  ];
}

/** Ten minutes up, five minutes at the top, then little. */
function rampToMillion(ms: number): number {
  if (ms < 10 * MINUTE) return (1_000_000 * ms) / (10 * MINUTE);
  return ms < 15 * MINUTE ? 1_000_000 : 20_000;
}
