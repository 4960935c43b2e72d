package penstock.dataflow.rows;

/** Why a message cannot become a row of its table. Its words go into the error record, so they hold no value of the payload. */
public record Failure(String code, String reason, String location) {
  public static Failure of(String code, String reason) {
    return new Failure(code, reason, "");
  }

  /** A failure on its way out of what reads a payload or makes a row. */
  public static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public final transient Failure failure;

    public Thrown(Failure failure) {
      super(failure.reason(), null, false, false);
      this.failure = failure;
    }
  }

  public Thrown thrown() {
    return new Thrown(this);
  }

  /** The class of the error record. */
  public String errorCode() {
    return switch (code) {
      case "NOT_GZIP", "NOT_UTF8", "NOT_JSON" -> "INPUT_MALFORMED";
      case "ROW_TOO_LARGE", "PAYLOAD_TOO_LARGE" -> "INPUT_TOO_LARGE";
      default -> "ROW_REJECTED";
    };
  }

  public String message() {
    return location.isEmpty() ? reason : location + ": " + reason;
  }
}
