package penstock.dataflow.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text of UTF-16 units, as JavaScript and Java both have it. */
public final class Text {
  private Text() {}

  /** Whether the unit at this place is half of a surrogate pair without its other half. */
  public static boolean isLone(String text, int at) {
    char unit = text.charAt(at);
    if (Character.isHighSurrogate(unit)) return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    return Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /** Whether it has a UTF-8 form. */
  public static boolean isWellFormed(String text) {
    for (int at = 0; at < text.length(); at++) if (Character.isSurrogate(text.charAt(at)) && isLone(text, at)) return false;
    return true;
  }

  public static String toWellFormed(String text) {
    if (isWellFormed(text)) return text;
    StringBuilder out = new StringBuilder(text);
    for (int at = 0; at < text.length(); at++) if (isLone(text, at)) out.setCharAt(at, '\ufffd');
    return out.toString();
  }

  /** Null where the bytes are not UTF-8, to the letter. */
  public static String ofUtf8(byte[] bytes) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException error) {
      return null;
    }
  }

  /** The longest beginning that fits into so many bytes of UTF-8 and splits no character. */
  public static String cut(String text, int most) {
    if (text.length() * 3L <= most) return text;
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    if (encoded.length <= most) return text;
    int end = most;
    while (end > 0 && (encoded[end] & 0xc0) == 0x80) end--;
    return new String(encoded, 0, end, StandardCharsets.UTF_8);
  }

  /** The form in which two names of one column are equal. The Kelvin sign is no letter of a column {@code k}. */
  public static String fold(String name) {
    if (name.indexOf(KELVIN) < 0) return name.toLowerCase(Locale.ROOT);
    return Arrays.stream(name.split(KELVIN, -1)).map(part -> part.toLowerCase(Locale.ROOT)).collect(Collectors.joining(KELVIN));
  }

  private static final String KELVIN = "\u212a";
}
