package penstock.dataflow.routing;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The snake case of Mozilla's pipeline, which reads a name backwards: {@code DNSRequest2} is {@code dns_request2}. */
final class SnakeCase {
  private static final Pattern NOT_WORD = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern BOUNDARY =
      Pattern.compile("\\b|(?<=[a-z][A-Z])(?=\\d*[A-Z])|(?<=[a-z][A-Z])(?=\\d*[a-z])|(?<=[A-Z])(?=\\d*[a-z])");

  private SnakeCase() {}

  static String of(String name) {
    String backwards = new StringBuilder(NOT_WORD.matcher(name).replaceAll(" ")).reverse().toString();
    String words = Arrays.stream(BOUNDARY.split(backwards)).filter(word -> !word.isBlank()).collect(Collectors.joining("_"));
    return new StringBuilder(words).reverse().toString().toLowerCase(Locale.ROOT);
  }
}
