package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static penstock.dataflow.LocalCloud.rows;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/** The outcomes of the seed's CI list, the same in every mode and on every runner. */
abstract class EveryMode {
  /** As it was played. */
  abstract CiList list();

  @Test
  public void deliversMessagesWithAndWithoutAttributes() throws Exception {
    for (String mode : list().modes) {
      List<String> found = rows("SELECT DISTINCT id, count, note, text FROM " + list().table(mode) + " WHERE id IN ('exact', 'plain') ORDER BY id");
      assertEquals(mode, List.of("exact|3|n|t", "plain|4|n|t"), found);
    }
  }

  @Test
  public void dropsExtraFieldsAndLeavesOptionalOnesNull() throws Exception {
    for (String mode : list().modes) {
      List<String> found = rows("SELECT DISTINCT id, count, note, text FROM " + list().table(mode) + " WHERE id IN ('extra', 'optional') ORDER BY id");
      assertEquals(mode, List.of("extra|1|NULL|NULL", "optional|NULL|NULL|NULL"), found);
    }
  }

  @Test
  public void deliversGoodRowsBesideBadOnes() throws Exception {
    for (String mode : list().modes) assertEquals(mode, CiList.BESIDE - CiList.BESIDE_BAD, list().distinct(mode, "id LIKE 'beside%'"));
  }

  @Test
  public void rejectsWithTheReasonAndTheWholeMessage() {
    Map<String, String> wanted =
        new TreeMap<>(
            Map.of(
                "{\"count\":1}", "REQUIRED_MISSING", "{\"count\":0,\"beside\":1}", "REQUIRED_MISSING", "{\"count\":6,\"beside\":1}", "REQUIRED_MISSING",
                "{\"id\":\"broken", "NOT_JSON", "[\"id\"]", "NOT_AN_OBJECT", "{\"id\":\"x\",\"count\":\"many\"}", "MALFORMED",
                "{\"id\":\"x\",\"note\":\"longer than twenty characters\"}", "TOO_LONG"));
    for (String mode : list().modes) {
      List<Message> own = recordsOf(mode).stream().filter(one -> !one.attributes().containsKey("payload_uri")).toList();
      Map<String, Set<String>> reasons = new TreeMap<>();
      for (Message one : own) reasons.computeIfAbsent(one.data(), any -> new TreeSet<>()).add(one.attributes().get("error_reason"));
      Map<String, Set<String>> expected = new TreeMap<>();
      wanted.forEach((data, reason) -> expected.put(data, Set.of(reason)));
      assertEquals(mode, expected, reasons);
      for (Message record : own) {
        assertEquals("ci", record.attributes().get("source"));
        for (String name : List.of("error_type", "error_message", "exception_class", "stack_trace", "input", "input_type", "job_name"))
          assertTrue(name, record.attributes().containsKey(name));
      }
    }
  }

  private List<Message> recordsOf(String mode) {
    String table = LocalCloud.PROJECT + "." + list().table(mode);
    return list().errors.stream().filter(one -> table.equals(one.attributes().get("error_table"))).toList();
  }

  /** Beam streams no row of this length; every other way takes it. */
  @Test
  public void bringsAMessageThatIsTooLongForStreamingToAnotherOutputOrRejectsItWhole() throws Exception {
    for (String mode : list().modes) {
      List<Message> records = recordsOf(mode).stream().filter(one -> one.attributes().containsKey("payload_uri")).toList();
      boolean refused = mode.equals("STREAMING_INSERTS");
      assertEquals(mode, refused ? 0 : 1, list().distinct(mode, "id = 'long' AND LENGTH(text) = 9600000"));
      Set<String> reasons = records.stream().map(one -> one.attributes().get("error_reason")).collect(Collectors.toSet());
      assertEquals(mode, refused ? Set.of("ROW_TOO_LARGE") : Set.of(), reasons);
      for (Message record : records) {
        String[] place = record.attributes().get("payload_uri").substring("gs://".length()).split("/", 2);
        assertTrue(mode, CiList.TOO_LONG.equals(new String(LocalCloud.read(place[0], place[1]), StandardCharsets.UTF_8)));
      }
    }
  }

  @Test
  public void sendsMessagesOfAMissingTableToTheErrorOutputAndThoseWithoutARouteToTheFallbackTopic() throws Exception {
    Set<String> classes = new TreeSet<>();
    for (Message one : list().errors) if ("missing".equals(one.attributes().get("to"))) classes.add(one.attributes().get("exception_class"));
    assertEquals(Set.of("NOT_FOUND"), classes);
    Set<String> fallback = new TreeSet<>();
    for (Message one : LocalCloud.pull(list().name + "-fallback")) fallback.add(one.data() + " " + one.attributes().get("kind"));
    assertEquals(Set.of("{\"id\":\"b\"} stranger"), fallback);
  }

  @Test
  public void writesTheSameValuesOfEveryTypeInEveryMode() throws Exception {
    Map<String, List<String>> written = new LinkedHashMap<>();
    for (String mode : list().modes)
      written.put(mode, rows("SELECT DISTINCT TO_JSON_STRING(t) FROM (SELECT * EXCEPT (g) FROM " + list().name + ".types_" + mode.toLowerCase() + " WHERE g IS NOT NULL) t"));
    written.forEach((mode, row) -> assertEquals(mode, List.of(Jobs.TYPES_WRITTEN), row));
  }

  @Test
  public void losesNoRowInABriefOutageAndGoesOn() throws Exception {
    for (String mode : list().modes) assertEquals(mode, CiList.AFTER, list().distinct(mode, "id LIKE 'late%'"));
  }
}
