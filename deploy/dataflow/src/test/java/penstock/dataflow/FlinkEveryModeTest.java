package penstock.dataflow;

import static org.junit.Assert.assertNull;
import static org.junit.Assume.assumeTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import penstock.dataflow.LocalCloud.Message;

/**
 * The seed's CI list on Flink's embedded cluster, in the modes that write an endless input there, on one job that has to outlive all of
 * it; and the speed, which is Flink's on this machine and says nothing of Dataflow's.
 */
public class FlinkEveryModeTest extends EveryMode {
  private static final CiList LIST = new CiList("flink", List.of("STREAMING_INSERTS", "STORAGE_WRITE", "CDC"));
  private static final int MEASURED = Integer.getInteger("measured", 2_000);
  private static FlinkJob job;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @BeforeClass
  public static void plays() throws Exception {
    LocalCloud.needed();
    assumeTrue("-Pflink brings the runner", FlinkJob.isThere());
    LIST.prepare();
    for (String mode : LIST.modes) makeHeld(mode);
    job = FlinkJob.start(FOLDER.getRoot().toPath(), routes(), Optional.empty(), "--schemaRefreshSeconds=3600");
    LIST.play(job);
  }

  @AfterClass
  public static void ends() throws Exception {
    LocalCloud.noFaults();
    if (job != null) job.close();
  }

  @Override
  CiList list() {
    return LIST;
  }

  private static List<Message> numbered(String what, String mode, int count) {
    List<Message> messages = new ArrayList<>();
    for (int at = 0; at < count; at++) messages.add(new Message("{\"id\":\"" + what + " " + at + "\"}", Map.of("to", mode)));
    return messages;
  }

  /** Beside those of the list, for each mode a table of its own, which is deleted and made again. */
  private static Map<String, Object> routes() {
    Map<String, Object> file = LIST.routes();
    List<Object> routes = new ArrayList<>((List<?>) file.get("routes"));
    for (String mode : LIST.modes) {
      Map<String, Object> route = new HashMap<>(Map.of("name", "held_" + mode, "match", Map.of("to", Map.of("equals", "held_" + mode)), "table", held(mode), "mode", mode));
      if (mode.equals("CDC")) route.put("sequence", List.of("#message_id"));
      routes.add(route);
    }
    file.put("routes", routes);
    return file;
  }

  private static String held(String mode) {
    return "flink.held_" + mode.toLowerCase();
  }

  private static void makeHeld(String mode) throws Exception {
    LocalCloud.table("flink", "held_" + mode.toLowerCase(), Jobs.CI_FIELDS, mode.equals("CDC") ? List.of("id") : List.of());
  }

  /** A job takes a table for granted for as long as it remembers it. */
  @Test
  public void holdsTheRowsOfATableThatIsDeletedUntilItIsThereAgain() throws Exception {
    for (String mode : LIST.modes) {
      LocalCloud.publish("flink-in", numbered("first", "held_" + mode, 1));
      job.until("a row before the deletion from " + held(mode), () -> LocalCloud.count("SELECT COUNT(*) FROM " + held(mode)) > 0);
      LocalCloud.call("DELETE", LocalCloud.bigquery() + "/datasets/flink/tables/held_" + mode.toLowerCase(), null);
    }
    for (String mode : LIST.modes) {
      LocalCloud.publish("flink-in", numbered("held", "held_" + mode, 3));
      LocalCloud.publish("flink-in", numbered("meanwhile", mode, 3));
    }
    Thread.sleep(3_000);
    for (String mode : LIST.modes) makeHeld(mode);
    for (String mode : LIST.modes) {
      job.until("held rows of " + mode, () -> LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + held(mode) + " WHERE id LIKE 'held%'") == 3);
      job.until("rows of other tables meanwhile in " + mode, () -> LIST.distinct(mode, "id LIKE 'meanwhile%'") == 3);
    }
  }

  @Test
  public void losesNoErrorRecordWhileTheErrorTopicRefusesThem() throws Exception {
    LocalCloud.refuse("pubsub", "Publish", "flink-errors", 3);
    LocalCloud.publish("flink-in", CiList.bad(Map.of("to", "held_STORAGE_WRITE")));
    job.until("the error records", () -> {
      List<Message> records = LIST.pulled().stream().filter(one -> "held_STORAGE_WRITE".equals(one.attributes().get("to"))).toList();
      return records.stream().map(Message::data).distinct().count() == 5;
    });
  }

  @Test
  public void printsItsSpeedAsFlinksOwn() throws Exception {
    for (String mode : LIST.modes) LocalCloud.publish("flink-in", numbered("speed", mode, MEASURED));
    long began = System.nanoTime();
    for (String mode : LIST.modes) job.until("the measured rows", () -> LIST.distinct(mode, "id LIKE 'speed%'") == MEASURED);
    double seconds = (System.nanoTime() - began) / 1e9;
    assertNull(job.ended());
    System.out.printf(
        "{\"name\":\"flink-embedded\",\"unit\":\"messages/s\",\"ours\":%.0f,\"of\":\"Flink 1.19, embedded, parallelism 1, %d modes, this machine; not Dataflow\"}%n",
        MEASURED * LIST.modes.size() / seconds, LIST.modes.size());
  }
}
