package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static penstock.dataflow.LocalCloud.eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/** Rows that pass the look at the schema and that BigQuery alone refuses: the table has become narrower since. */
public class LateRefusalTest {
  private static final String D = "late";
  private static final List<String> MODES = List.of("STREAMING_INSERTS", "STORAGE_WRITE");
  private static final List<Map<String, String>> NARROW =
      List.of(Map.of("name", "id", "type", "STRING", "mode", "REQUIRED"), Map.of("name", "count", "type", "INTEGER"), Map.of("name", "note", "type", "STRING", "maxLength", "3"));

  @Test
  public void comeBackWithTheWholeMessageWhileGoodRowsAreWritten() throws Exception {
    LocalCloud.needed();
    Jobs.prepare(D);
    for (String mode : MODES) LocalCloud.table(D, mode.toLowerCase(), Jobs.CI_FIELDS, List.of());
    // The column is wide in the worker's memory for as long as the job runs.
    PipelineResult job = Jobs.start(D, Jobs.routes(D, MODES), "--schemaRefreshSeconds=3600");
    List<Message> errors = new ArrayList<>();
    try {
      for (String mode : MODES) LocalCloud.publish(D + "-in", List.of(new Message("{\"id\":\"first\"}", Map.of("to", mode))));
      for (String mode : MODES) eventually("the first row of " + mode, () -> LocalCloud.count("SELECT COUNT(*) FROM late." + mode.toLowerCase()) == 1);
      for (String mode : MODES) {
        LocalCloud.call("DELETE", LocalCloud.bigquery() + "/datasets/late/tables/" + mode.toLowerCase(), null);
        LocalCloud.table(D, mode.toLowerCase(), NARROW, List.of());
      }
      for (String mode : MODES)
        LocalCloud.publish(
            D + "-in",
            List.of(new Message("{\"id\":\"long\",\"note\":\"abcd\"}", Map.of("to", mode, "source", "ci")), new Message("{\"id\":\"good\",\"note\":\"abc\"}", Map.of("to", mode))));
      for (String mode : MODES)
        eventually("the good row of " + mode, () -> LocalCloud.count("SELECT COUNT(*) FROM late." + mode.toLowerCase() + " WHERE id = 'good'") >= 1);
      eventually("both refused messages", () -> {
        errors.addAll(LocalCloud.pull(D + "-errors"));
        return errors.stream().map(one -> one.attributes().get("error_table")).distinct().count() == MODES.size();
      });
    } finally {
      job.cancel();
    }
    Map<String, Message> byTable = errors.stream().collect(Collectors.toMap(one -> one.attributes().get("to"), one -> one, (a, b) -> a, TreeMap::new));
    for (String mode : MODES) {
      Message record = byTable.get(mode);
      assertEquals("{\"id\":\"long\",\"note\":\"abcd\"}", record.data());
      assertEquals("ROW_REJECTED", record.attributes().get("exception_class"));
      assertEquals("sending", record.attributes().get("error_type"));
      assertEquals("ci", record.attributes().get("source"));
    }
  }
}
