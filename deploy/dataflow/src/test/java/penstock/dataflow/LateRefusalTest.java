package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import penstock.dataflow.LocalCloud.Message;

/** Rows that pass the look at the schema and that BigQuery alone refuses: the table has become narrower since. */
public class LateRefusalTest {
  private static final List<String> MODES = List.of("STREAMING_INSERTS", "STORAGE_WRITE");
  private static final List<Map<String, String>> NARROW =
      List.of(
          Map.of("name", "id", "type", "STRING", "mode", "REQUIRED"), Map.of("name", "count", "type", "INTEGER"), Map.of("name", "note", "type", "STRING", "maxLength", "3"),
          Map.of("name", "text", "type", "STRING"));
  /** The column is wide in the worker's memory for as long as the job runs. */
  private static final String REMEMBERED = "--schemaRefreshSeconds=3600";

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static Map<String, Object> routes(String name) throws Exception {
    LocalCloud.needed();
    Jobs.prepare(name);
    for (String mode : MODES) LocalCloud.table(name, mode.toLowerCase(), Jobs.CI_FIELDS, List.of());
    return Jobs.routes(name, MODES);
  }

  @Test
  public void comeBackWithTheWholeMessageWhileGoodRowsAreWritten() throws Exception {
    Map<String, Object> routes = routes("late");
    try (RunningJob job = DirectJob.start(routes, REMEMBERED)) {
      refuse("late", job);
    }
  }

  @Test
  public void comeBackWithTheWholeMessageOnFlink() throws Exception {
    assumeTrue("-Pflink brings the runner", FlinkJob.isThere());
    Map<String, Object> routes = routes("late_flink");
    try (RunningJob job = FlinkJob.start(FOLDER.getRoot().toPath(), routes, Optional.empty(), REMEMBERED)) {
      refuse("late_flink", job);
    }
  }

  private static void refuse(String name, RunningJob job) throws Exception {
    List<Message> errors = new ArrayList<>();
    for (String mode : MODES) LocalCloud.publish(name + "-in", List.of(new Message("{\"id\":\"first\"}", Map.of("to", mode))));
    for (String mode : MODES) job.until("the first row of " + mode, () -> count(name, mode, "first") == 1);
    for (String mode : MODES) {
      LocalCloud.call("DELETE", LocalCloud.bigquery() + "/datasets/" + name + "/tables/" + mode.toLowerCase(), null);
      LocalCloud.table(name, mode.toLowerCase(), NARROW, List.of());
    }
    for (String mode : MODES)
      LocalCloud.publish(
          name + "-in",
          List.of(new Message("{\"id\":\"long\",\"note\":\"abcd\"}", Map.of("to", mode, "source", "ci")), new Message("{\"id\":\"good\",\"note\":\"abc\"}", Map.of("to", mode))));
    for (String mode : MODES) job.until("the good row of " + mode, () -> count(name, mode, "good") == 1);
    job.until("both refused messages", () -> {
      errors.addAll(LocalCloud.pull(name + "-errors"));
      return errors.stream().map(one -> one.attributes().get("error_table")).distinct().count() == MODES.size();
    });
    Map<String, Message> byTable = errors.stream().collect(Collectors.toMap(one -> one.attributes().get("to"), one -> one, (a, b) -> a, TreeMap::new));
    for (String mode : MODES) {
      Message record = byTable.get(mode);
      assertEquals("{\"id\":\"long\",\"note\":\"abcd\"}", record.data());
      assertEquals("ROW_REJECTED", record.attributes().get("exception_class"));
      assertEquals("sending", record.attributes().get("error_type"));
      assertEquals("ci", record.attributes().get("source"));
    }
  }

  /** Distinct, because both modes are at least once. */
  private static long count(String name, String mode, String id) throws Exception {
    return LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + name + "." + mode.toLowerCase() + " WHERE id = '" + id + "'");
  }
}
