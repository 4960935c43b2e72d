package penstock.dataflow.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number of JSON text. It is exact if the shortest text of its double is the same decimal number; otherwise its own text is all
 * that keeps every digit. {@code functions/sink/rows/exact-json.ts} draws the same line.
 */
public record Num(String source, double value, boolean exact) {
  /** A decimal of up to so many digits, of ordinary size, is always exact. */
  private static final int SURE_DIGITS = 15;

  private static final int SURE_EXPONENT = 300;
  private static final long MAX_SAFE = (1L << 53) - 1;

  public static Num of(String source) {
    double value = Double.parseDouble(source);
    return new Num(source, value, isExact(Decimal.of(source), value));
  }

  private static boolean isExact(Decimal written, double value) {
    if (Double.isInfinite(value)) return false;
    if (written.isZero()) return true;
    if (value == 0) return false;
    boolean ordinary = written.digits().length() <= SURE_DIGITS && Math.abs(written.exponent()) < SURE_EXPONENT;
    return ordinary || written.equals(shortest(value));
  }

  /** The decimal of the fewest digits that reads back as this double; of several, the nearest to it. */
  private static Decimal shortest(double value) {
    BigDecimal all = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal down = all.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal up = all.round(new MathContext(digits, RoundingMode.UP));
      boolean below = down.doubleValue() == value;
      boolean above = up.doubleValue() == value;
      if (!below && !above) continue;
      boolean nearerBelow = all.subtract(down).abs().compareTo(up.subtract(all).abs()) <= 0;
      return Decimal.of((below && (!above || nearerBelow) ? down : up).toString());
    }
    return Decimal.of(all.round(new MathContext(17, RoundingMode.HALF_EVEN)).toString());
  }

  /** As {@code Number.isSafeInteger} says. */
  public boolean isSafeInteger() {
    return exact && value == Math.rint(value) && Math.abs(value) <= MAX_SAFE;
  }

  public boolean isInteger() {
    return exact && value == Math.rint(value);
  }

  /** As {@code String(value)} writes it where it is exact; its own text where it is not. */
  public String text() {
    return exact ? Decimal.of(source).text() : source;
  }

  /** As the JSON of a column has it: a negative zero keeps its sign. */
  public String jsonText() {
    return exact && value == 0 && source.startsWith("-") ? "-0" : text();
  }
}
