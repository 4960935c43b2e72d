/** Cross-origin access by an allow list. Without a list no page of another origin may post. */

export interface Cors {
  /** The headers of an answer to this origin. */
  headers(origin: string | undefined): Readonly<Record<string, string>>;
  allows(origin: string, host: string | undefined): boolean;
}

const PREFLIGHT_KEPT_S = 3_600;

export function cors(origins: readonly string[]): Cors {
  const listed = (origin: string): boolean => origins.includes('*') || origins.includes(origin);
  return {
    headers: (origin): Readonly<Record<string, string>> => {
      if (origins.length === 0) return {};
      if (origin === undefined || !listed(origin)) return { vary: 'origin' };
      return {
        vary: 'origin',
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST, OPTIONS',
        'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-api-key',
        'access-control-expose-headers': 'location, retry-after',
        'access-control-max-age': String(PREFLIGHT_KEPT_S),
      };
    },
    // A page that this function served posts from its own origin, whatever the scheme the proxy speaks.
    allows: (origin, host) => listed(origin) || (host !== undefined && origin.replace(/^https?:\/\//, '') === host),
  };
}
