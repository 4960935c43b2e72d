package penstock.dataflow.routing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import penstock.dataflow.json.Json;

/** Tests of a message's attributes: every one must hold. */
public final class Match implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Test> tests = new ArrayList<>();

  private record Test(String name, List<String> allowed, String pattern, Pattern whole, boolean present) implements Serializable {
    String fails(String value) {
      if (whole != null) {
        if (value == null) return "is missing, and must match `" + pattern + "`";
        return whole.matcher(value).matches() ? null : "does not match `" + pattern + "`";
      }
      if (allowed != null) {
        if (value != null && allowed.contains(value)) return null;
        String shown = allowed.stream().map(Json::stringify).collect(Collectors.joining(" or "));
        return value == null ? "is missing, and must be " + shown : "is not " + shown;
      }
      if ((value != null) == present) return null;
      return present ? "is missing" : "is there, and must not be";
    }
  }

  /** {@code rest} is the object of a routes file, or null. */
  @SuppressWarnings("unchecked")
  static Match of(Object rest) {
    Match match = new Match();
    if (rest != null) ((Map<String, Map<String, Object>>) rest).forEach((name, test) -> match.tests.add(testOf(name, test)));
    return match;
  }

  @SuppressWarnings("unchecked")
  private static Test testOf(String name, Map<String, Object> test) {
    String pattern = (String) test.get("pattern");
    List<String> allowed = (List<String>) test.get("in");
    if (test.get("equals") != null) allowed = List.of((String) test.get("equals"));
    return new Test(
        name, allowed == null ? null : List.copyOf(allowed), pattern, pattern == null ? null : Patterns.whole(pattern), !Boolean.FALSE.equals(test.get("present")));
  }

  /** The reason why a message does not match, or null where it does. */
  public String fails(Map<String, String> attributes) {
    for (Test test : tests) {
      String why = test.fails(Template.attributeOf(attributes, test.name));
      if (why != null) return "attribute " + test.name + " " + why;
    }
    return null;
  }
}
