package penstock.dataflow;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import penstock.dataflow.Classifier.Decision;
import penstock.dataflow.Classifier.Output;
import penstock.dataflow.record.Problem;
import penstock.dataflow.table.Field;
import penstock.dataflow.table.Field.Fields;

/**
 * Rows that BigQuery takes and Beam cannot write. Beam ends the job for each of them, so they are refused first; the sink in TypeScript
 * writes them, and the conformance vectors say so.
 */
final class BeamLimits {
  /** BigQueryIO's own bound is 9 MiB, and a row above it ends the job: its failure cannot even be encoded. */
  private static final int MOST_STREAMED_BYTES = 9_000_000;

  /** The types that BigQueryIO turns into fields of a message for the Storage Write API; one other in a table ends every row's way. */
  private static final Set<String> STORED =
      Set.of("STRING", "BYTES", "INT64", "FLOAT64", "BOOL", "NUMERIC", "BIGNUMERIC", "TIMESTAMP", "DATE", "TIME", "DATETIME", "JSON", "GEOGRAPHY", "STRUCT");

  private BeamLimits() {}

  static boolean isTooLong(Output output, String row) {
    return output == Output.STREAMING_INSERTS && utf8Length(row) > MOST_STREAMED_BYTES;
  }

  private static long utf8Length(String text) {
    return text.length() <= MOST_STREAMED_BYTES / 3 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  static Problem tooLong(Decision decision) {
    return Problem.tooLong(MOST_STREAMED_BYTES, decision.table().toString());
  }

  /** Null where the table can be written to; a row without a value in the column makes no difference. */
  static Problem ofTable(Decision decision) {
    if (decision.output() != Output.STORAGE_WRITE && decision.output() != Output.CDC) return null;
    Field column = unstored(decision.info().fields());
    if (column == null) return null;
    String message =
        "Apache Beam writes to no table with a column of " + column.typeName + " by the Storage Write API, and " + column.name
            + " is one: take STREAMING_INSERTS or FILE_LOADS, or the function or the worker pool";
    return Problem.ofTable("UNIMPLEMENTED", message, decision.table().toString());
  }

  private static Field unstored(Fields fields) {
    for (Field field : fields.list) {
      if (!STORED.contains(field.type)) return field;
      Field inner = field.type.equals("STRUCT") ? unstored(field.fields) : null;
      if (inner != null) return inner;
    }
    return null;
  }
}
