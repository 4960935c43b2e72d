const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A time as RFC 3339 writes it, or null. `new Date` alone also reads `1`, as a year. */
export function readScheduleTime(text: string): Date | null {
  const time = new Date(text);
  return RFC_3339.test(text) && !Number.isNaN(time.getTime()) ? time : null;
}
