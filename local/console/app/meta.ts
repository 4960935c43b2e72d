/** The facts that the shell gives the page: the token of this start, and which start it is. */

const {
  token = '',
  run = '',
  project = '',
  nonce = '',
  parts = '',
} = document.querySelector<HTMLMetaElement>('meta[name=penstock]')?.dataset ?? {};

/** `parts` names what this local cloud was given beside its services: `redrive`, `cost`, `dashboards`. */
export const meta = { token, run, project, nonce, parts: new Set(parts.split(' ')) } as const;
