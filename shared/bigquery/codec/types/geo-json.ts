/** The geometries of GeoJSON (RFC 7946 section 3.1) as far as BigQuery takes them: two dimensions, no features. */

import { Fault } from '../fault.ts';

/** The nesting of the coordinates of each type: 0 is a position, 1 a list of positions. */
const LEVELS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};
const MOST_NESTED = 32;

export function checkGeoJson(value: unknown, depth = 0): Fault | undefined {
  if (depth > MOST_NESTED) return new Fault('TOO_DEEP', `GeometryCollections nested deeper than ${MOST_NESTED} levels`);
  if (typeof value !== 'object' || value === null) return notGeometry();
  const { type, coordinates, geometries } = value as Readonly<Record<string, unknown>>;
  if (type === 'GeometryCollection') return checkCollection(geometries, depth);
  const level = typeof type === 'string' && Object.hasOwn(LEVELS, type) ? LEVELS[type] : undefined;
  if (level === undefined) return notGeometry();
  return checkCoordinates(coordinates, level);
}

function checkCollection(geometries: unknown, depth: number): Fault | undefined {
  if (!Array.isArray(geometries)) return notGeometry();
  for (const geometry of geometries) {
    const fault = checkGeoJson(geometry, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkCoordinates(coordinates: unknown, level: number): Fault | undefined {
  if (!Array.isArray(coordinates)) return badCoordinates();
  if (level === 0) return checkPosition(coordinates);
  for (const inner of coordinates) {
    const fault = checkCoordinates(inner, level - 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkPosition(position: readonly unknown[]): Fault | undefined {
  if (position.length !== 2) return badCoordinates();
  const [longitude, latitude] = position;
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return badCoordinates();
  return checkDegrees(longitude, latitude);
}

/** Shared with WKT: BigQuery wraps a longitude around the globe, and has no latitude beyond the poles. */
export function checkDegrees(longitude: number, latitude: number): Fault | undefined {
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return badCoordinates();
  return latitude >= -90 && latitude <= 90
    ? undefined
    : new Fault('OUT_OF_RANGE', 'a latitude lies between -90 and 90');
}

function notGeometry(): Fault {
  return new Fault('MALFORMED', 'not a GeoJSON geometry');
}

function badCoordinates(): Fault {
  return new Fault('MALFORMED', 'coordinates are pairs of longitude and latitude, nested as their type asks');
}
