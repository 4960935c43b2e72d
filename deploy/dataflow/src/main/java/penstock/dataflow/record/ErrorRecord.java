package penstock.dataflow.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import penstock.dataflow.Envelope;
import penstock.dataflow.json.Json;
import penstock.dataflow.json.Text;

/** The attributes of an error record, as {@code shared/errors/record.ts} makes them; its data is the payload byte for byte. */
public final class ErrorRecord {
  private static final int MOST_ATTRIBUTES = 100;
  private static final int MOST_KEY_BYTES = 256;
  private static final int MOST_VALUE_BYTES = 1_024;
  /** Kept free for what says where a payload is that does not fit into the message, and that attributes are missing. */
  private static final int RESERVED = 3;

  private static final Set<String> OWN =
      Stream.concat(
              Stream.of(
                  "error_type", "error_message", "exception_class", "stack_trace", "error_table", "error_reason", "error_location", "input",
                  "input_type", "job_name", "attempt", "ordering_key", "attributes_incomplete", "payload_uri", "payload_bytes",
                  "payload_omitted", "payload_withheld"),
              IntStream.rangeClosed(1, 5).mapToObj(at -> "stack_trace_cause_" + at))
          .collect(Collectors.toUnmodifiableSet());

  private ErrorRecord() {}

  public static Map<String, String> attributes(Envelope message, Problem problem) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("error_type", problem.stage());
    told.put("error_message", problem.message());
    told.put("exception_class", problem.code());
    told.put("stack_trace", problem.code() + ": " + problem.message());
    told.put("input", message.input());
    told.put("input_type", message.inputType());
    told.put("job_name", "penstock-sink");
    told.putAll(problem.facts());
    if (!message.orderingKey().isEmpty()) told.put("ordering_key", message.orderingKey());
    Map<String, String> record = new LinkedHashMap<>();
    told.forEach((name, value) -> record.put(name, Text.cut(value, MOST_VALUE_BYTES)));
    addOriginal(record, message.attributes());
    return record;
  }

  private static void addOriginal(Map<String, String> record, Map<String, String> attributes) {
    int room = MOST_ATTRIBUTES - RESERVED - record.size();
    boolean incomplete = attributes.size() > room;
    int taken = 0;
    for (Map.Entry<String, String> entry : Json.ordered(attributes).entrySet()) {
      if (taken++ == room) break;
      String whole = keptAs(entry.getKey());
      String name = Text.cut(whole, MOST_KEY_BYTES);
      String value = Text.cut(entry.getValue(), MOST_VALUE_BYTES);
      incomplete |= name.isEmpty() || !name.equals(whole) || !value.equals(entry.getValue());
      if (!name.isEmpty()) record.put(name, value);
    }
    if (incomplete) record.put("attributes_incomplete", "true");
  }

  private static String keptAs(String key) {
    return OWN.contains(key) || key.startsWith("original_") || key.startsWith("goog") ? "original_" + key : key;
  }
}
