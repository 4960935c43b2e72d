package penstock.dataflow.routing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import penstock.dataflow.json.Num;
import penstock.dataflow.rows.ChangeRule;
import penstock.dataflow.rows.Format;
import penstock.dataflow.rows.Source;
import penstock.dataflow.rows.UnknownFields;

/**
 * Reads the sink's routes file, YAML or JSON. `penstock sink routes` checks it whole and says every problem with its place; here a
 * key or a value that this program does not know stops the launch, so that nothing is left out unseen.
 */
public final class RoutesFile {
  /** Settings of the process in TypeScript that mean nothing in a Beam job: the runner has its own. */
  private static final Set<String> IGNORED = Set.of("$schema", "maxMessages", "maxBytes", "pullStreams");

  private static final Set<String> TOP =
      Set.of("subscriptions", "compression", "defaultProject", "fallbackTopic", "errorOutput", "fileLoads", "routes");
  private static final Set<String> ROUTE =
      Set.of(
          "name", "from", "match", "table", "format", "columns", "constants", "mode", "unknownFields", "collectInto", "maxRows", "maxBytes",
          "maxDelay", "connections", "insertIds", "streamed", "sequence", "deletes");
  private static final Pattern AMOUNT = Pattern.compile("(\\d+)([A-Za-z]+)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("ms", 1L), Map.entry("s", 1_000L), Map.entry("m", 60_000L), Map.entry("h", 3_600_000L), Map.entry("d", 86_400_000L),
          Map.entry("B", 1L), Map.entry("KB", 1_000L), Map.entry("MB", 1_000_000L), Map.entry("GB", 1_000_000_000L),
          Map.entry("KiB", 1L << 10), Map.entry("MiB", 1L << 20), Map.entry("GiB", 1L << 30));

  private final String project;

  private RoutesFile(String project) {
    this.project = project;
  }

  /** Throws an IllegalArgumentException that says what is wrong. {@code project} is the job's own. */
  public static Routes read(String text, String project) {
    Object parsed = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(text);
    return new RoutesFile(project).routes(object(parsed, "the routes file"));
  }

  private Routes routes(Map<String, Object> file) {
    only(file, TOP, "the routes file", IGNORED);
    Map<String, Object> errors = object(required(file, "errorOutput", "the routes file"), "errorOutput");
    only(errors, Set.of("topic", "bucket", "prefix"), "errorOutput", Set.of());
    if (errors.get("topic") == null && errors.get("bucket") == null) throw new IllegalArgumentException("errorOutput: a topic, a bucket or both");
    List<?> routes = (List<?>) required(file, "routes", "the routes file");
    return new Routes(
        list(file.get("subscriptions")).stream().map(this::subscription).toList(),
        "GZIP".equals(file.get("compression")),
        text(file, "defaultProject", project),
        topic(text(file, "fallbackTopic", null)),
        topic(text(errors, "topic", null)),
        text(errors, "bucket", null),
        text(errors, "prefix", "sink-errors/"),
        file.get("fileLoads") == null ? null : fileLoads(object(file.get("fileLoads"), "fileLoads")),
        routes.stream().map(route -> route(object(route, "a route"))).toList());
  }

  private Route route(Map<String, Object> rest) {
    String name = (String) required(rest, "name", "a route");
    String place = "route " + name;
    only(rest, ROUTE, place, Set.of());
    Route.Mode mode = Route.Mode.valueOf(text(rest, "mode", "STREAMING_INSERTS"));
    Map<String, Object> streamed = rest.get("streamed") == null ? Map.of() : object(rest.get("streamed"), place);
    return new Route(
        name,
        rest.get("from") == null ? null : list(rest.get("from")).stream().map(this::subscription).toList(),
        Match.of(rest.get("match")),
        Template.of((String) required(rest, "table", place)),
        mode,
        format(rest, place),
        UnknownFields.of(text(rest, "unknownFields", "drop"), text(rest, "collectInto", null)),
        !Boolean.FALSE.equals(rest.get("insertIds")),
        Match.of(streamed.get("match")),
        amount(text(streamed, "maxBytes", "1000000B")),
        mode == Route.Mode.CDC ? change(rest, place) : null);
  }

  private static Format format(Map<String, Object> rest, String place) {
    String name = text(rest, "format", "json");
    if (!Set.of("json", "message", "envelope", "mapping").contains(name)) throw new IllegalArgumentException(place + ": format " + name);
    Map<String, Source> columns = new LinkedHashMap<>();
    if (rest.get("columns") != null) object(rest.get("columns"), place).forEach((column, source) -> columns.put(column, Source.of((String) source)));
    Map<String, Object> constants = new LinkedHashMap<>();
    if (rest.get("constants") != null)
      object(rest.get("constants"), place)
          .forEach((column, value) -> constants.put(column, value instanceof Number number ? Num.of(number.toString()) : value));
    return new Format(name, columns, constants);
  }

  private static ChangeRule change(Map<String, Object> rest, String place) {
    List<Source> sequence = list(required(rest, "sequence", place)).stream().map(Source::of).toList();
    if (rest.get("deletes") == null) return new ChangeRule(sequence, null, Set.of());
    Map<String, Object> deletes = object(rest.get("deletes"), place);
    return new ChangeRule(sequence, Source.of((String) required(deletes, "source", place)), Set.copyOf(list(required(deletes, "in", place))));
  }

  private static Routes.FileLoads fileLoads(Map<String, Object> rest) {
    Set<String> known = Set.of("bucket", "prefix", "triggeringFrequency", "maxFiles", "maxBytes");
    only(rest, known, "fileLoads", Set.of("deduplicateFor", "deduplicateMost"));
    return new Routes.FileLoads(
        (String) required(rest, "bucket", "fileLoads"),
        text(rest, "prefix", "sink-loads/"),
        amount(text(rest, "triggeringFrequency", "5m")),
        rest.get("maxFiles") == null ? 1_000 : ((Number) rest.get("maxFiles")).intValue(),
        amount(text(rest, "maxBytes", "100GB")));
  }

  private String subscription(String name) {
    return name.contains("/") ? name : "projects/" + project + "/subscriptions/" + name;
  }

  private String topic(String name) {
    return name == null || name.contains("/") ? name : "projects/" + project + "/topics/" + name;
  }

  /** Milliseconds or bytes. */
  private static long amount(String text) {
    Matcher parts = AMOUNT.matcher(text);
    Long unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
    if (unit == null) throw new IllegalArgumentException(text + " is no duration like 5m and no size like 100GB");
    return Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
  }

  private static Object required(Map<String, Object> rest, String key, String place) {
    Object value = rest.get(key);
    if (value == null) throw new IllegalArgumentException(place + ": " + key + " is missing");
    return value;
  }

  private static String text(Map<String, Object> rest, String key, String otherwise) {
    Object value = rest.get(key);
    return value == null ? otherwise : value.toString();
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Object value) {
    return value == null ? List.of() : (List<String>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value, String place) {
    if (value instanceof Map<?, ?>) return (Map<String, Object>) value;
    throw new IllegalArgumentException(place + " is not an object");
  }

  private static void only(Map<String, Object> rest, Set<String> known, String place, Set<String> ignored) {
    Map<String, Object> left = new HashMap<>(rest);
    left.keySet().removeAll(known);
    left.keySet().removeAll(ignored);
    if (!left.isEmpty()) throw new IllegalArgumentException(place + ": " + left.keySet() + " is not known here; known is " + known);
  }
}
