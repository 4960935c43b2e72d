package penstock.dataflow.routing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import penstock.dataflow.json.Json;

/** A table's name with {@code ${attribute}} and {@code ${attribute:-default}} in it. */
public final class Template implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]*)\\}");
  private static final Set<String> SNAKE_CASED = Set.of("document_namespace", "document_type");

  private final String text;
  private final List<Part> parts = new ArrayList<>();

  /** Fixed text, or a variable with or without a default. */
  private record Part(String fixed, String name, String fallback) implements Serializable {}

  /** The text, or the name of the first attribute that is missing. */
  record Filled(String value, String missing) {}

  private Template(String text) {
    this.text = text;
  }

  static Template of(String text) {
    Template template = new Template(text);
    Matcher variables = VARIABLE.matcher(text);
    int end = 0;
    while (variables.find()) {
      template.fixed(text.substring(end, variables.start()));
      template.variable(variables.group(1));
      end = variables.end();
    }
    template.fixed(text.substring(end));
    return template;
  }

  private void fixed(String fixed) {
    if (fixed.contains("$")) throw wrong("a dollar sign stands outside of a variable, which is an attribute in braces behind one");
    if (!fixed.isEmpty()) parts.add(new Part(fixed, null, null));
  }

  private void variable(String inner) {
    int at = inner.indexOf(":-");
    String name = at < 0 ? inner : inner.substring(0, at);
    if (name.isEmpty()) throw wrong("a variable names no attribute");
    parts.add(new Part(null, name, at < 0 ? null : inner.substring(at + 2)));
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("template " + Json.stringify(text) + ": " + what);
  }

  @Override
  public String toString() {
    return text;
  }

  Filled fill(Map<String, String> attributes) {
    StringBuilder value = new StringBuilder();
    for (Part part : parts) {
      if (part.fixed != null) {
        value.append(part.fixed);
        continue;
      }
      String found = attributeOf(attributes, part.name);
      if (found != null && !found.isEmpty()) value.append(SNAKE_CASED.contains(part.name) ? SnakeCase.of(found) : found.replace('-', '_'));
      else if (part.fallback != null) value.append(part.fallback);
      else return new Filled(null, part.name);
    }
    return new Filled(value.toString(), null);
  }

  /** An attribute, or what is derived from {@code submission_timestamp} where the message does not bring it; null where neither is. */
  public static String attributeOf(Map<String, String> attributes, String name) {
    String own = attributes.get(name);
    if (own != null) return own;
    String time = attributes.get("submission_timestamp");
    if (time == null) return null;
    if (name.equals("submission_date")) return time.length() < 10 ? null : time.substring(0, 10);
    if (name.equals("submission_hour")) return time.length() < 13 ? null : time.substring(11, 13);
    return null;
  }
}
