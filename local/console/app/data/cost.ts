/** The calculator's API. */

import type { Bill } from '../../api/cost.ts';
import { get, send } from '../http.ts';
import { groupsOf, type Schema, type VolumeGroup } from './volumes.ts';

export async function volumeGroups(): Promise<readonly VolumeGroup[]> {
  return groupsOf(await get<Schema>('/api/cost/schema'));
}

export function reckon(volumes: Readonly<Record<string, unknown>>): Promise<Bill> {
  return send('POST', '/api/cost', volumes);
}
