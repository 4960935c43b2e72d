package penstock.dataflow.rows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import penstock.dataflow.json.Num;

/** DATE, TIME, DATETIME and TIMESTAMP: text read strictly, and written in one spelling. */
final class Civil {
  /** Room for a thousand zeros behind the point; longer text is no date. */
  private static final int LONGEST = 1024;

  private static final String DATE_FORM = "YYYY-MM-DD";
  private static final String TIME_FORM = "HH:MM:SS[.ffffff]";
  private static final String DATETIME_FORM = "YYYY-MM-DDTHH:MM:SS[.ffffff], without a zone";
  private static final String TIMESTAMP_FORM = "YYYY-MM-DDTHH:MM:SS[.ffffff] with Z or an offset (RFC 3339)";

  private final String text;
  private final String form;
  private int at;
  private LocalDate date;
  private int hour;
  private int minute;
  private int second;
  /** Digits of a second that count: 6 or 12. */
  private String fraction = "";

  private Civil(String text, String form) {
    this.text = text;
    this.form = form;
    if (text.length() > LONGEST || text.chars().anyMatch(unit -> unit > 0x7f)) throw malformed();
  }

  static String date(Object value) {
    Civil civil = new Civil(textOf(value, "DATE takes text or a Date"), DATE_FORM);
    civil.readDate();
    civil.end();
    return civil.date.toString();
  }

  static String time(Object value) {
    Civil civil = new Civil(textOf(value, "TIME takes text"), TIME_FORM);
    civil.readTime(6);
    civil.end();
    return civil.timeText();
  }

  static String datetime(Object value) {
    Civil civil = new Civil(instantText(value, "DATETIME"), DATETIME_FORM);
    civil.readDateAndTime(6);
    civil.end();
    return civil.date + "T" + civil.timeText();
  }

  static String timestamp(Object value, boolean picoseconds) {
    Civil civil = new Civil(instantText(value, picoseconds ? "TIMESTAMP(12)" : "TIMESTAMP"), TIMESTAMP_FORM);
    civil.readDateAndTime(picoseconds ? 12 : 6);
    civil.readZone();
    return civil.date + "T" + civil.timeText() + "Z";
  }

  /** A long number went the exact way, and is text there. */
  private static String textOf(Object value, String mismatch) {
    if (value instanceof String text) return text;
    if (value instanceof Num number && !number.exact()) return number.source();
    throw new Fault("TYPE_MISMATCH", mismatch);
  }

  private static String instantText(Object value, String type) {
    return textOf(value, type + " takes text or a Date" + (value instanceof Num ? "; a number does not say its unit" : ""));
  }

  private String timeText() {
    String clock = String.format("%02d:%02d:%02d", hour, minute, second);
    return fraction.isEmpty() ? clock : clock + "." + fraction;
  }

  private Fault malformed() {
    return new Fault("MALFORMED", "not of the form " + form);
  }

  private static Fault noSuchDay() {
    return new Fault("OUT_OF_RANGE", "there is no such day between 0001-01-01 and 9999-12-31");
  }

  private void end() {
    if (at != text.length()) throw malformed();
  }

  private char unit(int place) {
    return place < text.length() ? text.charAt(place) : 0;
  }

  /** Below zero where there are none. */
  private int twoDigits(int place) {
    int tens = unit(place) - '0';
    int ones = unit(place + 1) - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }

  private void readDate() {
    int century = twoDigits(at);
    int rest = twoDigits(at + 2);
    int month = twoDigits(at + 5);
    int day = twoDigits(at + 8);
    if (unit(at + 4) != '-' || unit(at + 7) != '-' || century < 0 || rest < 0 || month < 0 || day < 0) throw malformed();
    int year = century * 100 + rest;
    if (year == 0 || month == 0 || month > 12 || day == 0 || day > YearMonth.of(year, month).lengthOfMonth()) throw noSuchDay();
    date = LocalDate.of(year, month, day);
    at += 10;
  }

  private void readTime(int digits) {
    hour = twoDigits(at);
    minute = twoDigits(at + 3);
    second = twoDigits(at + 6);
    if (unit(at + 2) != ':' || unit(at + 5) != ':' || hour < 0 || minute < 0 || second < 0) throw malformed();
    at += 8;
    if (unit(at) == '.') readFraction(digits);
    // BigQuery keeps no leap second; it would become the next minute, which is another time.
    if (second == 60) throw new Fault("OUT_OF_RANGE", "BigQuery keeps no leap second");
    if (hour > 23 || minute > 59 || second > 59) throw new Fault("OUT_OF_RANGE", "there is no such time of day");
  }

  private void readFraction(int digits) {
    int from = at + 1;
    int end = from;
    for (; unit(end) >= '0' && unit(end) <= '9'; end++) {
      if (end - from >= digits && unit(end) != '0') throw new Fault("TOO_PRECISE", "more digits of a second than the column keeps");
    }
    if (end == from) throw malformed();
    String kept = text.substring(from, Math.min(end, from + digits)).replaceAll("0+$", "");
    fraction = kept.isEmpty() || digits == 12 ? kept : (kept + "000000").substring(0, 6);
    at = end;
  }

  private void readDateAndTime(int digits) {
    readDate();
    // RFC 3339 section 5.6 allows a lower-case "t" and, for readability, a space.
    if ("T t".indexOf(unit(at)) < 0) throw malformed();
    at++;
    readTime(digits);
  }

  /** "Z", "z", " UTC" as BigQuery prints it itself, an offset, or one without the minutes that RFC 3339 wants. */
  private void readZone() {
    String zone = text.substring(at);
    if (zone.equals("Z") || zone.equals("z") || zone.equals(" UTC")) return;
    boolean whole = zone.length() == 3;
    if (!(whole || (zone.length() == 6 && zone.charAt(3) == ':')) || "+-".indexOf(zone.charAt(0)) < 0) throw malformed();
    int hours = twoDigits(at + 1);
    int minutes = whole ? 0 : twoDigits(at + 4);
    if (hours < 0 || minutes < 0) throw malformed();
    if (hours > 23 || minutes > 59) throw new Fault("OUT_OF_RANGE", "there is no such offset from UTC");
    int offset = (hours * 60 + minutes) * (zone.charAt(0) == '+' ? 60 : -60);
    LocalDateTime utc = LocalDateTime.of(date, LocalTime.of(hour, minute, second)).minusSeconds(offset);
    if (utc.getYear() < 1 || utc.getYear() > 9999) throw noSuchDay();
    date = utc.toLocalDate();
    hour = utc.getHour();
    minute = utc.getMinute();
    second = utc.getSecond();
  }
}
