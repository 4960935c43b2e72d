package penstock.dataflow.rows;

import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import penstock.dataflow.Envelope;
import penstock.dataflow.json.Json;
import penstock.dataflow.routing.Template;

/** The source of a column's value: {@code $.path} in the payload, {@code @attribute}, or a {@code #fact} about the message. */
public final class Source implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The value is missing, which is not the same as NULL. */
  public static final Object ABSENT = new Object();

  static final List<String> FACTS = List.of("message_id", "publish_time", "ordering_key", "subscription");
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)\\]");
  private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String text;
  private final List<Serializable> steps = new ArrayList<>();

  private Source(String text) {
    this.text = text;
  }

  public static Source of(String text) {
    Source source = new Source(text);
    if (text.startsWith("$")) source.readSteps();
    else if (text.startsWith("#") && !FACTS.contains(text.substring(1))) throw source.wrong("a fact is one of " + FACTS);
    else if (!text.startsWith("#") && !(text.startsWith("@") && text.length() > 1))
      throw source.wrong("a source is `$.path`, `@attribute` or `#fact`");
    return source;
  }

  private void readSteps() {
    Matcher matcher = STEP.matcher(text);
    int at = 1;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) throw wrong("a path is `$` with `.name` and `[0]` behind it");
      steps.add(matcher.group(1) == null ? (Serializable) Integer.valueOf(matcher.group(2)) : matcher.group(1));
      at = matcher.end();
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("source " + Json.stringify(text) + ": " + what);
  }

  public boolean readsPayload() {
    return text.startsWith("$");
  }

  @Override
  public String toString() {
    return text;
  }

  /** The value, or ABSENT. {@code payload} is the parsed payload where a source of the row reads it. */
  Object read(Envelope message, Object payload) {
    if (text.startsWith("@")) return orAbsent(Template.attributeOf(message.attributes(), text.substring(1)));
    if (text.startsWith("#")) return orAbsent(fact(message, text.substring(1)));
    Object value = payload;
    for (Serializable step : steps) {
      if (value instanceof String inner) value = parsed(inner);
      if (step instanceof Integer index) value = value instanceof List<?> list && index < list.size() ? list.get(index) : ABSENT;
      else value = value instanceof Map<?, ?> map && map.containsKey(step) ? map.get(step) : ABSENT;
    }
    return value;
  }

  private Object parsed(String inner) {
    try {
      return Json.parse(inner);
    } catch (IOException error) {
      throw new Failure("NOT_JSON", "a path goes on below a text that is not JSON", text).thrown();
    }
  }

  private static Object orAbsent(String value) {
    return value == null ? ABSENT : value;
  }

  /** Null where there is none. */
  static String fact(Envelope message, String name) {
    return switch (name) {
      case "message_id" -> message.messageId();
      case "publish_time" -> ISO.format(Instant.ofEpochMilli(message.publishMs()));
      case "ordering_key" -> message.orderingKey().isEmpty() ? null : message.orderingKey();
      default -> message.input();
    };
  }
}
