package penstock.dataflow;

import java.util.List;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubMessage;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import penstock.dataflow.Classifier.Decision;
import penstock.dataflow.Classifier.Output;
import penstock.dataflow.record.ErrorRecord;
import penstock.dataflow.record.Problem;
import penstock.dataflow.routing.Route;
import penstock.dataflow.routing.Routes;

/** Gives each message to exactly one output. Whatever can be refused is refused here, before it shares a request with other rows. */
final class Classify extends DoFn<Envelope, Routed> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<Routed> STREAM = new TupleTag<>("stream");
  static final TupleTag<Routed> STREAM_WITHOUT_IDS = new TupleTag<>("stream-without-ids");
  static final TupleTag<Routed> LOAD = new TupleTag<>("load");
  static final TupleTag<Routed> STORE = new TupleTag<>("store");
  static final TupleTag<Routed> CHANGE = new TupleTag<>("change");
  static final TupleTag<PubsubMessage> ERROR = new TupleTag<>("error");
  static final TupleTag<PubsubMessage> FALLBACK = new TupleTag<>("fallback");
  static final List<TupleTag<Routed>> ROWS = List.of(STREAM, STREAM_WITHOUT_IDS, LOAD, STORE, CHANGE);
  static final TupleTagList OTHERS = TupleTagList.of(STREAM_WITHOUT_IDS).and(LOAD).and(STORE).and(CHANGE).and(ERROR).and(FALLBACK);

  private final Routes routes;
  private transient Classifier classifier;

  Classify(Routes routes) {
    this.routes = routes;
  }

  @Setup
  public void setup(PipelineOptions options) {
    Catalog catalog = new Catalog(options.as(SinkOptions.class));
    classifier = new Classifier(routes, catalog::describe);
  }

  @ProcessElement
  public void process(@Element Envelope message, MultiOutputReceiver out) {
    Decision decision = classifier.decide(message);
    Metrics.counter("penstock", "sink/messages/" + decision.kind().name().toLowerCase(java.util.Locale.ROOT)).inc();
    switch (decision.kind()) {
      case ROW -> row(message, decision, out);
      case REJECTED -> out.get(ERROR).output(record(message, decision.problem()));
      case FALLBACK -> out.get(FALLBACK).output(record(message, decision.problem()));
      case DROPPED -> {}
    }
  }

  private static void row(Envelope message, Decision decision, MultiOutputReceiver out) {
    Problem limit = BeamLimits.ofTable(decision);
    if (limit != null) {
      out.get(ERROR).output(record(message, limit));
      return;
    }
    String row = RowText.of(decision);
    if (!BeamLimits.isTooLong(decision.output(), row)) out.get(tagOf(decision)).output(routed(message, decision, row));
    else if (decision.route().mode() == Route.Mode.MIXED) {
      Decision loaded = decision.by(Output.FILE_LOADS);
      out.get(LOAD).output(routed(message, loaded, RowText.of(loaded)));
    } else out.get(ERROR).output(record(message, BeamLimits.tooLong(decision)));
  }

  private static TupleTag<Routed> tagOf(Decision decision) {
    return switch (decision.output()) {
      case STREAMING_INSERTS -> decision.route().insertIds() ? STREAM : STREAM_WITHOUT_IDS;
      case FILE_LOADS -> LOAD;
      case STORAGE_WRITE -> STORE;
      case CDC -> CHANGE;
    };
  }

  private static Routed routed(Envelope message, Decision decision, String row) {
    boolean change = decision.change() != null;
    return new Routed(
        message,
        decision.table().toString(),
        row,
        change && decision.change().delete(),
        change ? decision.change().sequence() : null);
  }

  static PubsubMessage record(Envelope message, Problem problem) {
    return new PubsubMessage(message.data(), ErrorRecord.attributes(message, problem));
  }
}
