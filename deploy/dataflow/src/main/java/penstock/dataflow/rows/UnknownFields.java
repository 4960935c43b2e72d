package penstock.dataflow.rows;

import java.io.Serializable;

/** The treatment of fields that the table has no column for: rejected, collected into a JSON column, or dropped. */
public record UnknownFields(boolean rejects, String collectInto) implements Serializable {
  public static UnknownFields of(String setting, String collectInto) {
    return new UnknownFields("reject".equals(setting), "collect".equals(setting) ? collectInto : null);
  }
}
