package penstock.dataflow.record;

import java.util.LinkedHashMap;
import java.util.Map;
import penstock.dataflow.rows.Failure;

/** Why a message is not in a table: the code, the stage and the facts that its error record tells. */
public record Problem(String code, String stage, String message, Map<String, String> facts) {
  public static Problem unroutable(String reason) {
    return new Problem("INPUT_INVALID", "processing", reason, Map.of("error_reason", "UNROUTABLE"));
  }

  public static Problem noRoute(String reason) {
    return new Problem("INPUT_INVALID", "processing", reason, Map.of("error_reason", "NO_ROUTE"));
  }

  /** The table alone decides it: a missing one would end the job, so it is looked for before a row is written. */
  public static Problem ofTable(String code, String message, String table) {
    return new Problem(code, "sending", message, Map.of("error_table", table));
  }

  /** A payload that cannot be gunzipped says nothing of a place in it. */
  public static Problem gzip(Failure failure, String table) {
    return new Problem(failure.errorCode(), "processing", failure.message(), facts(table, failure.code(), null));
  }

  public static Problem row(Failure failure, String table) {
    return new Problem(failure.errorCode(), "processing", failure.message(), facts(table, failure.code(), failure.location()));
  }

  public static Problem tooLong(int most, String table) {
    return new Problem("INPUT_TOO_LARGE", "sending", "a streamed row has at most " + most + " bytes", facts(table, "ROW_TOO_LARGE", ""));
  }

  /** A row that BigQuery alone refuses. */
  public static Problem late(String message, String table, String reason, String location) {
    return new Problem("ROW_REJECTED", "sending", message, facts(table, reason, location));
  }

  private static Map<String, String> facts(String table, String reason, String location) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("error_table", table);
    facts.put("error_reason", reason);
    if (location != null) facts.put("error_location", location);
    return facts;
  }
}
