package penstock.dataflow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as values: {@code null}, {@link Boolean}, {@link String}, {@link Num}, {@link List} and {@link Map}. Objects have their keys in
 * the order that JavaScript gives them, because the text of a JSON column and the first of several problems depend on it.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** Deeper values could end the stack of whatever walks through them. */
  public static final int DEEPEST = 2_000;

  private Json() {}

  public static final class TooDeep extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Throws an IOException where the text is no JSON, and TooDeep where it is nested too deeply. */
  public static Object parse(String text) throws IOException {
    if (text.startsWith("\ufeff")) throw new IOException("a byte order mark");
    try (JsonParser parser = FACTORY.createParser(text)) {
      Deque<Builder> open = new ArrayDeque<>();
      Builder root = new Builder(false);
      open.push(root);
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) read(parser, token, open);
      if (open.size() != 1 || root.list.size() != 1) throw new IOException("not one value");
      return root.list.get(0);
    }
  }

  private static void read(JsonParser parser, JsonToken token, Deque<Builder> open) throws IOException {
    switch (token) {
      case START_OBJECT, START_ARRAY -> {
        if (open.size() > DEEPEST) throw new TooDeep();
        open.push(new Builder(token == JsonToken.START_OBJECT));
      }
      case END_OBJECT, END_ARRAY -> {
        Object made = open.pop().made();
        open.element().add(made);
      }
      case FIELD_NAME -> open.element().key = parser.currentName();
      case VALUE_STRING -> open.element().add(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> open.element().add(Num.of(parser.getText()));
      case VALUE_TRUE -> open.element().add(true);
      case VALUE_FALSE -> open.element().add(false);
      case VALUE_NULL -> open.element().add(null);
      default -> throw new IOException("no JSON: " + token);
    }
  }

  private static final class Builder {
    final List<Object> list = new ArrayList<>();
    final Map<String, Object> map;
    String key;

    Builder(boolean object) {
      map = object ? new LinkedHashMap<>() : null;
    }

    void add(Object value) {
      if (map == null) list.add(value);
      else map.put(key, value);
    }

    Object made() {
      return map == null ? list : ordered(map);
    }
  }

  /** JavaScript's order of keys: those that are array indexes first, by number, then the others as they came. */
  public static <T> Map<String, T> ordered(Map<String, T> map) {
    if (map.keySet().stream().noneMatch(Json::isIndex)) return map;
    Map<Long, T> indexes = new TreeMap<>();
    Map<String, T> others = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (isIndex(key)) indexes.put(Long.parseLong(key), value);
      else others.put(key, value);
    });
    Map<String, T> all = new LinkedHashMap<>();
    indexes.forEach((key, value) -> all.put(Long.toString(key), value));
    all.putAll(others);
    return all;
  }

  private static boolean isIndex(String key) {
    int length = key.length();
    if (length == 0 || length > 10 || (length > 1 && key.charAt(0) == '0')) return false;
    for (int at = 0; at < length; at++) if (key.charAt(at) < '0' || key.charAt(at) > '9') return false;
    return Long.parseLong(key) < 4_294_967_295L;
  }

  /** As {@code JSON.stringify} writes it; numbers that are not exact keep their own text. */
  public static String stringify(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof String text) quote(text, out);
    else if (value instanceof Num number) out.append(number.text());
    else if (value instanceof List<?> list) {
      out.append('[');
      for (int at = 0; at < list.size(); at++) {
        if (at > 0) out.append(',');
        write(list.get(at), out);
      }
      out.append(']');
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      boolean first = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!first) out.append(',');
        first = false;
        quote((String) entry.getKey(), out);
        out.append(':');
        write(entry.getValue(), out);
      }
      out.append('}');
    } else out.append(value);
  }

  /** Half of a surrogate pair is written as an escape. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (unit < 0x20 || Text.isLone(text, at)) out.append(String.format("\\u%04x", (int) unit));
          else out.append(unit);
        }
      }
    }
    out.append('"');
  }
}
