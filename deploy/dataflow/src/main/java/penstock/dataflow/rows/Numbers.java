package penstock.dataflow.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import penstock.dataflow.json.Num;
import penstock.dataflow.table.Field;

/** INT64, FLOAT64, BOOL, NUMERIC and BIGNUMERIC. Nothing is rounded: digits that a column does not keep are a rejection. */
final class Numbers {
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern FLOAT = Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern DECIMAL = Pattern.compile("([+-]?)(\\d*)(?:\\.(\\d*))?(?:[eE]([+-]?\\d+))?");
  private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);
  private static final double BEYOND_INT64 = 0x1p64;
  /** More digits than any column keeps, on either side of the point. */
  private static final int BEYOND = 80;

  private Numbers() {}

  /** Decimal digits, as the REST API spells 64 bits. */
  static String int64(Object value) {
    if (value instanceof Boolean truth) return truth ? "1" : "0";
    if (value instanceof String text) return integerText(text);
    if (!(value instanceof Num number)) throw new Fault("TYPE_MISMATCH", "INT64 takes a whole number, a BigInt or decimal digits");
    if (!number.exact()) return integerText(number.source());
    if (number.isSafeInteger()) return Long.toString((long) number.value());
    if (!number.isInteger()) throw new Fault("TOO_PRECISE", "INT64 keeps no fraction");
    // Whole, and printed with the very digits that it was written with: 9007199254740992 is one.
    if (Math.abs(number.value()) < BEYOND_INT64) return integerText(number.text());
    throw new Fault("OUT_OF_RANGE", "beyond 2^53 a number has lost its last digits; give a BigInt or text");
  }

  private static String integerText(String text) {
    if (!INTEGER.matcher(text).matches()) throw new Fault("MALFORMED", "not a whole number in decimal digits");
    BigInteger value = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
    if (value.compareTo(LEAST_LONG) < 0 || value.compareTo(MOST_LONG) > 0) throw new Fault("OUT_OF_RANGE", "beyond the 64 bits of INT64");
    return value.toString();
  }

  /** A double, or the text of one that JSON has no number for. */
  static Object float64(Object value) {
    if (value instanceof Num number) return number.exact() ? (Object) number.value() : floatText(number.source());
    if (value instanceof String text) return floatText(text);
    throw new Fault("TYPE_MISMATCH", "FLOAT64 takes a number, a BigInt or decimal text");
  }

  private static Object floatText(String text) {
    if (FLOAT.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      if (Double.isInfinite(value)) throw new Fault("OUT_OF_RANGE", "beyond the largest FLOAT64");
      return value;
    }
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) return text;
    throw new Fault("MALFORMED", "not a decimal number, \"NaN\", \"Infinity\" or \"-Infinity\"");
  }

  static Boolean bool(Object value) {
    if (value instanceof Boolean truth) return truth;
    Object text = value instanceof Num number && !number.exact() ? number.source() : value;
    if (text.equals("true")) return true;
    if (text.equals("false")) return false;
    if (text instanceof String) throw new Fault("MALFORMED", "neither \"true\" nor \"false\"");
    throw new Fault("TYPE_MISMATCH", "BOOL takes true or false");
  }

  /** Plain decimal text without zeros that say nothing. */
  static String decimal(Object value, Field field) {
    if (value instanceof Num number) return decimalText(number.text(), field);
    if (value instanceof String text) return decimalText(text, field);
    throw new Fault("TYPE_MISMATCH", field.type + " takes a number, a BigInt or decimal text");
  }

  private static String decimalText(String text, Field field) {
    Matcher parts = DECIMAL.matcher(text);
    if (!parts.matches()) throw notDecimal();
    String before = parts.group(2);
    String after = parts.group(3) == null ? "" : parts.group(3);
    if (before.isEmpty() && after.isEmpty()) throw notDecimal();
    String all = before + after;
    String digits = all.replaceAll("^0+", "");
    double point = before.length() - (all.length() - digits.length());
    if (parts.group(4) != null) point += Double.parseDouble(parts.group(4));
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') end--;
    digits = digits.substring(0, end);
    if (digits.isEmpty()) return "0";
    boolean scientific = parts.group(4) != null;
    if (scientific && point > BEYOND) throw outOfRange(field);
    if (scientific && digits.length() - point > BEYOND) throw tooPrecise(field);
    // The whole digits of the text, and those of its fraction.
    if (point > field.wholeDigits) throw outOfRange(field);
    if (digits.length() - point > field.scaleDigits) throw tooPrecise(field);
    String sign = parts.group(1).equals("-") ? "-" : "";
    String plain = sign + new BigDecimal(new BigInteger(digits), (int) (digits.length() - point)).toPlainString();
    if (point == 39 && !fits256(plain)) throw outOfRange(field);
    return plain;
  }

  /** BIGNUMERIC is an integer of 256 bits over 10^38. */
  private static boolean fits256(String plain) {
    return new BigDecimal(plain).movePointRight(38).toBigIntegerExact().bitLength() < 256;
  }

  private static Fault notDecimal() {
    return new Fault("MALFORMED", "not a decimal number");
  }

  private static Fault outOfRange(Field field) {
    return new Fault("OUT_OF_RANGE", field.typeName + " keeps " + field.wholeDigits + " digits before the point and a smaller value");
  }

  private static Fault tooPrecise(Field field) {
    return new Fault("TOO_PRECISE", "more than " + field.scaleDigits + " digits after the point");
  }
}
