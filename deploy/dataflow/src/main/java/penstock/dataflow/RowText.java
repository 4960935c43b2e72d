package penstock.dataflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import com.google.api.services.bigquery.model.TableRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import penstock.dataflow.Classifier.Decision;
import penstock.dataflow.Classifier.Output;
import penstock.dataflow.rows.ChangeRule.Change;
import penstock.dataflow.table.Field;
import penstock.dataflow.table.Field.Fields;

/** A row as JSON text in the spelling of its output, and back as BigQueryIO takes it. */
final class RowText {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private RowText() {}

  static String of(Decision decision) {
    Fields fields = decision.info().fields();
    Map<String, Object> row = spelled(decision.row(), fields, decision.output());
    Change change = decision.change();
    if (change != null && change.delete()) addRequired(row, fields);
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException error) {
      throw new IllegalStateException(error);
    }
  }

  static TableRow row(String text) {
    try {
      return JSON.readValue(text, TableRow.class);
    } catch (JsonProcessingException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Map<String, Object> spelled(Map<?, ?> row, Fields fields, Output output) {
    Map<String, Object> out = new LinkedHashMap<>();
    row.forEach((name, value) -> {
      Field field = fields.find((String) name);
      out.put((String) name, value instanceof List<?> list ? list.stream().map(item -> one(item, field, output)).toList() : one(value, field, output));
    });
    return out;
  }

  private static Object one(Object value, Field field, Output output) {
    // A load job takes JSON as it is: a text there is a JSON string.
    if (field.type.equals("JSON") && output == Output.FILE_LOADS) return new RawValue((String) value);
    if (field.type.equals("STRUCT")) return spelled((Map<?, ?>) value, field.fields, output);
    if (!field.type.equals("RANGE") || output == Output.STORAGE_WRITE || output == Output.CDC) return value;
    Map<?, ?> range = (Map<?, ?>) value;
    return "[" + bound(range.get("start")) + ", " + bound(range.get("end")) + ")";
  }

  private static Object bound(Object value) {
    return value == null ? "UNBOUNDED" : value;
  }

  /** A deletion has its key alone. BigQueryIO wants a value in every REQUIRED column all the same, and BigQuery looks at none. */
  private static void addRequired(Map<String, Object> row, Fields fields) {
    for (Field field : fields.list) if (field.isRequired()) row.computeIfAbsent(field.name, name -> any(field));
  }

  private static Object any(Field field) {
    return switch (field.type) {
      case "INT64", "NUMERIC", "BIGNUMERIC" -> "0";
      case "FLOAT64" -> 0;
      case "BOOL" -> false;
      case "DATE" -> "1970-01-01";
      case "TIME" -> "00:00:00";
      case "DATETIME" -> "1970-01-01T00:00:00";
      case "TIMESTAMP" -> "1970-01-01T00:00:00Z";
      case "JSON" -> "null";
      case "GEOGRAPHY" -> "POINT EMPTY";
      case "INTERVAL" -> "0-0 0 0:0:0";
      case "RANGE" -> Map.of();
      case "STRUCT" -> {
        Map<String, Object> inner = new LinkedHashMap<>();
        addRequired(inner, field.fields);
        yield inner;
      }
      default -> "";
    };
  }
}
