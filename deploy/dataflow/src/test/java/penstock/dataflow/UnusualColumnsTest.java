package penstock.dataflow;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult.State;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/** Columns of INTERVAL and RANGE, which BigQueryIO does not know by Storage Write: its "Unknown type INTERVAL" would end the job. */
public class UnusualColumnsTest {
  private static final String D = "unusual";
  private static final List<String> WRITTEN = List.of("STREAMING_INSERTS", "FILE_LOADS");
  private static final List<String> REFUSED = List.of("STORAGE_WRITE", "CDC");
  private static final String INTERVAL = "{\"id\":\"a\",\"i\":\"1-2 3 4:5:6.5\"}";
  private static final String RANGE = "{\"id\":\"b\",\"r\":\"[2026-01-01, 2026-02-01)\"}";

  @Test
  public void areWrittenByEveryOtherWayAndRefusedByStorageWriteBesideTablesThatGoOn() throws Exception {
    LocalCloud.needed();
    Jobs.prepare(D);
    LocalCloud.bucket("beam-input");
    List<String> modes = new ArrayList<>(WRITTEN);
    modes.addAll(REFUSED);
    StringBuilder lines = new StringBuilder();
    for (String mode : modes) {
      makeTable(mode);
      LocalCloud.table(D, "types_" + mode.toLowerCase(), Jobs.CI_FIELDS, mode.equals("CDC") ? List.of("id") : List.of());
      for (String data : List.of(INTERVAL, RANGE)) lines.append(line(data.equals(RANGE) ? "1" : "2", data, mode));
      lines.append(line("3", "{\"id\":\"beside\"}", "types_" + mode));
    }
    LocalCloud.object("beam-input", "unusual/a.ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
    List<String> options = List.of("--runner=DirectRunner", "--targetParallelism=2", "--inputFiles=gs://beam-input/unusual/*.ndjson");
    assertEquals(State.DONE, SinkPipeline.of(Jobs.options(Jobs.routes(D, modes), options)).run().waitUntilFinish());

    for (String mode : WRITTEN)
      assertEquals(
          mode,
          List.of("{\"id\":\"a\",\"i\":\"1-2 3 4:5:6.500\",\"r\":null}", "{\"id\":\"b\",\"i\":null,\"r\":{\"start\":\"2026-01-01\",\"end\":\"2026-02-01\"}}"),
          LocalCloud.rows("SELECT TO_JSON_STRING(t) FROM unusual." + mode.toLowerCase() + " t ORDER BY id"));
    for (String mode : modes) assertEquals(mode, 1, LocalCloud.count("SELECT COUNT(*) FROM unusual.types_" + mode.toLowerCase()));
    List<Message> errors = LocalCloud.pull(D + "-errors");
    assertEquals(4, errors.size());
    for (Message error : errors) {
      assertEquals("UNIMPLEMENTED", error.attributes().get("exception_class"));
      assertEquals(true, REFUSED.contains(error.attributes().get("to")));
    }
  }

  private static void makeTable(String mode) throws Exception {
    List<Object> fields =
        List.of(
            Map.of("name", "id", "type", "STRING"), Map.of("name", "i", "type", "INTERVAL"),
            Map.of("name", "r", "type", "RANGE", "rangeElementType", Map.of("type", "DATE")));
    Map<String, Object> key = mode.equals("CDC") ? Map.of("primaryKey", Map.of("columns", List.of("id"))) : Map.of();
    Map<String, Object> table = Map.of("tableReference", Map.of("tableId", mode.toLowerCase()), "schema", Map.of("fields", fields), "tableConstraints", key);
    LocalCloud.call("POST", LocalCloud.bigquery() + "/datasets/" + D + "/tables", table);
  }

  private static String line(String id, String data, String mode) throws Exception {
    String encoded = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
    return new ObjectMapper().writeValueAsString(Map.of("data", encoded, "messageId", id, "attributes", Map.of("to", mode))) + "\n";
  }
}
