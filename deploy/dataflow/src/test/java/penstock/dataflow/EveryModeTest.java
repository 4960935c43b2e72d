package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static penstock.dataflow.LocalCloud.eventually;
import static penstock.dataflow.LocalCloud.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/** The seed's CI list in every mode, on the direct runner against the local cloud: one streaming job with a route for each mode. */
public class EveryModeTest {
  private static final List<String> MODES = List.of("STREAMING_INSERTS", "STORAGE_WRITE", "FILE_LOADS", "MIXED", "CDC");
  private static final String D = "modes";
  private static final int BESIDE = 12;

  private static List<Message> errors = new ArrayList<>();

  @BeforeClass
  public static void runs() throws Exception {
    LocalCloud.needed();
    Jobs.prepare(D);
    for (String mode : MODES) {
      LocalCloud.table(D, mode.toLowerCase(), Jobs.CI_FIELDS, mode.equals("CDC") ? List.of("id") : List.of());
      LocalCloud.table(D, "types_" + mode.toLowerCase(), Jobs.TYPES, mode.equals("CDC") ? List.of("id") : List.of());
    }
    PipelineResult job = Jobs.start(D, Jobs.routes(D, MODES), "--shards=1");
    try {
      for (String mode : MODES) LocalCloud.publish(D + "-in", messagesOf(mode));
      LocalCloud.publish(D + "-in", List.of(new Message("{\"id\":\"a\"}", Map.of("to", "missing")), new Message("{\"id\":\"b\"}", Map.of("kind", "stranger"))));
      waitFor(MODES.size() * 7 + 1);
      outage();
    } catch (AssertionError error) {
      errors.addAll(LocalCloud.pull(D + "-errors"));
      Map<String, Long> told = errors.stream().collect(Collectors.groupingBy(one -> one.attributes().get("error_table") + ": " + one.attributes().get("error_message"), TreeMap::new, Collectors.counting()));
      throw new AssertionError(error.getMessage() + "; rejected were " + told, error);
    } finally {
      job.cancel();
    }
  }

  @AfterClass
  public static void clean() throws Exception {
    if (System.getenv("PENSTOCK_CONSOLE") != null) LocalCloud.call("DELETE", "http://" + System.getenv("PENSTOCK_CONSOLE") + "/faults", null);
  }

  private static List<Message> messagesOf(String mode) {
    Map<String, String> to = new HashMap<>(Map.of("to", mode, "source", "ci", "document_type", "streamed"));
    List<Message> all = new ArrayList<>();
    all.add(new Message("{\"id\":\"exact\",\"count\":3,\"note\":\"n\"}", to));
    all.add(new Message("{\"id\":\"extra\",\"count\":1,\"other\":{\"deep\":[1]}}", to));
    all.add(new Message("{\"id\":\"optional\"}", to));
    all.add(new Message("{\"count\":1}", to));
    all.add(new Message("{\"id\":\"broken", to));
    all.add(new Message("[\"id\"]", to));
    all.add(new Message("{\"id\":\"x\",\"count\":\"many\"}", to));
    all.add(new Message("{\"id\":\"x\",\"note\":\"longer than twenty characters\"}", to));
    for (int at = 0; at < BESIDE; at++) all.add(new Message(at % 6 == 0 ? "{\"count\":1}" : "{\"id\":\"beside " + at + "\",\"count\":" + at + "}", to));
    Map<String, String> types = Map.of("to", "types_" + mode);
    all.add(new Message(Jobs.TYPES_ROW, types));
    return all;
  }

  private static void waitFor(int wanted) throws Exception {
    for (String mode : MODES) {
      String table = D + "." + mode.toLowerCase();
      eventually("rows of " + mode, () -> LocalCloud.count("SELECT COUNT(*) FROM " + table) == 3 + BESIDE - 2);
      eventually("a row of every type in " + mode, () -> LocalCloud.count("SELECT COUNT(*) FROM " + D + ".types_" + mode.toLowerCase()) == 1);
    }
    eventually("every rejected message", () -> {
      errors.addAll(LocalCloud.pull(D + "-errors"));
      return errors.size() >= wanted;
    });
  }

  /** BigQuery refuses for a while by every way in; nothing is lost, and the job goes on. */
  private static void outage() throws Exception {
    LocalCloud.refuse("bigquery", "tabledata.insertAll", 4);
    LocalCloud.refuse("bigquery", "tables.get", 4);
    LocalCloud.refuse("bigquery-storage", "AppendRows", 4);
    LocalCloud.refuse("bigquery", "jobs.insert", 2);
    for (String mode : MODES) {
      List<Message> late = new ArrayList<>();
      for (int at = 0; at < 5; at++) late.add(new Message("{\"id\":\"late " + at + "\"}", Map.of("to", mode, "document_type", "streamed")));
      LocalCloud.publish(D + "-in", late);
    }
    for (String mode : MODES)
      eventually("rows after the outage in " + mode, () -> LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + D + "." + mode.toLowerCase() + " WHERE id LIKE 'late%'") == 5);
  }

  @Test
  public void deliversExactRowsDropsExtraFieldsAndLeavesOptionalOnesNull() throws Exception {
    for (String mode : MODES) {
      List<String> found = rows("SELECT id, count, note FROM " + D + "." + mode.toLowerCase() + " WHERE id IN ('exact', 'extra', 'optional') ORDER BY id");
      assertEquals(mode, List.of("exact|3|n", "extra|1|NULL", "optional|NULL|NULL"), found);
    }
  }

  @Test
  public void deliversGoodRowsBesideBadOnes() throws Exception {
    for (String mode : MODES)
      assertEquals(mode, BESIDE - 2, LocalCloud.count("SELECT COUNT(*) FROM " + D + "." + mode.toLowerCase() + " WHERE id LIKE 'beside%'"));
  }

  @Test
  public void rejectsWithTheReasonAndTheWholeMessage() {
    Map<String, Long> wanted = new TreeMap<>(Map.of("REQUIRED_MISSING", 3L, "NOT_JSON", 1L, "NOT_AN_OBJECT", 1L, "MALFORMED", 1L, "TOO_LONG", 1L));
    for (String mode : MODES) {
      String table = LocalCloud.PROJECT + "." + D + "." + mode.toLowerCase();
      List<Message> own = errors.stream().filter(one -> table.equals(one.attributes().get("error_table"))).toList();
      Map<String, Long> reasons = own.stream().collect(Collectors.groupingBy(one -> one.attributes().get("error_reason"), TreeMap::new, Collectors.counting()));
      assertEquals(mode, wanted, reasons);
      for (Message record : own) {
        assertEquals("ci", record.attributes().get("source"));
        for (String name : List.of("error_type", "error_message", "exception_class", "stack_trace", "input", "input_type", "job_name"))
          assertTrue(name, record.attributes().containsKey(name));
      }
      Message broken = own.stream().filter(one -> one.attributes().get("error_reason").equals("NOT_JSON")).findFirst().orElseThrow();
      assertEquals("{\"id\":\"broken", broken.data());
    }
  }

  @Test
  public void sendsMessagesOfAMissingTableToTheErrorOutputAndThoseWithoutARouteToTheFallbackTopic() throws Exception {
    Message missing = errors.stream().filter(one -> "missing".equals(one.attributes().get("to"))).findFirst().orElseThrow();
    assertEquals("NOT_FOUND", missing.attributes().get("exception_class"));
    List<Message> fallback = LocalCloud.pull(D + "-fallback");
    assertEquals(1, fallback.size());
    assertEquals("{\"id\":\"b\"}", fallback.get(0).data());
    assertEquals("stranger", fallback.get(0).attributes().get("kind"));
  }

  @Test
  public void writesTheSameValuesOfEveryTypeInEveryMode() throws Exception {
    Map<String, String> written = new LinkedHashMap<>();
    for (String mode : MODES) written.put(mode, rows("SELECT TO_JSON_STRING(t) FROM (SELECT * EXCEPT (g) FROM " + D + ".types_" + mode.toLowerCase() + " WHERE g IS NOT NULL) t").get(0));
    assertEquals(Jobs.TYPES_WRITTEN, written.get("STREAMING_INSERTS"));
    written.forEach((mode, row) -> assertEquals(mode, written.get("STREAMING_INSERTS"), row));
  }
}
