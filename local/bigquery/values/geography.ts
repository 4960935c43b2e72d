/** Texts of GEOGRAPHY: WKT and GeoJSON by their form. The local BigQuery keeps the text and computes nothing with it. */

const WKT =
  /^\s*(?:SRID=4326;)?\s*(?:POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION|FULLGLOBE)\s*(?:\(.*\)|EMPTY)?\s*$/is;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const GEOJSON_TYPES = new Set([
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
]);

export function isGeographyText(text: string): boolean {
  return isWkt(text) || isGeoJson(text);
}

function isWkt(text: string): boolean {
  if (!WKT.test(text)) return false;
  const start = text.indexOf('(');
  return start < 0 || (isBalanced(text, start) && coordinateLists(text).every(isList));
}

function isBalanced(text: string, start: number): boolean {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The innermost parentheses. */
function coordinateLists(text: string): readonly string[] {
  return Array.from(text.matchAll(/\(([^()]*)\)/g), (match) => match[1] ?? '');
}

/** A longitude and a latitude each, or the names of empty geometries. */
function isList(list: string): boolean {
  return list.split(',').every((part) => {
    const words = part.trim().split(/\s+/);
    if (words.at(-1)?.toUpperCase() === 'EMPTY') return true;
    return words.length === 2 && words.every((word) => NUMBER.test(word)) && Math.abs(Number(words[1])) <= 90;
  });
}

function isGeoJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value && GEOJSON_TYPES.has(String(value.type));
  } catch {
    return false;
  }
}
