package penstock.dataflow.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import penstock.dataflow.json.Json;
import penstock.dataflow.json.JsonCheck;
import penstock.dataflow.json.Num;
import penstock.dataflow.json.Text;
import penstock.dataflow.table.Field;
import penstock.dataflow.table.Field.Fields;
import penstock.dataflow.table.TableInfo;

/**
 * A row brought to its table's columns, each value in one spelling, or a Fault. It takes and refuses the rows that the row codec of
 * {@code shared/bigquery/codec} takes and refuses, after the coercions of {@code functions/sink/rows/coerce.ts}.
 */
final class Encoder {
  static final int MOST_ROW_BYTES = 10_000_000;
  private static final Pattern INTERVAL = Pattern.compile("-?(\\d{1,5})-(\\d{1,2}) -?(\\d{1,7}) -?(\\d{1,8}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,6}))?");
  private static final Pattern RANGE = Pattern.compile("\\[([^,]*), ([^,]*)\\)");

  private final TableInfo table;
  private final UnknownFields unknownFields;
  private final Set<String> key;
  /** Unknown fields of the row in progress, by path. */
  private Map<String, Object> collected = new LinkedHashMap<>();

  Encoder(TableInfo table, UnknownFields unknownFields, boolean changes) {
    this.table = table;
    this.unknownFields = unknownFields;
    key = new HashSet<>();
    if (changes) for (String name : table.primaryKey()) key.add(Text.fold(name));
  }

  /** Columns in the table's order. With {@code partial} no column but the key's must be there. */
  Map<String, Object> encode(Map<String, Object> row, boolean partial) {
    checkExact(row, table.fields());
    collected = new LinkedHashMap<>();
    Map<String, Object> out = object(row, table.fields(), "", true, partial);
    if (!collected.isEmpty()) collect(row, out);
    return out;
  }

  private Map<String, Object> object(Map<String, Object> row, Fields fields, String prefix, boolean top, boolean partial) {
    Map<Field, Object> made = new HashMap<>();
    Set<Field> seen = new HashSet<>();
    for (Map.Entry<String, Object> entry : row.entrySet()) {
      String name = entry.getKey();
      Field field = fields.find(name);
      if (field == null) {
        unknown(prefix, name, entry.getValue());
        continue;
      }
      try {
        if (!seen.add(field)) throw new Fault("DUPLICATE_FIELD", "a second key for column " + field.name);
        Object value = entry.getValue();
        if (value == null) refuseNull(field, top, partial);
        else made.put(field, field.isList() ? list(value, field, prefix) : one(value, field, pathOf(prefix, field.name)));
      } catch (Fault fault) {
        throw fault.under(Fault.step(name)).at(field.typeName);
      }
    }
    for (Field field : fields.list) {
      boolean ofKey = isKey(field, top);
      boolean needed = ofKey || (field.isRequired() && !field.hasDefault && !partial);
      if (needed && !seen.contains(field)) throw requiredMissing(ofKey).under(field.name).at(field.typeName);
    }
    Map<String, Object> out = new LinkedHashMap<>();
    for (Field field : fields.list) {
      Object value = made.get(field);
      if (value != null && !(value instanceof List<?> list && list.isEmpty())) out.put(field.name, value);
    }
    return out;
  }

  private boolean isKey(Field field, boolean top) {
    return top && key.contains(Text.fold(field.name));
  }

  private void refuseNull(Field field, boolean top, boolean partial) {
    boolean ofKey = isKey(field, top);
    if (ofKey || (field.isRequired() && !partial)) throw requiredMissing(ofKey);
  }

  private static Fault requiredMissing(boolean ofKey) {
    return new Fault("REQUIRED_MISSING", (ofKey ? "a column of the primary key" : "a REQUIRED column") + " is missing or NULL");
  }

  private static String pathOf(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  private void unknown(String prefix, String name, Object value) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean odd = name.indexOf('\u0131') >= 0 || name.indexOf('\u017f') >= 0;
    if (!odd && (upper.equals("_CHANGE_TYPE") || upper.equals("_CHANGE_SEQUENCE_NUMBER")))
      throw refused("RESERVED_FIELD", "a row has no change of its own; it is given beside the row", name);
    if (unknownFields.rejects()) throw refused("UNKNOWN_FIELD", "no column has this name", name);
    if (unknownFields.collectInto() == null) return;
    String path = pathOf(prefix, name);
    if (collected.containsKey(path)) throw refused("DUPLICATE_FIELD", "two unknown fields have the same path", name);
    collected.put(path, value);
  }

  private static Fault refused(String code, String reason, String name) {
    return new Fault(code, reason).under(Fault.step(name)).at("none");
  }

  private void collect(Map<String, Object> row, Map<String, Object> out) {
    Field into = table.fields().find(unknownFields.collectInto());
    try {
      for (Map.Entry<String, Object> entry : row.entrySet())
        if (entry.getValue() != null && table.fields().find(entry.getKey()) == into)
          throw new Fault("DUPLICATE_FIELD", "the row holds the column that collects its unknown fields");
      out.put(into.name, JsonColumn.text(Json.ordered(collected)));
    } catch (Fault fault) {
      throw fault.under(into.name).at(into.typeName);
    }
  }

  private List<Object> list(Object value, Field field, String prefix) {
    if (!(value instanceof List<?> items)) throw new Fault("NOT_A_LIST", "a REPEATED column takes an array");
    List<Object> out = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      String step = "[" + index + "]";
      try {
        if (items.get(index) == null) throw new Fault("NULL_ELEMENT", "an array in BigQuery holds no NULL");
        out.add(one(items.get(index), field, pathOf(prefix, field.name) + step));
      } catch (Fault fault) {
        throw fault.under(step).at(field.typeName);
      }
    }
    return out;
  }

  private Object one(Object value, Field field, String path) {
    return switch (field.type) {
      case "STRING" -> string(value, field);
      case "BYTES" -> bytes(value, field);
      case "INT64" -> Numbers.int64(value);
      case "FLOAT64" -> Numbers.float64(value);
      case "BOOL" -> Numbers.bool(value);
      case "NUMERIC", "BIGNUMERIC" -> Numbers.decimal(value, field);
      case "DATE" -> Civil.date(value);
      case "TIME" -> Civil.time(value);
      case "DATETIME" -> Civil.datetime(value);
      case "TIMESTAMP" -> Civil.timestamp(value, field.picoseconds);
      case "INTERVAL" -> interval(value);
      case "GEOGRAPHY" -> Geography.of(value);
      case "JSON" -> json(value);
      case "RANGE" -> range(value, field);
      case "STRUCT" -> struct(value, field, path);
      default -> throw new Fault("TYPE_MISMATCH", "a column of type " + field.type + " is not known here");
    };
  }

  @SuppressWarnings("unchecked")
  private Object struct(Object value, Field field, String path) {
    if (!(value instanceof Map<?, ?>)) throw new Fault("NOT_AN_OBJECT", "STRUCT takes a plain object");
    return object((Map<String, Object>) value, field.fields, path, false, false);
  }

  /** Numbers, booleans, objects and lists have one JSON text each. */
  private static String string(Object value, Field field) {
    String text = value instanceof String given ? given : Json.stringify(value);
    if (text.codePointCount(0, text.length()) > field.maxLength)
      throw new Fault("TOO_LONG", "longer than " + field.maxLength + " characters");
    return wellFormed(text);
  }

  static String wellFormed(String text) {
    if (text.length() > MOST_ROW_BYTES) throw Fault.rowTooLarge(MOST_ROW_BYTES);
    if (!Text.isWellFormed(text)) throw Fault.badUnicode();
    return text;
  }

  /** Base64 held to the letter (RFC 4648 section 4): padded, canonical, nothing but the alphabet. */
  private static String bytes(Object value, Field field) {
    String text = value instanceof Num number && !number.exact() ? number.source() : value instanceof String given ? given : null;
    if (text == null) throw new Fault("TYPE_MISMATCH", "BYTES takes base64 text or a Uint8Array");
    Fault malformed = new Fault("MALFORMED", "not base64 with its padding (RFC 4648 section 4)");
    int length = text.length();
    if (length % 4 != 0) throw malformed;
    int pads = !text.endsWith("=") ? 0 : text.endsWith("==") ? 2 : 1;
    int size = length / 4 * 3 - pads;
    if (size > field.maxLength) throw new Fault("TOO_LONG", "longer than " + field.maxLength + " bytes");
    if (size > MOST_ROW_BYTES) throw Fault.rowTooLarge(MOST_ROW_BYTES);
    try {
      byte[] decoded = java.util.Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
      if (java.util.Base64.getEncoder().encodeToString(decoded).equals(text)) return text;
    } catch (IllegalArgumentException error) {
      // Refused below, as what is not canonical.
    }
    throw malformed;
  }

  private static String interval(Object value) {
    String text = value instanceof Num number && !number.exact() ? number.source() : value instanceof String given ? given : null;
    if (text == null) throw new Fault("TYPE_MISMATCH", "INTERVAL takes text");
    Matcher parts = INTERVAL.matcher(text);
    if (!parts.matches()) throw new Fault("MALFORMED", "not of the form [-]Y-M [-]D [-]H:M:S[.ffffff]");
    long[] part = new long[7];
    for (int at = 0; at < 7; at++) part[at] = parts.group(at + 1) == null ? 0 : Long.parseLong(parts.group(at + 1));
    if (part[1] > 11 || part[4] > 59 || part[5] > 59) throw new Fault("OUT_OF_RANGE", "months go to 11, minutes and seconds to 59");
    long seconds = part[3] * 3600 + part[4] * 60 + part[5];
    long most = 87_840_000L * 3600;
    if (part[0] * 12 + part[1] > 120_000 || part[2] > 3_660_000 || seconds > most || (seconds == most && part[6] > 0))
      throw new Fault("OUT_OF_RANGE", "beyond 10000-0 3660000 87840000:0:0");
    return text;
  }

  private static String json(Object value) {
    if (!(value instanceof String text)) return JsonColumn.text(value);
    JsonCheck.check(wellFormed(text));
    return text;
  }

  private Object range(Object value, Field field) {
    Map<String, Object> bounds = new HashMap<>();
    if (value instanceof Num number && !number.exact()) return range(number.source(), field);
    if (value instanceof String text) {
      Matcher parts = RANGE.matcher(text);
      if (!parts.matches()) throw new Fault("MALFORMED", "not of the form [start, end)");
      for (int at = 1; at <= 2; at++)
        if (!parts.group(at).equalsIgnoreCase("UNBOUNDED") && !parts.group(at).equalsIgnoreCase("NULL"))
          bounds.put(at == 1 ? "start" : "end", parts.group(at));
    } else if (value instanceof Map<?, ?> map) {
      for (Object name : map.keySet())
        if (!name.equals("start") && !name.equals("end"))
          throw new Fault("UNKNOWN_FIELD", "RANGE has a start and an end").under(Fault.step((String) name));
      map.forEach((name, bound) -> bounds.put((String) name, bound));
    } else throw new Fault("TYPE_MISMATCH", "RANGE takes { start, end } or text");
    Map<String, Object> out = new LinkedHashMap<>();
    for (Field bound : field.fields.list) {
      Object given = bounds.get(bound.name);
      if (given == null) continue;
      try {
        out.put(bound.name, one(given, bound, ""));
      } catch (Fault fault) {
        throw fault.under(bound.name).at(bound.typeName);
      }
    }
    // In one spelling the order of texts is the order of times, but for a fraction that one of them lacks.
    if (out.size() == 2 && comparable(out.get("start")).compareTo(comparable(out.get("end"))) >= 0)
      throw new Fault("OUT_OF_RANGE", "the start of a RANGE lies before its end");
    return out;
  }

  private static String comparable(Object bound) {
    return bound.toString().replace("Z", "").replaceAll("^([^.]*)$", "$1.");
  }

  /** Looks for numbers that JSON columns do not keep, before anything else is said of the row. */
  private void checkExact(Object value, Fields fields) {
    if (!(value instanceof Map<?, ?> map)) return;
    map.forEach((name, item) -> {
      Field field = fields.find((String) name);
      if (field == null) {
        if (unknownFields.collectInto() != null) JsonColumn.checkExact(item);
      } else if (field.type.equals("JSON")) JsonColumn.checkExact(item);
      else if (field.type.equals("STRUCT")) {
        if (field.isList() && item instanceof List<?> list) for (Object one : list) checkExact(one, field.fields);
        else checkExact(item, field.fields);
      }
    });
  }
}
