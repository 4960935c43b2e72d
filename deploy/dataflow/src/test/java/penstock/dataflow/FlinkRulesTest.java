package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.Before;
import org.junit.Test;

/** The launch on Flink: which streaming methods it takes, and the options that it refuses because messages would be lost. */
public class FlinkRulesTest {
  private static final String[] GOOD = {"--finishBundleBeforeCheckpointing=true", "--checkpointingInterval=1000"};

  @Before
  public void needed() {
    assumeTrue("-Pflink brings the runner", FlinkJob.isThere());
  }

  private static Pipeline launch(List<String> modes, String... more) throws Exception {
    Map<String, Object> routes = new HashMap<>(Jobs.routes("rules", modes));
    List<String> words = new ArrayList<>(List.of("--runner=FlinkRunner", "--project=demo-penstock", "--routes=" + Jobs.routesFile(routes)));
    words.addAll(Arrays.asList(more));
    return SinkPipeline.of(PipelineOptionsFactory.fromArgs(words.toArray(String[]::new)).withValidation().as(SinkOptions.class));
  }

  private static void refused(String reason, List<String> modes, String... more) {
    String told = assertThrows(IllegalArgumentException.class, () -> launch(modes, more)).getMessage();
    assertTrue(told, told.contains(reason));
    assertEquals("the only fault", 1, told.split("; ").length);
  }

  /** STREAMING_INSERTS, STORAGE_API_AT_LEAST_ONCE (STORAGE_WRITE and CDC) and STORAGE_WRITE_API (STORAGE_WRITE with --exactlyOnce). */
  @Test
  public void takesTheThreeStreamingMethods() throws Exception {
    launch(List.of("STREAMING_INSERTS", "STORAGE_WRITE", "CDC"), GOOD);
    launch(List.of("STORAGE_WRITE"), GOOD[0], GOOD[1], "--exactlyOnce=true", "--shards=1");
  }

  @Test
  public void refusesFileLoadsOfAnEndlessInput() {
    for (String mode : Set.of("FILE_LOADS", "MIXED")) refused("cannot translate FILE_LOADS and MIXED", List.of(mode), GOOD);
  }

  @Test
  public void refusesOptionsThatWouldLoseMessages() {
    refused("rejected rows of STREAMING_INSERTS are lost", List.of("STREAMING_INSERTS"), GOOD[1]);
    refused("no message is ever acknowledged", List.of("STREAMING_INSERTS"), GOOD[0]);
    refused("would start with nothing", List.of("STREAMING_INSERTS"), GOOD[0], GOOD[1], "--savepointPath=file:/tmp/chk-1");
  }

  @Test
  public void leavesTheSavepointOfARemoteClusterToBeam() throws Exception {
    launch(List.of("STREAMING_INSERTS"), GOOD[0], GOOD[1], "--savepointPath=gs://b/chk-1", "--flinkMaster=cluster:8081");
  }

  @Test
  public void asksNothingOfAJobOnFilesThatEnds() throws Exception {
    launch(List.of("FILE_LOADS"), "--inputFiles=gs://b/*.ndjson");
  }
}
