/** Finds literals where a secret belongs. */

import type { ReportProblem } from '@penstock/shared/config/files.ts';
import type { Path } from '@penstock/shared/config/path.ts';
import type { RequestConfig } from '../http-source/source-config.ts';

const HEADERS = /^(?:authorization|proxy-authorization|cookie|(?:x-)?.*(?:api-?key|token|secret|password).*)$/i;
const PARAMETERS = /^(?:access_?token|api_?key|apikey|app_?key|client_secret|password|secret|token)$/i;
const ALLOWED = 'text with {secret.name}: secrets stand in Secret Manager and never in a file';

export function literalSecrets(
  { headers = {}, query = {}, form = {} }: RequestConfig,
  at: Path,
  report: ReportProblem,
): void {
  for (const [name, value] of Object.entries(headers)) {
    if (HEADERS.test(name) && !value.includes('{')) report([...at, 'headers', name], ALLOWED, 'a literal');
  }
  for (const [part, values] of [
    ['query', query],
    ['form', form],
  ] as const) {
    for (const [name, value] of Object.entries(values)) {
      if (PARAMETERS.test(name) && !String(value).includes('{')) report([...at, part, name], ALLOWED, 'a literal');
    }
  }
}
