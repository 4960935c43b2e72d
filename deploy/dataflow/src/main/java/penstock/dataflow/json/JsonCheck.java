package penstock.dataflow.json;

import java.nio.charset.StandardCharsets;
import penstock.dataflow.rows.Fault;

/** Whether text is one JSON value (RFC 8259), as {@code shared/bigquery/codec/types/json-text.ts} reads it, byte by byte. */
public final class JsonCheck {
  /** BigQuery's own bound for nesting in JSON. */
  public static final int DEEPEST = 500;

  private final byte[] bytes;
  private int at;

  private JsonCheck(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Throws a Fault where it is none. The text has a UTF-8 form. */
  public static void check(String text) {
    JsonCheck check = new JsonCheck(text.getBytes(StandardCharsets.UTF_8));
    check.value(0);
    check.space();
    if (check.at < check.bytes.length) throw check.malformed(check.at);
  }

  private Fault malformed(int place) {
    return new Fault("MALFORMED", "not JSON at byte " + place + "; a plain string needs its quotes");
  }

  private int peek() {
    return at < bytes.length ? bytes[at] : -1;
  }

  private void space() {
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) at++;
  }

  private void value(int depth) {
    space();
    if (at == bytes.length) throw malformed(at);
    switch (bytes[at]) {
      case '"' -> string();
      case '{' -> container('}', depth);
      case '[' -> container(']', depth);
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void container(char close, int depth) {
    if (depth == DEEPEST) throw new Fault("TOO_DEEP", "nested deeper than " + DEEPEST + " levels");
    at++;
    space();
    if (peek() == close) {
      at++;
      return;
    }
    for (; ; ) {
      if (close == '}') key();
      value(depth + 1);
      space();
      if (at == bytes.length) throw malformed(at);
      if (peek() == close) break;
      if (peek() != ',') throw malformed(at);
      at++;
    }
    at++;
  }

  private void key() {
    space();
    if (peek() != '"') throw malformed(at);
    string();
    space();
    if (peek() != ':') throw malformed(at);
    at++;
  }

  private void string() {
    at++;
    while (at < bytes.length) {
      int code = bytes[at];
      if (code == '"') {
        at++;
        return;
      }
      if (code == '\\') escaped();
      else if (code >= 0 && code < 32) throw malformed(at);
      else at++;
    }
    throw malformed(bytes.length);
  }

  /** One escape, or the two of a surrogate pair: half of one has no UTF-8 form. */
  private void escaped() {
    if (at + 1 < bytes.length && "\"\\/bfnrt".indexOf(bytes[at + 1]) >= 0) {
      at += 2;
      return;
    }
    int unit = codeUnit(at);
    if (unit < 0) throw malformed(at);
    if (unit < 0xd800 || unit > 0xdfff) {
      at += 6;
      return;
    }
    int low = unit < 0xdc00 ? codeUnit(at + 6) : -1;
    if (low < 0xdc00 || low > 0xdfff) throw new Fault("BAD_UNICODE", "a \\u escape holds half of a surrogate pair");
    at += 12;
  }

  private int codeUnit(int from) {
    if (from + 6 > bytes.length || bytes[from] != '\\' || bytes[from + 1] != 'u') return -1;
    int unit = 0;
    for (int place = from + 2; place < from + 6; place++) {
      int digit = Character.digit(bytes[place], 16);
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    return unit;
  }

  private void word(String expected) {
    if (at + expected.length() > bytes.length) throw malformed(at);
    for (int index = 0; index < expected.length(); index++) if (bytes[at + index] != expected.charAt(index)) throw malformed(at);
    at += expected.length();
  }

  private void number() {
    if (peek() == '-') at++;
    if (peek() == '0') at++;
    else digits();
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() != 'e' && peek() != 'E') return;
    at++;
    if (peek() == '+' || peek() == '-') at++;
    digits();
  }

  private void digits() {
    int from = at;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') at++;
    if (at == from) throw malformed(at);
  }
}
