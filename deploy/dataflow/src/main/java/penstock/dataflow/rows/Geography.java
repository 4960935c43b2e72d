package penstock.dataflow.rows;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import penstock.dataflow.json.Json;
import penstock.dataflow.json.JsonCheck;
import penstock.dataflow.json.Num;

/** GEOGRAPHY: WKT (OGC 06-103r4) or GeoJSON (RFC 7946 section 3.1), as far as BigQuery takes them: two dimensions, no features. */
final class Geography {
  private static final int MOST_NESTED = 32;
  private static final Map<String, Integer> WKT_LEVELS =
      Map.of("POINT", 0, "LINESTRING", 1, "MULTIPOINT", 1, "POLYGON", 2, "MULTILINESTRING", 2, "MULTIPOLYGON", 3);
  private static final Map<String, Integer> JSON_LEVELS =
      Map.of("Point", 0, "MultiPoint", 1, "LineString", 1, "MultiLineString", 2, "Polygon", 2, "MultiPolygon", 3);
  static final String SPACE = "\\s\\x0b\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
  private static final Pattern LEADING = Pattern.compile("[" + SPACE + "]*");
  private static final Pattern TOKEN =
      Pattern.compile(
          "[" + SPACE + "]*([A-Za-z]+|[(),]|[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?=[" + SPACE + "(),]|\\z))");

  private final Matcher tokens;
  private final String text;
  private int at;
  private String token = "";

  private Geography(String text) {
    this.text = text;
    tokens = TOKEN.matcher(text);
    next();
  }

  /** The text that reaches the table. */
  static String of(Object value) {
    if (value instanceof Num number && !number.exact()) return of(number.source());
    if (value instanceof Map<?, ?>) {
      String json = JsonColumn.text(doubles(value));
      checkGeoJson(parsed(json), 0);
      return json;
    }
    if (!(value instanceof String text)) throw new Fault("TYPE_MISMATCH", "GEOGRAPHY takes WKT, GeoJSON text or a GeoJSON object");
    if (LEADING.matcher(text).replaceFirst("").startsWith("{")) {
      Encoder.wellFormed(text);
      JsonCheck.check(text);
      checkGeoJson(parsed(text), 0);
    } else {
      new Geography(text).check();
      Encoder.wellFormed(text);
    }
    return text;
  }

  private static Object parsed(String json) {
    try {
      return Json.parse(json);
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
  }

  /** Coordinates are doubles: a number of more digits is the nearest one. */
  private static Object doubles(Object value) {
    if (value instanceof Num number && !number.exact() && !Double.isInfinite(number.value()))
      return Num.of(Double.toString(number.value()));
    if (value instanceof List<?> list) return list.stream().map(Geography::doubles).toList();
    if (!(value instanceof Map<?, ?> map)) return value;
    Map<String, Object> out = new java.util.LinkedHashMap<>();
    map.forEach((key, item) -> out.put((String) key, doubles(item)));
    return out;
  }

  private static void checkGeoJson(Object value, int depth) {
    if (depth > MOST_NESTED) throw new Fault("TOO_DEEP", "GeometryCollections nested deeper than " + MOST_NESTED + " levels");
    if (!(value instanceof Map<?, ?> geometry)) throw notGeometry();
    if ("GeometryCollection".equals(geometry.get("type"))) {
      if (!(geometry.get("geometries") instanceof List<?> geometries)) throw notGeometry();
      for (Object one : geometries) checkGeoJson(one, depth + 1);
      return;
    }
    Integer level = geometry.get("type") instanceof String type ? JSON_LEVELS.get(type) : null;
    if (level == null) throw notGeometry();
    checkCoordinates(geometry.get("coordinates"), level);
  }

  private static void checkCoordinates(Object coordinates, int level) {
    if (!(coordinates instanceof List<?> list)) throw badCoordinates();
    if (level > 0) for (Object inner : list) checkCoordinates(inner, level - 1);
    else if (list.size() == 2 && list.get(0) instanceof Num longitude && list.get(1) instanceof Num latitude)
      checkDegrees(longitude.value(), latitude.value());
    else throw badCoordinates();
  }

  /** BigQuery wraps a longitude around the globe, and has no latitude beyond the poles. */
  private static void checkDegrees(double longitude, double latitude) {
    if (!Double.isFinite(longitude) || !Double.isFinite(latitude)) throw badCoordinates();
    if (latitude < -90 || latitude > 90) throw new Fault("OUT_OF_RANGE", "a latitude lies between -90 and 90");
  }

  private static Fault notGeometry() {
    return new Fault("MALFORMED", "not a GeoJSON geometry");
  }

  private static Fault badCoordinates() {
    return new Fault("MALFORMED", "coordinates are pairs of longitude and latitude, nested as their type asks");
  }

  private static Fault notWkt() {
    return new Fault("MALFORMED", "neither WKT nor GeoJSON of two dimensions");
  }

  private void check() {
    geometry(0);
    if (!token.isEmpty() || !LEADING.matcher(text.substring(at)).matches()) throw notWkt();
  }

  private void next() {
    tokens.region(at, text.length()).useTransparentBounds(true);
    boolean found = tokens.lookingAt();
    token = found ? tokens.group(1) : "";
    if (found) at = tokens.end();
  }

  private void take(String wanted) {
    if (!token.equals(wanted)) throw notWkt();
    next();
  }

  private void geometry(int depth) {
    if (depth > MOST_NESTED) throw new Fault("TOO_DEEP", "geometries nested deeper than " + MOST_NESTED + " levels");
    String kind = token.toUpperCase(Locale.ROOT);
    Integer level = WKT_LEVELS.get(kind);
    boolean collection = kind.equals("GEOMETRYCOLLECTION");
    next();
    if (token.equalsIgnoreCase("EMPTY")) {
      next();
      if (!collection && level == null) throw notWkt();
    } else if (collection) list(() -> geometry(depth + 1));
    else if (level == null) throw notWkt();
    else if (kind.equals("MULTIPOINT")) list(() -> { if (token.equals("(")) parenthesised(); else point(); });
    else if (level == 0) parenthesised();
    else points(level);
  }

  private void points(int level) {
    list(() -> { if (level == 1) point(); else points(level - 1); });
  }

  private void parenthesised() {
    take("(");
    point();
    take(")");
  }

  private void list(Runnable item) {
    take("(");
    item.run();
    while (token.equals(",")) {
      next();
      item.run();
    }
    take(")");
  }

  private void point() {
    double longitude = number();
    double latitude = number();
    checkDegrees(longitude, latitude);
  }

  private double number() {
    boolean digits = !token.isEmpty() && "+-.0123456789".indexOf(token.charAt(0)) >= 0;
    if (!digits && !token.equals("Infinity")) throw notWkt();
    double value = Double.parseDouble(token);
    next();
    return value;
  }
}
