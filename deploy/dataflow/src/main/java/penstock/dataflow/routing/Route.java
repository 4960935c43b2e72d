package penstock.dataflow.routing;

import java.io.Serializable;
import java.util.List;
import penstock.dataflow.rows.ChangeRule;
import penstock.dataflow.rows.Format;
import penstock.dataflow.rows.UnknownFields;

/** A route of the routes file. {@code from} is null where it takes messages of every input, {@code change} but with CDC. */
public record Route(
    String name,
    List<String> from,
    Match match,
    Template table,
    Mode mode,
    Format format,
    UnknownFields unknownFields,
    boolean insertIds,
    Match streamed,
    long streamedBytes,
    ChangeRule change)
    implements Serializable {

  public enum Mode {
    STREAMING_INSERTS,
    STORAGE_WRITE,
    FILE_LOADS,
    MIXED,
    CDC
  }

  /** The reason why it does not take a message, or null where it does. */
  String skips(java.util.Map<String, String> attributes, String input) {
    if (from != null && !from.contains(input)) return "is not for messages of this subscription";
    return match.fails(attributes);
  }
}
