/** The facts that the shell gives the page: the token of this start, and which start it is. */

const {
  token = '',
  run = '',
  project = '',
  nonce = '',
} = document.querySelector<HTMLMetaElement>('meta[name=penstock]')?.dataset ?? {};

export const meta = { token, run, project, nonce } as const;
