/** Every rule that a tree must obey. */

import type { Rule } from '../rule.ts';
import { ACCESS_RULES } from './access.ts';
import { DATAFLOW_RULES } from './dataflow.ts';
import { EVENT_RULES } from './events.ts';
import { MONITORING_RULES } from './monitoring.ts';
import { PUBSUB_RULES } from './pubsub.ts';
import { RESIDENCY_RULES } from './residency.ts';
import { RUN_RULES } from './run.ts';

export const RULES: readonly Rule[] = [
  ...ACCESS_RULES,
  ...PUBSUB_RULES,
  ...EVENT_RULES,
  ...RUN_RULES,
  ...RESIDENCY_RULES,
  ...MONITORING_RULES,
  ...DATAFLOW_RULES,
];
