/** Settings that the browser remembers between visits. Without storage, as in a private window, nothing is. */

const PREFIX = 'penstock.';

export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Full, or forbidden: the page works without.
  }
}
