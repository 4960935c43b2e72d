package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult.State;
import org.junit.BeforeClass;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/** Streams of the job's own in place of the default stream, and files in place of subscriptions. */
public class ExactlyOnceAndBatchTest {
  private static final String D = "once";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeClass
  public static void prepare() throws Exception {
    LocalCloud.needed();
    Jobs.prepare(D);
    for (String mode : List.of("storage_write", "file_loads", "streaming_inserts")) LocalCloud.table(D, mode, Jobs.CI_FIELDS, List.of());
  }

  @Test
  public void commitsEachRowOnceByOffsetsAndRejectsTheRowThatBigQueryAloneRefuses() throws Exception {
    Map<String, Object> routes = Jobs.routes(D, List.of("STORAGE_WRITE"));
    List<Message> errors = new ArrayList<>();
    try (DirectJob job = DirectJob.start(routes, "--exactlyOnce=true", "--shards=1", "--commitSeconds=1")) {
      List<Message> messages = new ArrayList<>();
      for (int at = 0; at < 10; at++) messages.add(new Message("{\"id\":\"once " + at + "\"}", Map.of("to", "STORAGE_WRITE")));
      messages.add(new Message("{\"id\":7}", Map.of("to", "STORAGE_WRITE")));
      messages.add(new Message("{\"count\":7}", Map.of("to", "STORAGE_WRITE")));
      LocalCloud.publish(D + "-in", messages);
      job.until("rows by offsets", () -> LocalCloud.count("SELECT COUNT(*) FROM once.storage_write WHERE id LIKE 'once%' OR id = '7'") == 11);
      job.until("the rejected message", () -> errors.addAll(LocalCloud.pull(D + "-errors")) || !errors.isEmpty());
    }
    assertEquals("REQUIRED_MISSING", errors.get(0).attributes().get("error_reason"));
    assertEquals(10, LocalCloud.count("SELECT COUNT(DISTINCT id) FROM once.storage_write WHERE id LIKE 'once%'"));
  }

  @Test
  public void readsFilesOfMessagesToTheirEndAndKeepsErrorRecordsInABucket() throws Exception {
    LocalCloud.bucket("beam-input");
    StringBuilder lines = new StringBuilder();
    for (String mode : List.of("STORAGE_WRITE", "FILE_LOADS", "STREAMING_INSERTS")) {
      for (int at = 0; at < 4; at++) lines.append(line("{\"id\":\"file " + at + "\"}", mode));
      lines.append(line("not json", mode));
    }
    LocalCloud.object("beam-input", "in/a.ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
    Map<String, Object> routes = new HashMap<>(Jobs.routes(D, List.of("STORAGE_WRITE", "FILE_LOADS", "STREAMING_INSERTS")));
    routes.put("errorOutput", Map.of("bucket", "beam-input", "prefix", "errors/"));
    List<String> options = List.of("--runner=DirectRunner", "--targetParallelism=2", "--inputFiles=gs://beam-input/in/*.ndjson");
    assertEquals(State.DONE, SinkPipeline.of(Jobs.options(routes, options)).run().waitUntilFinish());
    for (String mode : List.of("storage_write", "file_loads", "streaming_inserts"))
      assertEquals(mode, 4, LocalCloud.count("SELECT COUNT(*) FROM once." + mode + " WHERE id LIKE 'file%'"));
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode object : LocalCloud.objects("beam-input", "errors/"))
      for (String record : new String(LocalCloud.read("beam-input", object.get("name").asText()), StandardCharsets.UTF_8).split("\n")) records.add(JSON.readTree(record));
    assertEquals(3, records.size());
    for (JsonNode record : records) {
      assertEquals("not json", new String(record.get("data").binaryValue(), StandardCharsets.UTF_8));
      assertEquals("gcs", record.path("attributes").path("input_type").asText());
      assertTrue(record.path("attributes").path("input").asText().endsWith("in/a.ndjson"));
    }
  }

  /** Between Beam's limit for a streamed row and the sink's own for any row. */
  @Test
  public void bringsALongRowToExactlyOneOutputInEveryMode() throws Exception {
    LocalCloud.bucket("beam-input");
    List<String> modes = List.of("STORAGE_WRITE", "FILE_LOADS", "STREAMING_INSERTS");
    StringBuilder lines = new StringBuilder();
    for (String mode : modes) {
      lines.append(line("{\"id\":\"long " + "x".repeat(9_700_000) + "\"}", mode));
      lines.append(line("{\"id\":\"beside a long one\"}", mode));
    }
    LocalCloud.object("beam-input", "long/a.ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
    Map<String, Object> routes = new HashMap<>(Jobs.routes(D, modes));
    routes.put("errorOutput", Map.of("bucket", "beam-input", "prefix", "long-errors/"));
    List<String> options = List.of("--runner=DirectRunner", "--targetParallelism=2", "--inputFiles=gs://beam-input/long/*.ndjson");
    assertEquals(State.DONE, SinkPipeline.of(Jobs.options(routes, options)).run().waitUntilFinish());
    Map<String, Long> outputs = new HashMap<>();
    for (String mode : modes) {
      outputs.put(mode, LocalCloud.count("SELECT COUNT(*) FROM once." + mode.toLowerCase() + " WHERE id LIKE 'long%'"));
      assertEquals(mode, 1, LocalCloud.count("SELECT COUNT(*) FROM once." + mode.toLowerCase() + " WHERE id = 'beside a long one'"));
    }
    for (JsonNode object : LocalCloud.objects("beam-input", "long-errors/"))
      for (String record : new String(LocalCloud.read("beam-input", object.get("name").asText()), StandardCharsets.UTF_8).split("\n"))
        outputs.merge(JSON.readTree(record).path("attributes").path("to").asText(), 1L, Long::sum);
    assertEquals(Map.of("STORAGE_WRITE", 1L, "FILE_LOADS", 1L, "STREAMING_INSERTS", 1L), outputs);
  }

  private static String line(String data, String mode) throws Exception {
    String encoded = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
    return JSON.writeValueAsString(Map.of("data", encoded, "attributes", Map.of("to", mode))) + "\n";
  }
}
