package penstock.dataflow.rows;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import penstock.dataflow.Envelope;
import penstock.dataflow.routing.Route;
import penstock.dataflow.rows.ChangeRule.Change;
import penstock.dataflow.table.TableInfo;

/** From a message to the row of its table, or a Failure. */
public final class RowMaker {
  /** Shorter rows as JSON are shorter on the wire than any row may be. */
  private static final int SURELY_SMALL = Encoder.MOST_ROW_BYTES / 4;

  private final Route route;
  private final TableInfo table;
  private final Set<String> key = new HashSet<>();

  public RowMaker(Route route, TableInfo table) {
    this.route = route;
    this.table = table;
    for (String name : table.primaryKey()) key.add(name.toLowerCase(Locale.ROOT));
  }

  /** {@code change} is null but with CDC. */
  public record Made(Map<String, Object> row, Change change) {}

  /** Throws Failure.Thrown. */
  public Made make(Envelope message, Payload payload) {
    Map<String, Object> row = route.format().row(message, payload, table.fields());
    Change change = route.change() == null ? null : route.change().read(message, payload);
    boolean delete = change != null && change.delete();
    try {
      Encoder encoder = new Encoder(table, route.unknownFields(), change != null);
      Map<String, Object> encoded = encoder.encode(delete ? keyOf(row) : row, delete);
      if (payload.bytes().length > SURELY_SMALL && RowSize.of(encoded, table.fields()) > Encoder.MOST_ROW_BYTES)
        throw Fault.rowTooLarge(Encoder.MOST_ROW_BYTES);
      return new Made(encoded, change);
    } catch (Fault fault) {
      throw fault.failure().thrown();
    }
  }

  private Map<String, Object> keyOf(Map<String, Object> row) {
    Map<String, Object> out = new LinkedHashMap<>();
    row.forEach((name, value) -> {
      if (key.contains(name.toLowerCase(Locale.ROOT))) out.put(name, value);
    });
    return out;
  }
}
