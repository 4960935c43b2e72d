package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;
import static penstock.dataflow.LocalCloud.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/**
 * STREAMING_INSERTS and STORAGE_WRITE on Flink's embedded cluster against the local cloud: the seed's CI list, a kill and a restart
 * from the last checkpoint, and the speed, which is Flink's on this machine and says nothing of Dataflow's.
 */
public class FlinkTest {
  private static final String D = "flink";
  private static final List<String> MODES = List.of("STREAMING_INSERTS", "STORAGE_WRITE");
  private static final int BEFORE = 60;
  private static final int MEASURED = Integer.getInteger("measured", 2_000);

  @Test
  public void losesNothingWhenItIsKilledAndGoesOnFromItsCheckpoint() throws Exception {
    LocalCloud.needed();
    assumeTrue("-Pflink brings the runner", FlinkJob.isThere());
    Jobs.prepare(D);
    for (String mode : MODES) LocalCloud.table(D, mode.toLowerCase(), Jobs.CI_FIELDS, List.of());
    Path folder = Files.createTempDirectory("penstock-flink-");
    Path routes = FlinkJob.routesFile(folder, Jobs.routes(D, MODES));

    try (FlinkJob job = FlinkJob.start(folder, routes, Optional.empty())) {
      publish("before", 0, BEFORE);
      publishBad();
      until(job, "rows before the kill", () -> written("before") > 10);
      until(job, "a checkpoint", () -> FlinkJob.checkpoint(folder).isPresent());
      publish("during", 0, BEFORE);
      job.kill();
    }
    List<Message> errors = new ArrayList<>();
    try (FlinkJob job = FlinkJob.start(folder, routes, FlinkJob.checkpoint(folder))) {
      publish("after", 0, BEFORE);
      for (String when : List.of("before", "during", "after")) until(job, "every row of " + when, () -> written(when) == BEFORE * MODES.size());
      try {
        until(job, "every rejected message", () -> {
          errors.addAll(LocalCloud.pull(D + "-errors"));
          return reasons(errors).size() >= MODES.size() * 5 + 1;
        });
      } catch (AssertionError late) {
        throw new AssertionError(late.getMessage() + "; these came: " + reasons(errors), late);
      }
      measure(job);
    }
    assertTrue(reasons(errors).toString(), reasons(errors).keySet().stream().anyMatch(reason -> reason.endsWith("NOT_FOUND")));
    assertEquals(reasons(errors).toString(), MODES.size() * 5 + 1, reasons(errors).size());
  }

  private static void until(FlinkJob job, String what, java.util.concurrent.Callable<Boolean> isSo) throws Exception {
    eventually(what, () -> {
      if (!job.isAlive()) throw new AssertionError("the job has ended while waiting for " + what + ":\n" + job.tail());
      return isSo.call();
    });
  }

  private static void publish(String what, int from, int count) throws Exception {
    for (String mode : MODES) {
      List<Message> messages = new ArrayList<>();
      for (int at = from; at < from + count; at++) messages.add(new Message("{\"id\":\"" + what + " " + at + "\"}", Map.of("to", mode)));
      LocalCloud.publish(D + "-in", messages);
    }
  }

  private static void publishBad() throws Exception {
    for (String mode : MODES)
      LocalCloud.publish(
          D + "-in",
          List.of("{\"count\":1}", "{\"id\":\"broken", "[\"id\"]", "{\"id\":\"x\",\"count\":\"many\"}", "{\"id\":\"x\",\"note\":\"longer than twenty characters\"}").stream()
              .map(data -> new Message(data, Map.of("to", mode)))
              .toList());
    LocalCloud.publish(D + "-in", List.of(new Message("{\"id\":\"a\"}", Map.of("to", "missing"))));
  }

  /** Distinct, because both modes are at least once. */
  private static long written(String what) throws Exception {
    long all = 0;
    for (String mode : MODES) all += LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + D + "." + mode.toLowerCase() + " WHERE id LIKE '" + what + "%'");
    return all;
  }

  /** The records by table and reason, because a record may come twice. */
  private static Map<String, Long> reasons(List<Message> errors) {
    return errors.stream()
        .map(Message::attributes)
        .collect(
            Collectors.groupingBy(
                one -> one.get("error_table") + " " + one.getOrDefault("error_reason", one.get("exception_class")), TreeMap::new, Collectors.counting()));
  }

  private static void measure(FlinkJob job) throws Exception {
    for (int at = 0; at < MEASURED; at += 500) publish("speed", at, 500);
    long began = System.nanoTime();
    long already = written("speed");
    until(job, "the measured rows", () -> written("speed") == (long) MEASURED * MODES.size());
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "{\"name\":\"flink-embedded\",\"unit\":\"messages/s\",\"ours\":%.0f,\"of\":\"Flink 1.19, embedded, parallelism 1, both modes, this machine; not Dataflow\"}%n",
        (MEASURED * MODES.size() - already) / seconds);
  }
}
