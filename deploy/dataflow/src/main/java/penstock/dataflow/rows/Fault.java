package penstock.dataflow.rows;

import penstock.dataflow.json.Text;

/** Why a value does not fit its column. Each level that it passes on its way up adds its part of the path. */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_STEP = 64;

  public final String code;
  public final String reason;
  private String path = "";
  private String columnType;

  public Fault(String code, String reason) {
    super(code + ": " + reason, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  public static Fault badUnicode() {
    return new Fault("BAD_UNICODE", "holds half of a surrogate pair, which has no UTF-8 form");
  }

  public static Fault rowTooLarge(long limit) {
    return new Fault("ROW_TOO_LARGE", "the row is longer than " + limit + " bytes");
  }

  /** A key comes from outside: a path shows so much of one. */
  public static String step(String key) {
    return Text.toWellFormed(key.length() > LONGEST_STEP ? key.substring(0, LONGEST_STEP) + "…" : key);
  }

  public Fault under(String step) {
    path = path.isEmpty() || path.startsWith("[") ? step + path : step + "." + path;
    return this;
  }

  /** Only the innermost column says its type. */
  public Fault at(String type) {
    if (columnType == null) columnType = type;
    return this;
  }

  /** As {@code fromProblem} of the sink has it. */
  public Failure failure() {
    return new Failure(code, path.isEmpty() ? reason : (columnType == null ? "ROW" : columnType) + ": " + reason, path);
  }
}
