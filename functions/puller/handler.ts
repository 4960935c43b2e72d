/** A scheduled call opens the window it was scheduled for. No source is configured yet, so the window holds no rows. */

import type { Logger } from '@penstock/shared/runtime/log.ts';
import { windowOf } from './window.ts';

export interface PullRequest {
  get(header: string): string | undefined;
}

export interface PullResponse {
  status(code: number): PullResponse;
  json(body: object): unknown;
}

export interface PullerParts {
  readonly windowMs: number;
  readonly log: Logger;
}

export function createHandler({ windowMs, log }: PullerParts) {
  return async function puller(request: PullRequest, response: PullResponse): Promise<void> {
    const window = windowOf(request.get('x-cloudscheduler-scheduletime'), windowMs);
    if (window === undefined) {
      response.status(400).json({
        error:
          'The header X-CloudScheduler-ScheduleTime is missing or not a time: call this function by Cloud Scheduler, or send the header.',
      });
      return;
    }
    log.info('pulled', { ...window, rows: 0 });
    response.status(200).json({ ...window, rows: 0 });
  };
}
