package penstock.dataflow.table;

import java.util.List;
import java.util.Map;

/** The facts about a table that its rows need. */
public record TableInfo(Field.Fields fields, List<String> primaryKey) {
  public static TableInfo of(List<Map<String, Object>> restFields, List<String> primaryKey) {
    return new TableInfo(Field.Fields.of(restFields), List.copyOf(primaryKey));
  }
}
