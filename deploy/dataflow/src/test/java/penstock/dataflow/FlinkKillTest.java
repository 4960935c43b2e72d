package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import penstock.dataflow.LocalCloud.Message;

/**
 * A job on Flink that is killed and goes on from its last checkpoint. It acknowledges messages with a checkpoint, so that between that
 * and its output a message is in the checkpoint alone.
 */
public class FlinkKillTest {
  private static final int COUNT = 60;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @BeforeClass
  public static void needed() {
    LocalCloud.needed();
    assumeTrue("-Pflink brings the runner", FlinkJob.isThere());
  }

  private static List<Message> good(String when, List<String> modes) {
    List<Message> messages = new ArrayList<>();
    for (String mode : modes)
      for (int at = 0; at < COUNT; at++) messages.add(new Message("{\"id\":\"" + when + " " + at + "\"}", Map.of("to", mode)));
    return messages;
  }

  private static List<Message> bad(String when, List<String> modes) {
    List<Message> messages = new ArrayList<>(List.of(new Message("{\"id\":\"a\"}", Map.of("to", "missing", "when", when))));
    for (String mode : modes) messages.addAll(CiList.bad(Map.of("to", mode, "when", when)));
    return messages;
  }

  private static long written(String name, String mode, String when) throws Exception {
    return LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + name + "." + mode.toLowerCase() + " WHERE id LIKE '" + when + "%'");
  }

  private static String told(Message message) {
    return message.attributes().get("when") + " " + message.attributes().get("to") + " " + message.data();
  }

  private static Path continued(Path folder, int after, RunningJob job) throws Exception {
    job.until("a checkpoint after the " + after + "th", () -> FlinkJob.checkpoint(folder).map(FlinkJob::numberOf).orElse(0) > after);
    return FlinkJob.checkpoint(folder).orElseThrow();
  }

  /** Killed when all is acknowledged and nothing sent on yet, and again amid rows. A record may come twice, and none may be missing. */
  @Test
  public void losesNeitherRowNorErrorRecordWhenItIsKilledAndGoesOnFromItsCheckpoint() throws Exception {
    String name = "kill";
    List<String> modes = List.of("STREAMING_INSERTS", "STORAGE_WRITE");
    Jobs.prepare(name);
    for (String mode : modes) LocalCloud.table(name, mode.toLowerCase(), Jobs.CI_FIELDS, List.of());
    Path folder = FOLDER.newFolder().toPath();
    Map<String, Object> routes = Jobs.routes(name, modes);
    List<Message> wanted = new ArrayList<>();
    List<Message> errors = new ArrayList<>();

    Optional<Path> from = Optional.empty();
    for (String when : List.of("acknowledged", "amid")) {
      try (FlinkJob job = FlinkJob.start(folder, routes, from)) {
        wanted.addAll(bad(when, modes));
        LocalCloud.publish(name + "-in", bad(when, modes));
        LocalCloud.publish(name + "-in", good(when, modes));
        if (when.equals("amid")) job.until("rows amid which it is killed", () -> written(name, "STORAGE_WRITE", when) > 0);
        else job.until("every acknowledgement", () -> LocalCloud.backlog(name + "-in") == 0);
        job.kill();
      }
      int before = from.map(FlinkJob::numberOf).orElse(0);
      from = FlinkJob.checkpoint(folder);
      assertTrue(when + ": it went on from checkpoint " + before + " and has come to " + from, from.map(FlinkJob::numberOf).orElse(0) >= before);
      errors.addAll(LocalCloud.pull(name + "-errors"));
    }
    try (FlinkJob job = FlinkJob.start(folder, routes, from)) {
      continued(folder, FlinkJob.numberOf(from.orElseThrow()), job);
      wanted.addAll(bad("after", modes));
      LocalCloud.publish(name + "-in", bad("after", modes));
      LocalCloud.publish(name + "-in", good("after", modes));
      for (String when : List.of("acknowledged", "amid", "after"))
        for (String mode : modes) job.until("every row of " + when + " in " + mode, () -> written(name, mode, when) == COUNT);
      Set<String> missing = wanted.stream().map(FlinkKillTest::told).collect(Collectors.toCollection(TreeSet::new));
      try {
        job.until("every error record", () -> {
          errors.addAll(LocalCloud.pull(name + "-errors"));
          errors.forEach(one -> missing.remove(told(one)));
          return missing.isEmpty();
        });
      } catch (AssertionError late) {
        throw new AssertionError(late.getMessage() + "; these are missing: " + missing, late);
      }
    }
    assertEquals("each message has one reason, however often it comes", reasonsOf(wanted, modes), reasons(errors));
  }

  private static Map<String, Set<String>> reasons(List<Message> errors) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Message one : errors) {
      String reason = one.attributes().getOrDefault("error_reason", one.attributes().get("exception_class"));
      found.computeIfAbsent(told(one), any -> new TreeSet<>()).add(reason);
    }
    return found;
  }

  private static Map<String, Set<String>> reasonsOf(List<Message> bad, List<String> modes) {
    List<String> inOrder = List.of("REQUIRED_MISSING", "NOT_JSON", "NOT_AN_OBJECT", "MALFORMED", "TOO_LONG");
    List<String> payloads = CiList.bad(Map.of()).stream().map(Message::data).toList();
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (Message one : bad) {
      boolean routed = modes.contains(one.attributes().get("to"));
      wanted.put(told(one), Set.of(routed ? inOrder.get(payloads.indexOf(one.data())) : "NOT_FOUND"));
    }
    return wanted;
  }

  /** The third streaming method: rows by offsets in streams of the job's own, which the checkpoint knows. */
  @Test
  public void commitsEachRowOnceByOffsetsThoughItIsKilled() throws Exception {
    String name = "kill_once";
    List<String> modes = List.of("STORAGE_WRITE");
    Jobs.prepare(name);
    LocalCloud.table(name, "storage_write", Jobs.CI_FIELDS, List.of());
    Path folder = FOLDER.newFolder().toPath();
    Map<String, Object> routes = Jobs.routes(name, modes);
    String[] once = {"--exactlyOnce=true", "--commitSeconds=1"};
    try (FlinkJob job = FlinkJob.start(folder, routes, Optional.empty(), once)) {
      LocalCloud.publish(name + "-in", good("before", modes));
      job.until("every acknowledgement", () -> LocalCloud.backlog(name + "-in") == 0);
      job.kill();
    }
    Path from = FlinkJob.checkpoint(folder).orElseThrow();
    try (FlinkJob job = FlinkJob.start(folder, routes, Optional.of(from), once)) {
      LocalCloud.publish(name + "-in", good("after", modes));
      for (String when : List.of("before", "after")) job.until("every row of " + when, () -> written(name, "storage_write", when) == COUNT);
      continued(folder, FlinkJob.numberOf(FlinkJob.checkpoint(folder).orElseThrow()) + 2, job);
    }
    assertEquals(2 * COUNT, LocalCloud.count("SELECT COUNT(*) FROM " + name + ".storage_write"));
  }
}
