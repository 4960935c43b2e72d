package penstock.dataflow;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubMessage;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import penstock.dataflow.routing.Route;
import penstock.dataflow.routing.Route.Mode;
import penstock.dataflow.routing.Routes;
import penstock.dataflow.routing.RoutesFile;

/**
 * The job's graph. The names of its steps are what an update of a running job compares: a step keeps its name, or a mapping is given.
 * Only the writers that the routes name are in it.
 */
public final class SinkPipeline {
  private SinkPipeline() {}

  public static Pipeline of(SinkOptions options) throws IOException {
    // A name that is not given is drawn when it is first asked for, and two threads of a worker could draw two.
    options.setJobName(options.getJobName());
    FileSystems.setDefaultPipelineOptions(options);
    Routes routes = RoutesFile.read(textOf(options.getRoutes()), options.getProject());
    Pipeline pipeline = Pipeline.create(options);
    PCollection<Envelope> messages = input(pipeline, routes, options);
    boolean unbounded = messages.isBounded() == IsBounded.UNBOUNDED;
    FlinkRules.check(options, routes, unbounded);
    PCollectionTuple classified = messages.apply("Classify", ParDo.of(new Classify(routes)).withOutputTags(Classify.STREAM, Classify.OTHERS));
    for (TupleTag<Routed> tag : Classify.ROWS) classified.get(tag).setCoder(Routed.RoutedCoder.INSTANCE);
    for (TupleTag<PubsubMessage> tag : List.of(Classify.ERROR, Classify.FALLBACK)) classified.get(tag).setCoder(RecordCoder.INSTANCE);
    PCollectionList<PubsubMessage> errors = PCollectionList.of(classified.get(Classify.ERROR));

    if (streams(routes, true)) errors = errors.and(Writers.stream(classified.get(Classify.STREAM), "WriteStream", true));
    if (streams(routes, false))
      errors = errors.and(Writers.stream(classified.get(Classify.STREAM_WITHOUT_IDS), "WriteStreamWithoutIds", false));
    if (routes.has(Mode.STORAGE_WRITE)) errors = errors.and(Writers.store(classified.get(Classify.STORE), options, unbounded));
    if (routes.has(Mode.CDC)) errors = errors.and(Writers.change(classified.get(Classify.CHANGE)));
    if (routes.has(Mode.FILE_LOADS) || routes.has(Mode.MIXED))
      Writers.load(classified.get(Classify.LOAD), routes.fileLoads(), options, unbounded);

    PCollection<PubsubMessage> all = errors.apply("Errors", Flatten.pCollections());
    if (routes.errorTopic() == null) RecordOutput.toBucket(all, "WriteErrors", routes.errorBucket(), routes.errorPrefix());
    else RecordOutput.toTopic(all, "WriteErrors", routes.errorTopic(), routes.errorBucket(), routes.errorPrefix());
    if (routes.fallbackTopic() != null)
      RecordOutput.toTopic(classified.get(Classify.FALLBACK), "WriteFallback", routes.fallbackTopic(), routes.errorBucket(), routes.errorPrefix());
    return pipeline;
  }

  private static PCollection<Envelope> input(Pipeline pipeline, Routes routes, SinkOptions options) {
    if (options.getInputFiles() != null) return Inputs.files(pipeline, options.getInputFiles());
    String given = options.getInputSubscription();
    List<String> subscriptions =
        given == null ? routes.subscriptions() : List.of(given.contains("/") ? given : "projects/" + options.getProject() + "/subscriptions/" + given);
    if (subscriptions.isEmpty())
      throw new IllegalArgumentException("no input: name subscriptions in the routes file, or give --inputSubscription or --inputFiles");
    return Inputs.subscriptions(pipeline, subscriptions);
  }

  private static boolean streams(Routes routes, boolean insertIds) {
    return routes.routes().stream().anyMatch(route -> isStreamed(route) && route.insertIds() == insertIds);
  }

  private static boolean isStreamed(Route route) {
    return route.mode() == Mode.STREAMING_INSERTS || route.mode() == Mode.MIXED;
  }

  private static String textOf(String place) throws IOException {
    var found = FileSystems.matchSingleFileSpec(place);
    return new String(Channels.newInputStream(FileSystems.open(found.resourceId())).readAllBytes(), StandardCharsets.UTF_8);
  }
}
