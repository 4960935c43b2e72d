package penstock.dataflow;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import penstock.dataflow.LocalCloud.Message;

/** The seed's CI list in every mode, on the direct runner against the local cloud. */
public class EveryModeTest extends EveryMode {
  private static final CiList LIST = new CiList("modes", List.of("STREAMING_INSERTS", "STORAGE_WRITE", "FILE_LOADS", "MIXED", "CDC"));

  @BeforeClass
  public static void plays() throws Exception {
    LocalCloud.needed();
    LIST.prepare();
    try (DirectJob job = DirectJob.start(LIST.routes(), "--shards=1")) {
      LIST.play(job);
    } catch (AssertionError error) {
      throw new AssertionError(
          error.getMessage() + "; rejected were " + counted(one -> one.attributes().get("error_table") + ": " + one.attributes().get("error_message")), error);
    }
  }

  private static Map<String, Long> counted(Function<Message, String> by) throws Exception {
    return LIST.pulled().stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
  }

  @AfterClass
  public static void clean() throws Exception {
    LocalCloud.noFaults();
  }

  @Override
  CiList list() {
    return LIST;
  }

  /** Nothing failed before the outage, so nothing is repeated. */
  @Test
  public void bringsEachMessageToExactlyOneOutputOnce() throws Exception {
    for (String mode : LIST.modes)
      assertEquals(
          mode, 4 + CiList.BESIDE - CiList.BESIDE_BAD,
          LocalCloud.count("SELECT COUNT(*) FROM " + LIST.table(mode) + " WHERE id <> 'long' AND id NOT LIKE 'late%'"));
    counted(one -> one.attributes().get("to") + " " + one.data()).forEach((record, times) -> assertEquals(record, 1L, (long) times));
  }
}
