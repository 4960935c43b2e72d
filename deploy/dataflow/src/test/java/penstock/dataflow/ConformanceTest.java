package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Test;
import penstock.dataflow.record.ErrorRecord;
import penstock.dataflow.routing.Routes;
import penstock.dataflow.routing.RoutesFile;
import penstock.dataflow.table.TableInfo;
import penstock.dataflow.table.TableName;

/** Every vector that the sink in TypeScript has emitted comes to the same outcome here. */
public class ConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path VECTORS = Path.of("conformance");

  @Test
  public void decidesAsTheSinkInTypeScript() throws Exception {
    int played = 0;
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.list(VECTORS)) {
      for (Path file : files.sorted().toList()) played += play(JSON.readTree(file.toFile()), wrong);
    }
    assertEquals(wrong.size() + " of " + played + " differ:\n" + String.join("\n", wrong.subList(0, Math.min(Integer.getInteger("shown", 20), wrong.size()))), 0, wrong.size());
    assertTrue("the vectors are there: " + played, played > 800);
  }

  private static int play(JsonNode file, List<String> wrong) {
    Routes routes = RoutesFile.read(file.get("config").toString(), "demo-penstock");
    Map<String, TableInfo> tables = new LinkedHashMap<>();
    file.get("tables").fields().forEachRemaining(entry -> tables.put(entry.getKey(), tableOf(entry.getValue())));
    Classifier classifier = new Classifier(routes, name -> Optional.ofNullable(tables.get(name.withoutPartition())));
    for (JsonNode one : file.get("cases")) {
      String pad = "x".repeat(one.get("message").path("pad").asInt(0));
      JsonNode expected = padded(one.get("expected"), pad);
      JsonNode found;
      try {
        Envelope envelope = envelopeOf(one.get("message"), pad);
        found = outcome(classifier.decide(envelope), envelope);
      } catch (RuntimeException error) {
        found = JSON.getNodeFactory().textNode(error.toString());
      }
      if (!doubles(found).equals(doubles(expected))) wrong.add(file.get("name").asText() + ": " + one.get("name").asText() + "\n  expected " + cut(expected) + "\n  found    " + cut(found));
    }
    return file.get("cases").size();
  }

  private static String cut(JsonNode node) {
    String text = node.toString();
    return text.length() > 400 ? text.substring(0, 400) + "…" : text;
  }

  private static JsonNode padded(JsonNode node, String pad) {
    if (pad.isEmpty()) return node;
    try {
      return JSON.readTree(node.toString().replace("<pad>", pad));
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }

  private static TableInfo tableOf(JsonNode table) {
    Map<String, Object> rest = JSON.convertValue(table, new com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>>() {});
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> fields = (List<Map<String, Object>>) rest.get("fields");
    @SuppressWarnings("unchecked")
    List<String> key = (List<String>) rest.getOrDefault("primaryKey", List.of());
    return TableInfo.of(fields, key);
  }

  private static Envelope envelopeOf(JsonNode message, String pad) {
    byte[] data =
        message.has("base64")
            ? Base64.getDecoder().decode(message.get("base64").asText())
            : message.path("text").asText().replace("<pad>", pad).getBytes(StandardCharsets.UTF_8);
    Map<String, String> attributes = new LinkedHashMap<>();
    message.path("attributes").fields().forEachRemaining(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    return new Envelope(
        data,
        attributes,
        message.path("messageId").asText("1"),
        Instant.parse(message.path("publishTime").asText("2026-01-02T03:04:05.678Z")).toEpochMilli(),
        message.path("orderingKey").asText(""),
        message.path("subscription").asText("projects/demo-penstock/subscriptions/input"),
        "pubsub");
  }

  private static JsonNode outcome(Classifier.Decision decision, Envelope envelope) {
    ObjectNode out = JSON.createObjectNode();
    switch (decision.kind()) {
      case ROW -> {
        out.put("outcome", "row").put("route", decision.route().name()).put("output", decision.output().name());
        TableName table = decision.table();
        out.put("table", table.toString());
        out.set("row", asRead(decision.row()));
        if (decision.change() != null) out.put("change", decision.change().delete() ? "DELETE" : "UPSERT").put("sequence", decision.change().sequence());
      }
      case DROPPED -> out.put("outcome", "dropped");
      default -> {
        out.put("outcome", decision.kind().name().toLowerCase(java.util.Locale.ROOT));
        Map<String, String> attributes = ErrorRecord.attributes(envelope, decision.problem());
        attributes.keySet().removeIf(name -> name.startsWith("stack_trace"));
        out.set("attributes", JSON.valueToTree(attributes));
      }
    }
    return out;
  }

  private static JsonNode asRead(Object row) {
    try {
      return JSON.readTree(JSON.writeValueAsString(row));
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }

  /** All numbers of a row are FLOAT64; a whole one may be written with or without a point, and zero without its sign. */
  private static JsonNode doubles(JsonNode node) {
    if (node.isNumber()) return JSON.getNodeFactory().numberNode(node.doubleValue() + 0.0);
    if (node instanceof ObjectNode object) {
      ObjectNode out = JSON.createObjectNode();
      object.fields().forEachRemaining(entry -> out.set(entry.getKey(), doubles(entry.getValue())));
      return out;
    }
    if (!node.isArray()) return node;
    ArrayNode out = JSON.createArrayNode();
    node.forEach(item -> out.add(doubles(item)));
    return out;
  }
}
