package penstock.dataflow.rows;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import penstock.dataflow.json.Json;
import penstock.dataflow.json.JsonCheck;
import penstock.dataflow.json.Num;

/** Values of JSON columns. */
final class JsonColumn {
  private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(63).negate();
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,20}");

  private JsonColumn() {}

  /** The JSON text of a value. */
  static String text(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    if (out.length() > Encoder.MOST_ROW_BYTES) throw Fault.rowTooLarge(Encoder.MOST_ROW_BYTES);
    return out.toString();
  }

  private static void write(Object value, int depth, StringBuilder out) {
    if (value instanceof String text) Json.quote(Encoder.wellFormed(text), out);
    else if (value instanceof Num number) {
      if (Double.isInfinite(number.value())) throw new Fault("OUT_OF_RANGE", "JSON has neither NaN nor infinity");
      out.append(number.jsonText());
    } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
      if (depth >= JsonCheck.DEEPEST) throw new Fault("TOO_DEEP", "nested deeper than " + JsonCheck.DEEPEST + " levels, or a cycle");
      if (value instanceof List<?> list) writeList(list, depth + 1, out);
      else writeObject((Map<?, ?>) value, depth + 1, out);
    } else out.append(value);
  }

  private static void writeList(List<?> list, int depth, StringBuilder out) {
    out.append('[');
    for (int at = 0; at < list.size(); at++) {
      if (at > 0) out.append(',');
      try {
        write(list.get(at), depth, out);
      } catch (Fault fault) {
        throw fault.under("[" + at + "]");
      }
    }
    out.append(']');
  }

  private static void writeObject(Map<?, ?> map, int depth, StringBuilder out) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = (String) entry.getKey();
      if (!first) out.append(',');
      first = false;
      try {
        Json.quote(Encoder.wellFormed(name), out);
        out.append(':');
        write(entry.getValue(), depth, out);
      } catch (Fault fault) {
        throw fault.under(Fault.step(name));
      }
    }
    out.append('}');
  }

  /** JSON holds doubles and integers of 64 bits. Another number is refused: rounding it would alter the value silently. */
  static void checkExact(Object value) {
    if (value instanceof List<?> list) for (Object item : list) checkExact(item);
    else if (value instanceof Map<?, ?> map) for (Object item : map.values()) checkExact(item);
    else if (value instanceof Num number && !number.exact()) {
      BigInteger whole = WHOLE.matcher(number.source()).matches() ? new BigInteger(number.source()) : null;
      if (whole == null || whole.compareTo(LEAST) < 0 || whole.compareTo(MOST) > 0)
        throw new Fault("TOO_PRECISE", "JSON keeps doubles and integers of 64 bits, and a number here is neither");
    }
  }
}
