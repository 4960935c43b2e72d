package penstock.dataflow.json;

import java.math.BigInteger;

/** A decimal number as one text: sign, digits without zeros at either end, and the place of the point. Zero has no digits. */
record Decimal(boolean negative, String digits, long exponent) {
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE / 4);

  /** Takes what JSON calls a number. The value is 0.digits times ten to the exponent. */
  static Decimal of(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    int e = Math.max(unsigned.indexOf('e'), unsigned.indexOf('E'));
    String mantissa = e < 0 ? unsigned : unsigned.substring(0, e);
    BigInteger power = e < 0 ? BigInteger.ZERO : new BigInteger(unsigned.substring(e + 1).replace("+", ""));
    int point = mantissa.indexOf('.');
    String all = mantissa.replace(".", "");
    int first = 0;
    while (first < all.length() && all.charAt(first) == '0') first++;
    int last = all.length();
    while (last > first && all.charAt(last - 1) == '0') last--;
    if (first == last) return new Decimal(false, "", 0);
    long place = (point < 0 ? mantissa.length() : point) - first;
    long shift = power.max(LIMIT.negate()).min(LIMIT).longValue();
    return new Decimal(negative, all.substring(first, last), place + shift);
  }

  boolean isZero() {
    return digits.isEmpty();
  }

  /** ECMA-262, Number::toString. */
  String text() {
    if (isZero()) return "0";
    int count = digits.length();
    String unsigned;
    if (exponent >= count && exponent <= 21) unsigned = digits + "0".repeat((int) exponent - count);
    else if (exponent > 0 && exponent <= 21) unsigned = digits.substring(0, (int) exponent) + "." + digits.substring((int) exponent);
    else if (exponent > -6 && exponent <= 0) unsigned = "0." + "0".repeat((int) -exponent) + digits;
    else unsigned = scientific();
    return negative ? "-" + unsigned : unsigned;
  }

  private String scientific() {
    long power = exponent - 1;
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + (power < 0 ? "e-" : "e+") + Math.abs(power);
  }
}
