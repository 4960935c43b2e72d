package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * A launch on Dataflow, rehearsed: the unmodified DataflowRunner stages into the local Cloud Storage and submits to a fake of the four
 * calls that a launch makes.
 */
public class LaunchTest {
  private static final String D = "launch";

  @BeforeClass
  public static void prepare() throws Exception {
    LocalCloud.needed();
    LocalCloud.bucket("beam-temp");
    LocalCloud.bucket("beam-routes");
  }

  private static Map<String, Object> routes() {
    return Jobs.routes(D, List.of("STREAMING_INSERTS", "STORAGE_WRITE", "FILE_LOADS", "CDC"));
  }

  private static JsonNode launched(Map<String, Object> routes, String... more) throws Exception {
    try (FakeDataflow dataflow = new FakeDataflow()) {
      List<String> all =
          new ArrayList<>(
              List.of(
                  "--runner=DataflowRunner", "--region=us-central1", "--streaming=true", "--enableStreamingEngine=true", "--jobName=penstock",
                  "--stagingLocation=gs://beam-temp/staging", "--apiRootUrl=" + dataflow.url(), "--filesToStage=" + program()));
      all.addAll(Arrays.asList(more));
      SinkPipeline.of(Jobs.options(routes, all)).run();
      assertEquals(dataflow.calls.toString(), 1, dataflow.jobs.size());
      return dataflow.jobs.get(0);
    }
  }

  /** One small file in place of the fat jar: what is staged is asserted, not its size. */
  private static Path program() throws IOException {
    Path jar = Files.createTempFile("penstock-dataflow", ".jar");
    jar.toFile().deleteOnExit();
    Files.write(jar, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    return jar;
  }

  private static String property(JsonNode step, String name) {
    JsonNode value = step.path("properties").path(name);
    return value.isObject() ? value.path("value").asText() : value.asText();
  }

  private static Set<String> steps(JsonNode job) {
    Set<String> names = new TreeSet<>();
    for (JsonNode step : job.get("steps")) names.add(property(step, "user_name").split("/")[0]);
    return names;
  }

  @Test
  public void namesItsStepsAsAnUpdateOfARunningJobComparesThem() throws Exception {
    JsonNode job = launched(routes(), "--dataflowServiceOptions=streaming_mode_at_least_once");
    assertEquals("JOB_TYPE_STREAMING", job.get("type").asText());
    Set<String> wanted =
        Set.of(
            "Input projects.demo-penstock.subscriptions.launch-in", "Input projects.demo-penstock.subscriptions.launch-in envelope", "Classify",
            "WriteStream", "WriteStream refused", "WriteStore", "WriteStore refused", "WriteChange", "WriteChange refused", "WriteLoad", "Errors",
            "WriteErrors fit", "WriteErrors", "WriteFallback fit", "WriteFallback");
    assertEquals(new TreeSet<>(wanted), steps(job));
  }

  @Test
  public void hasNoWriterThatNoRouteNames() throws Exception {
    Set<String> names = steps(launched(Jobs.routes(D, List.of("STORAGE_WRITE")), "--numWorkers=1"));
    assertTrue(names.toString(), names.contains("WriteStore"));
    for (String other : List.of("WriteChange", "WriteLoad")) assertFalse(other, names.contains(other));
  }

  @Test
  public void asksForAtLeastOnceAndStagesTheProgram() throws Exception {
    JsonNode job = launched(routes(), "--dataflowServiceOptions=streaming_mode_at_least_once", "--maxNumWorkers=7", "--serviceAccount=sink@p.iam.gserviceaccount.com");
    JsonNode environment = job.get("environment");
    assertEquals("[\"streaming_mode_at_least_once\"]", environment.get("serviceOptions").toString());
    assertEquals("sink@p.iam.gserviceaccount.com", environment.get("serviceAccountEmail").asText());
    JsonNode pool = environment.get("workerPools").get(0);
    assertEquals(7, pool.path("autoscalingSettings").path("maxNumWorkers").asInt());
    assertTrue(pool.get("packages").toString(), pool.get("packages").get(0).get("name").asText().startsWith("penstock-dataflow"));
    String staged = pool.get("packages").get(0).get("location").asText().replaceFirst(".*/beam-temp/", "");
    assertTrue(staged, LocalCloud.read("beam-temp", staged).length > 0);
    JsonNode options = environment.path("sdkPipelineOptions").path("options");
    assertEquals("penstock", options.get("jobName").asText());
    assertTrue(options.get("routes").asText().endsWith(".json"));
  }

  /** Pub/Sub is read by Dataflow's own source: the options of the local cloud would mean nothing to it, and are in no real launch. */
  @Test
  public void readsItsSubscriptionByDataflowItself() throws Exception {
    JsonNode job = launched(routes());
    List<String> reads = new ArrayList<>();
    for (JsonNode step : job.get("steps"))
      if (property(step, "format").equals("pubsub") && step.get("kind").asText().equals("ParallelRead")) reads.add(property(step, "pubsub_subscription"));
    assertEquals(List.of("/subscriptions/demo-penstock/launch-in"), reads);
  }

  @Test
  public void replacesTheRunningJobOfItsName() throws Exception {
    JsonNode job = launched(routes(), "--update");
    assertEquals("job-0", job.get("replaceJobId").asText());
  }

  /** The five options of the local cloud are the only places that name this machine: a launch without them has no trace of it. */
  @Test
  public void hasNoEndpointOfTheLocalCloudBesideTheOptionsThatARealLaunchLeavesOut() throws Exception {
    ObjectNode job = (ObjectNode) launched(routes());
    ObjectNode options = (ObjectNode) job.path("environment").path("sdkPipelineOptions").path("options");
    options.remove(List.of("pubsubRootUrl", "bigQueryEndpoint", "gcsEndpoint", "apiRootUrl", "credentialFactoryClass"));
    ((ObjectNode) job.path("environment").path("sdkPipelineOptions")).remove("display_data");
    assertFalse(options.toString(), options.toString().contains("127.0.0.1") || options.toString().contains("localhost"));
    String rest = job.toString();
    assertFalse(rest.contains("127.0.0.1") || rest.contains("localhost"));
  }

  @Test
  public void stagesATemplateInsteadOfALaunch() throws Exception {
    try (FakeDataflow dataflow = new FakeDataflow()) {
      List<String> all =
          List.of(
              "--runner=DataflowRunner", "--region=us-central1", "--streaming=true", "--enableStreamingEngine=true", "--jobName=penstock",
              "--stagingLocation=gs://beam-temp/staging", "--apiRootUrl=" + dataflow.url(), "--filesToStage=" + program(),
              "--templateLocation=gs://beam-temp/templates/one");
      SinkPipeline.of(Jobs.options(routes(), all)).run();
      assertEquals(List.of(), dataflow.calls);
    }
    JsonNode template = new ObjectMapper().readTree(LocalCloud.read("beam-temp", "templates/one"));
    assertTrue(steps(template).toString(), steps(template).containsAll(Set.of("Classify", "WriteStore", "WriteLoad", "WriteErrors")));
  }
}
