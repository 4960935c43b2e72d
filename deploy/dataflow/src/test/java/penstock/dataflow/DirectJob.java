package penstock.dataflow;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;

/** The job on the direct runner, in this process. */
final class DirectJob implements RunningJob {
  private final PipelineResult result;
  private volatile String ended;

  private DirectJob(PipelineResult result) {
    this.result = result;
  }

  static DirectJob start(Map<String, Object> routes, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of("--runner=DirectRunner", "--targetParallelism=2", "--blockOnRun=false", "--missingTableSeconds=1"));
    all.addAll(Arrays.asList(more));
    DirectJob job = new DirectJob(SinkPipeline.of(Jobs.options(routes, all)).run());
    Thread watch = new Thread(job::watch, "watch of a direct runner");
    watch.setDaemon(true);
    watch.start();
    return job;
  }

  /** The direct runner ends a job for an exception, and tells it only to a caller that waits for the end. */
  private void watch() {
    try {
      ended = String.valueOf(result.waitUntilFinish());
    } catch (RuntimeException error) {
      StringWriter text = new StringWriter();
      error.printStackTrace(new PrintWriter(text));
      ended = text.toString();
    }
  }

  @Override
  public String ended() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    result.cancel();
  }
}
