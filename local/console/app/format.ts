/** Numbers, sizes and times as a person reads them. Pure. */

const NUMBER = new Intl.NumberFormat('en-US');

export function number(value: number): string {
  return NUMBER.format(value);
}

/** `1 row`, `2,000 rows` */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  if (value < 1024) return count(value, 'byte');
  const units = ['KB', 'MB', 'GB', 'TB'];
  let scaled = value / 1024;
  let at = 0;
  while (scaled >= 1024 && at < units.length - 1) {
    scaled /= 1024;
    at += 1;
  }
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${units[at]}`;
}

/** `12:03:44.120`, with the day where it is another one. */
export function clock(ms: number, now = Date.now()): string {
  const at = new Date(ms);
  const time = `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return new Date(now).toDateString() === at.toDateString() ? time : `${day(at)} ${time.slice(0, 8)}`;
}

/** `2026-01-02 03:04:05` of this machine's time zone. */
export function dateTime(ms: number): string {
  const at = new Date(ms);
  return `${day(at)} ${at.toTimeString().slice(0, 8)}`;
}

function day(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

/** `340 ms`, `2.4 s`, `3 min 5 s`, `2 h` */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** `3 min ago`, `in 12 s` */
export function ago(ms: number, now = Date.now()): string {
  const past = now - ms;
  if (Math.abs(past) < 1_000) return 'now';
  return past > 0 ? `${duration(past)} ago` : `in ${duration(-past)}`;
}

/** The last part of a resource's name. */
export function short(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A resource without the project that all of them are in. */
export function inProject(name: string): string {
  return name.replace(/^projects\/[^/]+\//, '');
}

/** UTF-8 text, or undefined where the bytes are none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** JSON with line breaks; other text as it is. */
export function pretty(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
