package penstock.dataflow;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import penstock.dataflow.record.Problem;
import penstock.dataflow.routing.Route;
import penstock.dataflow.routing.Routes;
import penstock.dataflow.rows.ChangeRule.Change;
import penstock.dataflow.rows.Failure;
import penstock.dataflow.rows.Payload;
import penstock.dataflow.rows.RowMaker;
import penstock.dataflow.table.Field;
import penstock.dataflow.table.TableInfo;
import penstock.dataflow.table.TableName;

/**
 * The outcome of a message: a row for one output, an error record, a record for the fallback topic, or nothing. The conformance
 * vectors of the sink in TypeScript say every answer, and nothing here decides what they do not state.
 */
public final class Classifier {
  private final Routes routes;
  private final Function<TableName, Optional<TableInfo>> tables;

  public Classifier(Routes routes, Function<TableName, Optional<TableInfo>> tables) {
    this.routes = routes;
    this.tables = tables;
  }

  public enum Output {
    STREAMING_INSERTS,
    STORAGE_WRITE,
    FILE_LOADS,
    CDC
  }

  public enum Kind {
    ROW,
    REJECTED,
    FALLBACK,
    DROPPED
  }

  public record Decision(
      Kind kind, Route route, Output output, TableName table, TableInfo info, Map<String, Object> row, Change change, Problem problem) {
    /** The same row by another way. */
    Decision by(Output other) {
      return new Decision(kind, route, other, table, info, row, change, problem);
    }

    static Decision problem(Kind kind, Problem problem) {
      return new Decision(kind, null, null, null, null, null, null, problem);
    }
  }

  public Decision decide(Envelope message) {
    Routes.Routing routing = routes.route(message.attributes(), message.input());
    if (routing.route() == null) {
      if (routes.fallbackTopic() == null) return Decision.problem(Kind.DROPPED, null);
      return Decision.problem(Kind.FALLBACK, Problem.noRoute(routing.problem()));
    }
    if (routing.table() == null) return Decision.problem(Kind.REJECTED, Problem.unroutable(routing.problem()));
    String table = routing.table().toString();
    Payload payload;
    try {
      payload = Payload.of(message.data(), routes.gzip());
    } catch (Failure.Thrown thrown) {
      return Decision.problem(Kind.REJECTED, Problem.gzip(thrown.failure, table));
    }
    Optional<TableInfo> info = tables.apply(routing.table());
    Problem wrong = info.isEmpty() ? missing(table) : unfit(routing, info.get());
    return wrong == null ? row(message, payload, routing, info.get()) : Decision.problem(Kind.REJECTED, wrong);
  }

  private static Decision row(Envelope message, Payload payload, Routes.Routing routing, TableInfo info) {
    Route route = routing.route();
    try {
      RowMaker.Made made = new RowMaker(route, info).make(message, payload);
      if (made.row().containsKey("f")) return Decision.problem(Kind.REJECTED, columnF(routing.table().toString()));
      return new Decision(Kind.ROW, route, output(route, message, payload), routing.table(), info, made.row(), made.change(), null);
    } catch (Failure.Thrown thrown) {
      return Decision.problem(Kind.REJECTED, Problem.row(thrown.failure, routing.table().toString()));
    }
  }

  private static Problem missing(String table) {
    return Problem.ofTable("NOT_FOUND", "there is no table " + table + ": create it, and redrive the error output", table);
  }

  /** Beam's rows keep their cells under this name, so that a column of it cannot be written: the only rows that are refused here alone. */
  private static Problem columnF(String table) {
    return Problem.ofTable("UNIMPLEMENTED", "Apache Beam writes no column of the name f: rename it, or take the function or the worker pool", table);
  }

  /** Null where rows of the route can be written to the table. The sink in TypeScript holds such messages until it is changed. */
  private static Problem unfit(Routes.Routing routing, TableInfo info) {
    Route route = routing.route();
    String table = routing.table().toString();
    if (route.mode() == Route.Mode.CDC && info.primaryKey().isEmpty())
      return Problem.ofTable("INPUT_INVALID", "changes cannot be written to " + table + ": the table has no primary key", table);
    String into = route.unknownFields().collectInto();
    Field column = into == null ? null : info.fields().find(into);
    if (into == null || (column != null && column.type.equals("JSON") && column.mode.equals("NULLABLE"))) return null;
    return Problem.ofTable("CONFIG_INVALID", "unknown fields go into " + into + ", which is no NULLABLE JSON column of the table", table);
  }

  private static Output output(Route route, Envelope message, Payload payload) {
    if (route.mode() != Route.Mode.MIXED) return Output.valueOf(route.mode().name());
    boolean small = payload.bytes().length <= route.streamedBytes() && route.streamed().fails(message.attributes()) == null;
    return small ? Output.STREAMING_INSERTS : Output.FILE_LOADS;
  }
}
