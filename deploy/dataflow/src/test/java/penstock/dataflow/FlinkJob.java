package penstock.dataflow;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program on Flink's embedded cluster, in a process of its own, so that it can be killed. */
final class FlinkJob implements AutoCloseable {
  private final Process process;
  private final Path log;

  private FlinkJob(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static boolean isThere() {
    try {
      Class.forName("org.apache.beam.runners.flink.FlinkRunner");
      return true;
    } catch (ClassNotFoundException error) {
      return false;
    }
  }

  /** {@code from} is the checkpoint to go on from, if there is one. */
  static FlinkJob start(Path folder, Path routes, Optional<Path> from) throws IOException {
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
            "--stateBackend=filesystem", "--stateBackendStoragePath=" + folder.resolve("checkpoints").toUri(), "--shards=1",
            "--schemaRefreshSeconds=3600", "--missingTableSeconds=1", "--routes=" + routes));
    from.ifPresent(checkpoint -> words.add("--savepointPath=" + checkpoint.toUri()));
    Path log = Files.createTempFile(folder, "flink", ".log");
    Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new FlinkJob(process, log);
  }

  /** The newest checkpoint that is whole. */
  static Optional<Path> checkpoint(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("checkpoints"))) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparing((Path chk) -> chk.toFile().lastModified()));
    } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException error) {
      return Optional.empty();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String tail() throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - 3_000));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  static Path routesFile(Path folder, Map<String, Object> routes) throws IOException {
    Path file = folder.resolve("routes.json");
    new com.fasterxml.jackson.databind.ObjectMapper().writeValue(file.toFile(), routes);
    return file;
  }
}
