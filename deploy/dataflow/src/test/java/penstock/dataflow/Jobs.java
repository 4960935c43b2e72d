package penstock.dataflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Jobs of tests: their routes, tables, topics and options. */
final class Jobs {
  static final List<Map<String, String>> CI_FIELDS =
      List.of(
          field("id", "STRING", "REQUIRED"), field("count", "INTEGER", ""), Map.of("name", "note", "type", "STRING", "maxLength", "20"),
          field("text", "STRING", ""));

  static final List<Map<String, String>> TYPES =
      List.of(
          field("id", "STRING", "REQUIRED"), field("b", "BYTES", ""), field("i", "INTEGER", ""), field("fl", "FLOAT", ""), field("t", "BOOLEAN", ""),
          field("n", "NUMERIC", ""), field("bn", "BIGNUMERIC", ""), field("ts", "TIMESTAMP", ""), field("d", "DATE", ""), field("tm", "TIME", ""),
          field("dt", "DATETIME", ""), field("j", "JSON", ""), field("g", "GEOGRAPHY", ""), field("l", "STRING", "REPEATED"));

  static final String TYPES_ROW =
      "{\"id\":\"1\",\"b\":\"AP8=\",\"i\":\"-9223372036854775808\",\"fl\":-0.5,\"t\":true,\"n\":12345678901234567890123456789.123456789,"
          + "\"bn\":\"0.00000000000000000000000000000000000001\",\"ts\":\"2026-01-02T03:04:05.123456+01:00\",\"d\":\"2026-01-02\",\"tm\":\"03:04:05.5\","
          + "\"dt\":\"2026-01-02 03:04:05.000001\",\"j\":{\"a\":[1,2.5,\"é\",null],\"b\":9007199254740993},\"g\":\"POINT(1 2)\",\"l\":[\"a\",\"\",\"é\"]}";

  /** As GoogleSQL prints the row. */
  static final String TYPES_WRITTEN =
      "{\"id\":\"1\",\"b\":\"AP8=\",\"i\":\"-9223372036854775808\",\"fl\":-0.5,\"t\":true,\"n\":\"12345678901234567890123456789.123456789\","
          + "\"bn\":\"0.00000000000000000000000000000000000001\",\"ts\":\"2026-01-02T02:04:05.123456Z\",\"d\":\"2026-01-02\",\"tm\":\"03:04:05.500\","
          + "\"dt\":\"2026-01-02T03:04:05.000001\",\"j\":{\"a\":[1,2.5,\"é\",null],\"b\":9007199254740993},\"l\":[\"a\",\"\",\"é\"]}";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Jobs() {}

  private static Map<String, String> field(String name, String type, String mode) {
    return Map.of("name", name, "type", type, "mode", mode.isEmpty() ? "NULLABLE" : mode);
  }

  /** A dataset, and topics with a subscription each: NAME-in, NAME-errors, NAME-fallback. */
  static void prepare(String name) throws Exception {
    LocalCloud.bucket("beam-temp");
    LocalCloud.dataset(name);
    for (String topic : List.of("in", "errors", "fallback")) LocalCloud.topic(name + "-" + topic);
  }

  /** A route by the attribute `to` for each mode, one for its table of all types, and one for a table that is not there. */
  static Map<String, Object> routes(String name, List<String> modes) {
    List<Map<String, Object>> routes = new ArrayList<>();
    for (String mode : modes) {
      for (String prefix : List.of("", "types_")) {
        Map<String, Object> route = new HashMap<>();
        route.put("name", prefix + mode);
        route.put("match", Map.of("to", Map.of("equals", prefix + mode)));
        route.put("table", name + "." + prefix + mode.toLowerCase());
        route.put("mode", mode);
        if (mode.equals("MIXED")) route.put("streamed", Map.of("match", Map.of("document_type", Map.of("equals", "streamed"))));
        if (mode.equals("CDC")) route.put("sequence", List.of("#message_id"));
        routes.add(route);
      }
    }
    routes.add(Map.of("name", "missing", "match", Map.of("to", Map.of("equals", "missing")), "table", name + ".missing"));
    Map<String, Object> file = new HashMap<>();
    file.put("subscriptions", List.of(name + "-in"));
    file.put("errorOutput", Map.of("topic", name + "-errors"));
    file.put("fallbackTopic", name + "-fallback");
    file.put("routes", routes);
    if (modes.contains("FILE_LOADS") || modes.contains("MIXED")) file.put("fileLoads", Map.of("bucket", "beam-temp", "prefix", name + "-loads/", "triggeringFrequency", "2s"));
    return file;
  }

  static Path routesFile(Map<String, Object> routes) throws IOException {
    Path file = Files.createTempFile("routes", ".json");
    file.toFile().deleteOnExit();
    JSON.writeValue(file.toFile(), routes);
    return file;
  }

  static SinkOptions options(Map<String, Object> routes, List<String> more) throws IOException {
    List<String> all = new ArrayList<>(LocalCloud.options());
    all.add("--routes=" + routesFile(routes));
    all.addAll(more);
    return PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).withValidation().as(SinkOptions.class);
  }
}
