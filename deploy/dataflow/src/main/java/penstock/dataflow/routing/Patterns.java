package penstock.dataflow.routing;

import java.util.regex.Pattern;

/**
 * A route's regular expression is JavaScript's, with the flag {@code u}. Java's differ in a few places, which are rewritten here;
 * syntax that Java does not have stops the launch.
 */
final class Patterns {
  private static final String SPACES = "\\t\\n\\x0b\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";

  private Patterns() {}

  /** Matches the whole value only. */
  static Pattern whole(String source) {
    return Pattern.compile("\\A(?:" + rewritten(source) + ")\\z");
  }

  private static String rewritten(String source) {
    StringBuilder out = new StringBuilder();
    boolean inClass = false;
    for (int at = 0; at < source.length(); at++) {
      char unit = source.charAt(at);
      if (unit == '\\') at = escape(source, at, inClass, out);
      else if (!inClass && unit == '.') out.append("[^\\n\\r\\u2028\\u2029]");
      else if (!inClass && unit == '$') out.append("\\z");
      else if (inClass && (unit == '[' || unit == '&')) out.append('\\').append(unit);
      else {
        if (unit == '[') inClass = true;
        if (unit == ']') inClass = false;
        out.append(unit);
      }
    }
    return out.toString();
  }

  /** Returns the place of the last character that was read. */
  private static int escape(String source, int at, boolean inClass, StringBuilder out) {
    char next = source.charAt(at + 1);
    switch (next) {
      case 's' -> out.append(inClass ? SPACES : "[" + SPACES + "]");
      case 'S' -> out.append("[^").append(SPACES).append(']');
      case 'b', 'B' -> out.append(inClass ? "\\x08" : boundary(next == 'b'));
      case 'v' -> out.append("\\x0b");
      case '0' -> out.append("\\x00");
      case 'u' -> {
        if (at + 2 < source.length() && source.charAt(at + 2) == '{') {
          out.append("\\x{").append(source, at + 3, source.indexOf('}', at)).append('}');
          return source.indexOf('}', at);
        }
        out.append("\\u");
      }
      default -> out.append('\\').append(next);
    }
    return at + 1;
  }

  /** Words are of ASCII letters, digits and the underscore. */
  private static String boundary(boolean at) {
    return at ? "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))" : "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))";
  }
}
