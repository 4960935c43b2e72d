package penstock.dataflow;

import com.google.api.services.bigquery.model.TableDataInsertAllResponse.InsertErrors;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.ErrorProto;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryInsertError;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryStorageApiInsertError;
import org.apache.beam.sdk.io.gcp.bigquery.InsertRetryPolicy;
import org.apache.beam.sdk.io.gcp.bigquery.RowMutationInformation;
import org.apache.beam.sdk.io.gcp.bigquery.RowMutationInformation.MutationType;
import org.apache.beam.sdk.io.gcp.bigquery.TableDestination;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubMessage;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.ValueProvider.StaticValueProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import penstock.dataflow.record.Problem;
import penstock.dataflow.routing.Routes;
import penstock.dataflow.table.TableName;

/** One BigQueryIO for each way into BigQuery. Rows that BigQuery alone refuses come back as error records with the whole message. */
final class Writers {
  private static final TypeDescriptor<PubsubMessage> RECORDS = TypeDescriptor.of(PubsubMessage.class);
  /** A load job that fails for its rows fails again; Beam's own default for endless input is a thousand times. */
  private static final int MOST_LOAD_ATTEMPTS = 5;

  /** Rows that BigQuery alone refuses; the alert DataflowRejecting reads it. */
  private static final Counter REFUSED = Metrics.counter("penstock", "sink/refused");

  private Writers() {}

  private static Write<Routed> write() {
    return BigQueryIO.<Routed>write()
        .to(value -> new TableDestination(reference(value.getValue().table()), null))
        .withFormatFunction(routed -> RowText.row(routed.row()))
        .withCreateDisposition(Write.CreateDisposition.CREATE_NEVER)
        .withWriteDisposition(Write.WriteDisposition.WRITE_APPEND);
  }

  private static TableReference reference(String text) {
    TableName name = TableName.parse(text, null);
    String table = name.decorator() == null ? name.table() : name.table() + "$" + name.decorator();
    return new TableReference().setProjectId(name.project()).setDatasetId(name.dataset()).setTableId(table);
  }

  /** With ids BigQuery drops most repetitions within about a minute; without, a table takes more rows a second. */
  static PCollection<PubsubMessage> stream(PCollection<Routed> rows, String step, boolean insertIds) {
    Write<Routed> write =
        write()
            .withMethod(Write.Method.STREAMING_INSERTS)
            .withFormatRecordOnFailureFunction(Routed::kept)
            .withExtendedErrorInfo()
            .skipInvalidRows()
            .withFailedInsertRetryPolicy(InsertRetryPolicy.retryTransientErrors())
            .withSuccessfulInsertsPropagation(false);
    write = insertIds ? write.withDeterministicRecordIdFn(routed -> routed.message().messageId()) : write.ignoreInsertIds();
    return rows.apply(step, write)
        .getFailedInsertsWithErr()
        .apply(step + " refused", MapElements.into(RECORDS).via(Writers::refused))
        .setCoder(RecordCoder.INSTANCE);
  }

  static PCollection<PubsubMessage> store(PCollection<Routed> rows, SinkOptions options, boolean unbounded) {
    Write<Routed> write = write().withFormatRecordOnFailureFunction(Routed::kept);
    if (!options.getExactlyOnce()) write = write.withMethod(Write.Method.STORAGE_API_AT_LEAST_ONCE);
    else {
      write = write.withMethod(Write.Method.STORAGE_WRITE_API);
      if (unbounded) write = write.withTriggeringFrequency(Duration.standardSeconds(options.getCommitSeconds()));
      if (unbounded && options.getShards() > 0) write = write.withNumStorageWriteApiStreams(options.getShards());
      else if (unbounded) write = write.withAutoSharding();
    }
    return stored(rows, "WriteStore", write);
  }

  /** Changes go to the default stream: redelivery of the same key and sequence converges. */
  static PCollection<PubsubMessage> change(PCollection<Routed> rows) {
    Write<Routed> write =
        write()
            .withFormatRecordOnFailureFunction(Routed::kept)
            .withMethod(Write.Method.STORAGE_API_AT_LEAST_ONCE)
            .withRowMutationInformationFn(
                routed -> RowMutationInformation.of(routed.delete() ? MutationType.DELETE : MutationType.UPSERT, routed.sequence()));
    return stored(rows, "WriteChange", write);
  }

  private static PCollection<PubsubMessage> stored(PCollection<Routed> rows, String step, Write<Routed> write) {
    return rows.apply(step, write)
        .getFailedStorageApiInserts()
        .apply(step + " refused", MapElements.into(RECORDS).via(Writers::refused))
        .setCoder(RecordCoder.INSTANCE);
  }

  /** It returns no failed rows, so everything that can be refused was refused before. */
  static void load(PCollection<Routed> rows, Routes.FileLoads loads, SinkOptions options, boolean unbounded) {
    Write<Routed> write =
        write()
            .withMethod(Write.Method.FILE_LOADS)
            .withCustomGcsTempLocation(StaticValueProvider.of("gs://" + loads.bucket() + "/" + loads.prefix()))
            .withMaxFilesPerPartition(loads.maxFiles())
            .withMaxBytesPerPartition(loads.maxBytes())
            .withMaxRetryJobs(MOST_LOAD_ATTEMPTS);
    if (unbounded) {
      write = write.withTriggeringFrequency(Duration.millis(loads.triggeringMs()));
      write = options.getShards() > 0 ? write.withNumFileShards(options.getShards()) : write.withAutoSharding();
    }
    rows.apply("WriteLoad", write);
  }

  private static PubsubMessage refused(BigQueryInsertError failed) {
    REFUSED.inc();
    Routed routed = Routed.ofKept(failed.getRow());
    InsertErrors errors = failed.getError();
    List<ErrorProto> own = errors.getErrors() == null ? List.of() : errors.getErrors();
    ErrorProto first = own.isEmpty() ? new ErrorProto() : own.get(0);
    String message = own.stream().map(Writers::told).collect(Collectors.joining("; "));
    return Classify.record(
        routed.message(), Problem.late(message, routed.table(), orEmpty(first.getReason()), orEmpty(first.getLocation())));
  }

  private static String told(ErrorProto error) {
    String location = orEmpty(error.getLocation());
    return location.isEmpty() ? orEmpty(error.getMessage()) : location + ": " + orEmpty(error.getMessage());
  }

  private static PubsubMessage refused(BigQueryStorageApiInsertError failed) {
    REFUSED.inc();
    Routed routed = Routed.ofKept(failed.getRow());
    return Classify.record(routed.message(), Problem.late(orEmpty(failed.getErrorMessage()), routed.table(), "ROW_REJECTED", null));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
