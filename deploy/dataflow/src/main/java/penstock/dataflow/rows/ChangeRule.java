package penstock.dataflow.rows;

import java.io.Serializable;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import penstock.dataflow.Envelope;
import penstock.dataflow.json.Num;

/** The rule by which the changes of a CDC route are read: which messages delete, and each one's place in the source's own order. */
public record ChangeRule(List<Source> sequence, Source deletes, Set<String> words) implements Serializable {
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64);
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,20}");
  private static final Pattern TIMESTAMP =
      Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?([Zz]|[+-]\\d\\d:\\d\\d)");

  /** The highest sequence of a key wins. */
  public record Change(boolean delete, String sequence) {}

  Change read(Envelope message, Payload payload) {
    boolean reads = sequence.stream().anyMatch(Source::readsPayload) || (deletes != null && deletes.readsPayload());
    Object value = reads ? payload.value() : null;
    String numbers =
        sequence.stream().map(source -> hex(source.read(message, value), source)).collect(Collectors.joining("/"));
    Object word = deletes == null ? Source.ABSENT : deletes.read(message, value);
    return new Change(word instanceof String text && words.contains(text), numbers);
  }

  private static String hex(Object value, Source source) {
    BigInteger number = wholeNumber(value);
    if (number == null) throw invalid("is neither a whole number nor an RFC 3339 timestamp", source);
    if (number.signum() < 0 || number.compareTo(MOST) >= 0) throw invalid("is not an unsigned 64-bit number", source);
    return number.toString(16).toUpperCase(Locale.ROOT);
  }

  private static BigInteger wholeNumber(Object value) {
    if (value instanceof Num number && number.exact())
      return number.isSafeInteger() ? BigInteger.valueOf((long) number.value()) : null;
    String text = value instanceof Num number ? number.source() : value instanceof String given ? given : null;
    if (text == null) return null;
    return WHOLE.matcher(text).matches() ? new BigInteger(text) : micros(text);
  }

  /** Microseconds since the epoch, digits beyond cut off: what Firestore's update times keep. */
  private static BigInteger micros(String text) {
    Matcher parts = TIMESTAMP.matcher(text);
    if (!parts.matches()) return null;
    int[] part = new int[6];
    for (int at = 0; at < 6; at++) part[at] = Integer.parseInt(parts.group(at + 1));
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31) return null;
    boolean midnight = part[3] == 24 && part[4] == 0 && part[5] == 0;
    String zone = parts.group(8).equalsIgnoreCase("Z") ? "+00:00" : parts.group(8);
    int hours = Integer.parseInt(zone.substring(1, 3));
    int minutes = Integer.parseInt(zone.substring(4));
    if ((part[3] > 23 && !midnight) || part[4] > 59 || part[5] > 59 || hours > 23 || minutes > 59) return null;
    // The clock of JavaScript takes 30 February for 2 March.
    long day = LocalDate.of(part[0], part[1], 1).toEpochDay() + part[2] - 1;
    long seconds = day * 86_400 + part[3] * 3600L + part[4] * 60L + part[5];
    seconds -= (zone.charAt(0) == '+' ? 60L : -60L) * (hours * 60 + minutes);
    String fraction = ((parts.group(7) == null ? "" : parts.group(7)) + "000000").substring(0, 6);
    return BigInteger.valueOf(seconds).multiply(BigInteger.valueOf(1_000_000)).add(new BigInteger(fraction));
  }

  private static Failure.Thrown invalid(String reason, Source source) {
    return new Failure("SEQUENCE_INVALID", "the sequence " + reason, source.toString()).thrown();
  }
}
