package penstock.dataflow.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import penstock.dataflow.json.Text;

/** A column of a table, read from the REST form of its schema. */
public final class Field {
  private static final Map<String, String> ALIASES =
      Map.of(
          "INTEGER", "INT64", "FLOAT", "FLOAT64", "BOOLEAN", "BOOL", "RECORD", "STRUCT", "DECIMAL", "NUMERIC", "BIGDECIMAL", "BIGNUMERIC");

  public final String name;
  public final String type;
  public final String mode;
  /** The columns of a STRUCT, or the two bounds of a RANGE. */
  public final Fields fields;
  /** The largest number, if there is no bound. */
  public final long maxLength;
  /** Digits that a NUMERIC or BIGNUMERIC keeps before and after the point. */
  public final int wholeDigits;
  public final int scaleDigits;
  public final boolean hasDefault;
  public final boolean picoseconds;
  public final String rangeElement;
  /** As people write it: {@code NUMERIC(10, 2)}. */
  public final String typeName;

  private Field(Map<String, Object> rest) {
    name = String.valueOf(rest.get("name"));
    String given = String.valueOf(rest.get("type")).toUpperCase(Locale.ROOT);
    type = ALIASES.getOrDefault(given, given);
    Object modeGiven = rest.get("mode");
    mode = modeGiven == null || modeGiven.equals("") ? "NULLABLE" : modeGiven.toString().toUpperCase(Locale.ROOT);
    Long length = whole(rest.get("maxLength"));
    Long precision = whole(rest.get("precision"));
    Long scale = whole(rest.get("scale"));
    maxLength = length == null ? Long.MAX_VALUE : length;
    boolean big = type.equals("BIGNUMERIC");
    scaleDigits = precision == null ? (big ? 38 : 9) : scale == null ? 0 : scale.intValue();
    wholeDigits = precision == null ? (big ? 39 : 29) : precision.intValue() - scaleDigits;
    hasDefault = rest.get("defaultValueExpression") != null;
    picoseconds = Long.valueOf(12).equals(whole(rest.get("timestampPrecision")));
    rangeElement = rest.get("rangeElementType") instanceof Map<?, ?> element ? String.valueOf(element.get("type")) : null;
    fields = type.equals("STRUCT") ? Fields.of(listOf(rest.get("fields"))) : rangeElement == null ? null : bounds(rangeElement);
    String element = elementName(length, precision, scale);
    typeName = isList() ? "ARRAY<" + element + ">" : element;
  }

  public static Field of(Map<String, Object> rest) {
    return new Field(rest);
  }

  public boolean isList() {
    return mode.equals("REPEATED");
  }

  public boolean isRequired() {
    return mode.equals("REQUIRED");
  }

  private static Fields bounds(String element) {
    return Fields.of(List.of(Map.of("name", "start", "type", element), Map.of("name", "end", "type", element)));
  }

  private String elementName(Long length, Long precision, Long scale) {
    if (length != null) return type + "(" + length + ")";
    if (precision != null) return type + "(" + precision + (scale == null ? "" : ", " + scale) + ")";
    if (picoseconds) return "TIMESTAMP(12)";
    return rangeElement == null ? type : "RANGE<" + rangeElement + ">";
  }

  private static Long whole(Object value) {
    return value == null ? null : Long.valueOf(value.toString());
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> listOf(Object fields) {
    return fields == null ? List.of() : (List<Map<String, Object>>) fields;
  }

  /** Columns in the order of their table, found without regard to case. */
  public static final class Fields {
    public final List<Field> list;
    private final Map<String, Field> byName = new HashMap<>();

    private Fields(List<Field> list) {
      this.list = List.copyOf(list);
      for (Field field : list) byName.put(Text.fold(field.name), field);
    }

    public static Fields of(List<Map<String, Object>> rest) {
      List<Field> made = new ArrayList<>();
      for (Map<String, Object> one : rest) made.add(new Field(one));
      return new Fields(made);
    }

    /** Null where there is no such column. */
    public Field find(String name) {
      return byName.get(Text.fold(name));
    }
  }
}
