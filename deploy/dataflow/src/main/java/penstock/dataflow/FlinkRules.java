package penstock.dataflow;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import penstock.dataflow.routing.Route.Mode;
import penstock.dataflow.routing.Routes;

/**
 * Options with which a job on Flink would lose messages, or cannot be translated, are refused at the launch. The runner's options are
 * read by name, because the program does not depend on the runner.
 */
final class FlinkRules {
  private static final String OPTIONS = "org.apache.beam.runners.flink.FlinkPipelineOptions";

  private FlinkRules() {}

  /** Throws an IllegalArgumentException that says what is wrong. A bounded input is read from its start again, and nothing is lost. */
  static void check(SinkOptions options, Routes routes, boolean unbounded) {
    if (!unbounded || !options.getRunner().getSimpleName().equals("FlinkRunner")) return;
    List<String> wrong = new ArrayList<>();
    if (routes.has(Mode.FILE_LOADS) || routes.has(Mode.MIXED))
      wrong.add("Beam 2.70 cannot translate FILE_LOADS and MIXED of an endless input for Flink: take another mode, or another runner");
    if (!Boolean.TRUE.equals(option(options, "getFinishBundleBeforeCheckpointing")))
      wrong.add("without --finishBundleBeforeCheckpointing=true rejected rows of STREAMING_INSERTS are lost at a checkpoint");
    if (((Long) option(options, "getCheckpointingInterval")) <= 0)
      wrong.add("without --checkpointingInterval, in milliseconds, no message is ever acknowledged");
    if (option(options, "getSavepointPath") != null && String.valueOf(option(options, "getFlinkMaster")).startsWith("["))
      wrong.add("an embedded cluster ignores --savepointPath and would start with nothing: set execution.savepoint.path in the flink-conf.yaml of --flinkConfDir");
    if (!wrong.isEmpty()) throw new IllegalArgumentException(String.join("; ", wrong));
  }

  private static Object option(SinkOptions options, String getter) {
    try {
      Class<? extends PipelineOptions> type = Class.forName(OPTIONS).asSubclass(PipelineOptions.class);
      return type.getMethod(getter).invoke(options.as(type));
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException("the Flink runner's " + getter + " cannot be read", error);
    }
  }
}
