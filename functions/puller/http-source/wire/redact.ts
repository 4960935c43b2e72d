/** Keeps credentials out of every text that leaves the source: logs, errors, ledgers, the spool and recordings. */

/** Query parameters that are credentials wherever they stand. */
const NAMES =
  /^(?:access_?token|api_?key|apikey|app_?key|auth|authorization|client_secret|key|pass|password|refresh_token|secret|sig|signature|token|x-amz-signature|x-goog-signature)$/i;
const GONE = 'REDACTED';
/** A shorter one would strike out ordinary words. */
const SHORTEST_SECRET = 4;

export class Redactor {
  readonly #names: ReadonlySet<string>;
  readonly #secrets = new Set<string>();

  /** `names`: query parameters that the source file fills with a secret. */
  constructor(names: readonly string[]) {
    this.#names = new Set(names.map((name) => name.toLowerCase()));
  }

  /** From now on the text is struck out, as it is and as a URL holds it. */
  hide(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return;
    for (const form of [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ]) {
      this.#secrets.add(form);
    }
  }

  url(url: URL): string {
    const shown = new URL(url);
    for (const name of new Set(shown.searchParams.keys())) {
      if (this.#names.has(name.toLowerCase()) || NAMES.test(name)) shown.searchParams.set(name, GONE);
    }
    return this.text(shown.href);
  }

  text(text: string): string {
    let shown = text;
    for (const secret of this.#secrets) shown = shown.replaceAll(secret, GONE);
    return shown;
  }
}
