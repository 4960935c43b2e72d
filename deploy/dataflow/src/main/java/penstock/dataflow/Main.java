package penstock.dataflow;

import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Launches the job. It does not wait for a job on Dataflow: a Flex template's launcher must not, and a streaming job has no end. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    PipelineOptionsFactory.register(SinkOptions.class);
    SinkOptions options = PipelineOptionsFactory.fromArgs(args).withValidation().as(SinkOptions.class);
    PipelineResult result = SinkPipeline.of(options).run();
    boolean remote = options.getRunner().getSimpleName().equals("DataflowRunner");
    if (!remote) result.waitUntilFinish();
    // A thread of Beam's table schema cache keeps the process alive after a bounded run.
    System.exit(0);
  }
}
