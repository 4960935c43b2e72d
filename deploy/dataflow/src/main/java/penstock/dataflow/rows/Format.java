package penstock.dataflow.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import penstock.dataflow.Envelope;
import penstock.dataflow.json.Json;
import penstock.dataflow.table.Field;
import penstock.dataflow.table.Field.Fields;

/** The four row formats: what a message's row is made of before its values are brought to their columns. */
public record Format(String name, Map<String, Source> columns, Map<String, Object> constants) implements Serializable {
  Map<String, Object> row(Envelope message, Payload payload, Fields fields) {
    return switch (name) {
      case "json" -> payload.object();
      case "message" -> messageRow(message, payload, fields);
      case "envelope" -> envelopeRow(message, payload, fields);
      case "mapping" -> mappedRow(message, payload);
      default -> throw new IllegalStateException(name);
    };
  }

  /** Every attribute is the column of its name, {@code -} written as {@code _}; the payload is the column {@code payload}. */
  private static Map<String, Object> messageRow(Envelope message, Payload payload, Fields fields) {
    Map<String, Object> row = new LinkedHashMap<>();
    Map<String, String> taken = new HashMap<>();
    Json.ordered(message.attributes()).forEach((name, value) -> {
      String column = name.replace('-', '_');
      String before = taken.putIfAbsent(column.toLowerCase(java.util.Locale.ROOT), name);
      if (before != null) throw collision(column, before, name);
      row.put(column, value);
    });
    List<String> own = new ArrayList<>(List.of("payload"));
    own.addAll(facts(fields));
    for (String name : own) if (taken.containsKey(name)) throw collision(name, "the message's own " + name, taken.get(name));
    putFacts(row, message, fields);
    row.put("payload", payloadValue(payload, fields));
    return Json.ordered(row);
  }

  private static Failure.Thrown collision(String column, String one, String other) {
    String reason = "attribute " + Json.stringify(other) + " and " + Json.stringify(one) + " are both column " + column;
    return new Failure("COLUMN_COLLISION", reason, column).thrown();
  }

  /** {@code {attributes, payload}} and the facts, each where the table has a column for it. */
  private static Map<String, Object> envelopeRow(Envelope message, Payload payload, Fields fields) {
    Map<String, Object> row = new LinkedHashMap<>();
    putFacts(row, message, fields);
    Field attributes = fields.find("attributes");
    if (attributes != null) row.put("attributes", attributesValue(message, attributes));
    Field column = fields.find("payload");
    if (column == null || !column.type.equals("JSON")) row.put("payload", payloadValue(payload, fields));
    // The column would take a bare text for JSON text.
    else row.put("payload", payload.value() instanceof String text ? Json.stringify(text) : payload.value());
    return row;
  }

  private static Object attributesValue(Envelope message, Field column) {
    Map<String, String> ordered = Json.ordered(message.attributes());
    if (!column.isList()) return new LinkedHashMap<String, Object>(ordered);
    List<Object> list = new ArrayList<>();
    ordered.forEach((key, value) -> {
      Map<String, Object> pair = new LinkedHashMap<>();
      pair.put("key", key);
      pair.put("value", value);
      list.add(pair);
    });
    return list;
  }

  private static List<String> facts(Fields fields) {
    return Source.FACTS.stream().filter(fact -> fields.find(fact) != null).toList();
  }

  private static void putFacts(Map<String, Object> row, Envelope message, Fields fields) {
    for (String fact : facts(fields)) {
      String value = Source.fact(message, fact);
      if (value != null) row.put(fact, value);
    }
  }

  private static String payloadValue(Payload payload, Fields fields) {
    Field column = fields.find("payload");
    boolean bytes = column != null && column.type.equals("BYTES");
    return bytes ? Base64.getEncoder().encodeToString(payload.bytes()) : payload.text();
  }

  private Map<String, Object> mappedRow(Envelope message, Payload payload) {
    Object value = columns.values().stream().anyMatch(Source::readsPayload) ? payload.value() : null;
    Map<String, Object> row = new LinkedHashMap<>(constants);
    columns.forEach((column, source) -> {
      Object read = source.read(message, value);
      if (read != Source.ABSENT) row.put(column, read);
    });
    return row;
  }
}
