package penstock.dataflow;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program on Flink's embedded cluster, in a process of its own, so that it can be killed. */
final class FlinkJob implements RunningJob {
  private final Process process;
  private final Path log;

  private FlinkJob(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Whether the runner is on the classpath, which the profile `flink` puts there. */
  static boolean isThere() {
    try {
      Class.forName("org.apache.beam.runners.flink.FlinkRunner");
      return true;
    } catch (ClassNotFoundException error) {
      return false;
    }
  }

  /** Checkpoints, settings and logs are in {@code folder}; {@code from} is the checkpoint to go on from, if there is one. */
  static FlinkJob start(Path folder, Map<String, Object> routes, Optional<Path> from, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments())
      if (argument.startsWith("-X") || argument.startsWith("-Djavax") || argument.startsWith("--add-opens") || argument.startsWith("-Djava.util.logging")) words.add(argument);
    words.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "penstock.dataflow.Main"));
    words.addAll(LocalCloud.options());
    words.addAll(
        List.of(
            "--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=1", "--streaming=true", "--checkpointingInterval=1000",
            // Without it the failed rows of STREAMING_INSERTS are lost on Flink.
            "--finishBundleBeforeCheckpointing=true", "--externalizedCheckpointsEnabled=true", "--retainExternalizedCheckpointsOnCancellation=true",
            "--stateBackend=filesystem", "--stateBackendStoragePath=" + checkpoints(folder).toUri(), "--shards=1",
            "--missingTableSeconds=1", "--routes=" + Jobs.routesFile(routes), "--flinkConfDir=" + settings(folder, from)));
    words.addAll(Arrays.asList(more));
    Path log = Files.createTempFile(folder, "flink", ".log");
    Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new FlinkJob(process, log);
  }

  private static Path checkpoints(Path folder) {
    return folder.resolve("checkpoints");
  }

  /** Beam gives `--savepointPath` to a remote cluster alone: an embedded one would start with nothing. It does read Flink's own settings. */
  private static Path settings(Path folder, Optional<Path> from) throws IOException {
    Path settings = Files.createTempDirectory(folder, "settings");
    Files.writeString(settings.resolve("flink-conf.yaml"), from.map(checkpoint -> "execution.savepoint.path: " + checkpoint.toUri() + "\n").orElse(""));
    return settings;
  }

  /** The newest checkpoint that is whole. */
  static Optional<Path> checkpoint(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints(folder))) {
      return files.filter(file -> file.endsWith("_metadata")).map(Path::getParent).max(Comparator.comparingInt(FlinkJob::numberOf));
    } catch (NoSuchFileException | java.io.UncheckedIOException error) {
      return Optional.empty();
    }
  }

  /** Flink counts on from the checkpoint that a job was restored from, and from 1 in a job that was not. */
  static int numberOf(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  @Override
  public String ended() throws IOException {
    if (process.isAlive()) return null;
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - 3_000));
  }

  /** At once, as a machine that is gone. */
  void kill() {
    try {
      if (!process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) throw new IllegalStateException("process " + process.pid() + " outlives its kill");
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
