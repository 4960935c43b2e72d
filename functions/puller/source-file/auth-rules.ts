/** Checks which credentials of a source file belong together. */

import type { ReportProblem } from '@penstock/shared/config/files.ts';
import type { SourceFile } from './source-file.ts';

/** The passwords that APIs ask for where the user is the key: they say nothing. */
const FILLER = /^(?:x+|api_?(?:key|token)|password|pass|token|unused|none|null)$/i;

export function authRules({ auth }: SourceFile, report: ReportProblem): void {
  if (auth?.kind === 'basic') {
    const secret = auth.user.includes('{secret.') || auth.password.includes('{secret.');
    const filler = auth.password === '' || FILLER.test(auth.password);
    if (!secret || (!filler && !auth.password.includes('{secret.'))) {
      report(
        ['auth', 'password'],
        'text with {secret.name}; or, where the user is the secret, empty or a filler such as x or api_token',
        'a literal',
      );
    }
  }
  if (auth?.kind === 'session' && auth.token.from !== 'body' && auth.token.from !== 'header')
    report(['auth', 'token', 'from'], 'body or header');
  if (auth?.kind !== 'oauth2') return;
  const refreshes = auth.grant === 'refresh_token';
  if (refreshes && auth.refreshToken === undefined)
    report(['auth', 'refreshToken'], 'text with {secret.name}, because the grant is refresh_token');
  if (!refreshes && auth.refreshToken !== undefined)
    report(['auth', 'refreshToken'], 'nothing: the grant is client_credentials');
  if (!refreshes && auth.singleUse !== undefined)
    report(['auth', 'singleUse'], 'nothing: the grant is client_credentials');
}
