package penstock.dataflow.rows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import penstock.dataflow.table.Field;
import penstock.dataflow.table.Field.Fields;

/** The bytes of a row on the wire of the Storage Write API, by which its size is limited in every mode. */
final class RowSize {
  private RowSize() {}

  static long of(Map<?, ?> row, Fields fields) {
    long size = 0;
    for (int at = 0; at < fields.list.size(); at++) {
      Field field = fields.list.get(at);
      Object value = row.get(field.name);
      if (value == null) continue;
      long tag = varint((at + 1L) << 3);
      if (value instanceof List<?> items && packed(field)) {
        long inner = items.stream().mapToLong(item -> content(item, field)).sum();
        size += tag + varint(inner) + inner;
      } else if (value instanceof List<?> items) for (Object item : items) size += tag + one(item, field);
      else size += tag + one(value, field);
    }
    return size;
  }

  private static long one(Object value, Field field) {
    long inner = content(value, field);
    return packed(field) ? inner : varint(inner) + inner;
  }

  /** Whether its values are numbers on the wire, without a length. */
  private static boolean packed(Field field) {
    return switch (field.type) {
      case "INT64", "FLOAT64", "BOOL", "DATE", "TIME", "DATETIME" -> true;
      case "TIMESTAMP" -> !field.picoseconds;
      default -> false;
    };
  }

  private static long content(Object value, Field field) {
    return switch (field.type) {
      case "BOOL" -> 1;
      case "FLOAT64" -> 8;
      case "INT64" -> varint(Long.parseLong((String) value));
      case "DATE" -> varint(java.time.LocalDate.parse((String) value).toEpochDay());
      // Civil fields and microseconds fill eight or nine bytes, but for times near midnight and the epoch.
      case "TIME" -> 6;
      case "DATETIME" -> 9;
      case "TIMESTAMP" -> field.picoseconds ? value.toString().length() : 8;
      case "BYTES" -> Base64.getDecoder().decode((String) value).length;
      case "STRUCT", "RANGE" -> of((Map<?, ?>) value, field.fields);
      default -> value.toString().getBytes(StandardCharsets.UTF_8).length;
    };
  }

  private static long varint(long value) {
    return value == 0 ? 1 : (63 - Long.numberOfLeadingZeros(value)) / 7 + 1;
  }
}
