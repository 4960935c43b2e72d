package penstock.dataflow;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServices.DatasetService;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryServicesImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import penstock.dataflow.table.TableInfo;
import penstock.dataflow.table.TableName;

/**
 * The tables as BigQuery describes them, remembered by a worker for as long as the options say. BigQueryIO ends a job, or repeats a
 * bundle for ever, for a table that is not there; so every table is looked for here before a row goes to it.
 */
final class Catalog {
  private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
  /** While BigQuery cannot be asked, the message waits here; beyond it the runner repeats the bundle. */
  private static final long PATIENCE_MS = 600_000;

  private static final long LONGEST_PAUSE_MS = 15_000;
  private static final int MOST_REMEMBERED = 10_000;

  private final BigQueryOptions options;
  private final long refreshMs;
  private final long missingMs;
  private final Map<String, Known> known;

  /** One catalog a job: the threads of a worker each have a step of their own, and one look at a table is enough for all. */
  private static final Map<String, Map<String, Known>> OF_JOB = new ConcurrentHashMap<>();

  private record Known(Optional<TableInfo> info, long until) {}

  Catalog(SinkOptions options) {
    this.options = options.as(BigQueryOptions.class);
    refreshMs = options.getSchemaRefreshSeconds() * 1_000L;
    known = OF_JOB.computeIfAbsent(options.getJobName(), job -> new ConcurrentHashMap<>());
    missingMs = options.getMissingTableSeconds() * 1_000L;
  }

  /** Empty where there is no such table or dataset. */
  Optional<TableInfo> describe(TableName name) {
    String key = name.withoutPartition();
    Known found = known.get(key);
    long now = System.currentTimeMillis();
    if (found != null && found.until > now) return found.info;
    Optional<TableInfo> info = ask(name, now + PATIENCE_MS);
    if (known.size() >= MOST_REMEMBERED) known.clear();
    known.put(key, new Known(info, System.currentTimeMillis() + (info.isPresent() ? refreshMs : missingMs)));
    return info;
  }

  // Beam's service says that its close may throw anything; it is caught below.
  @SuppressWarnings("try")
  private Optional<TableInfo> ask(TableName name, long until) {
    TableReference reference = new TableReference().setProjectId(name.project()).setDatasetId(name.dataset()).setTableId(name.table());
    for (long pause = 200; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try (DatasetService service = new BigQueryServicesImpl().getDatasetService(options)) {
        return Optional.ofNullable(service.getTable(reference)).map(Catalog::infoOf);
      } catch (InterruptedException error) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(error);
      } catch (IOException error) {
        if (System.currentTimeMillis() + pause > until) throw new IllegalStateException("table " + name + " cannot be described", error);
        LOG.warn("table {} cannot be described, asked again in {} ms: {}", name, pause, error.toString());
      } catch (Exception error) {
        throw new IllegalStateException(error);
      }
      sleep(pause);
    }
  }

  private static void sleep(long pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(error);
    }
  }

  private static TableInfo infoOf(Table table) {
    List<Map<String, Object>> fields = new ArrayList<>();
    if (table.getSchema() != null && table.getSchema().getFields() != null) fields.addAll(table.getSchema().getFields());
    boolean keyed = table.getTableConstraints() != null && table.getTableConstraints().getPrimaryKey() != null;
    return TableInfo.of(fields, keyed ? table.getTableConstraints().getPrimaryKey().getColumns() : List.of());
  }
}
