/** A strike as a happening: what a scripted fault did must not look like the service's own failure. */

import type { Happening } from '../service.ts';
import type { Strike } from './faults.ts';

export function struck({ rule, method, resource, struck: times }: Strike): Happening {
  const { service, kind, code } = rule;
  return {
    service,
    what: 'fault played',
    resource: resource === '' ? method : resource,
    facts: { method, kind, ...(code === undefined ? {} : { code }), strike: times },
    level: 'warning',
  };
}
