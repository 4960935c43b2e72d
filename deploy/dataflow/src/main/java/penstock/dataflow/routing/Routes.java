package penstock.dataflow.routing;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import penstock.dataflow.table.TableName;

/** The routes file, every default filled in. Texts are null where nothing is set. */
public record Routes(
    List<String> subscriptions,
    boolean gzip,
    String defaultProject,
    String fallbackTopic,
    String errorTopic,
    String errorBucket,
    String errorPrefix,
    FileLoads fileLoads,
    List<Route> routes)
    implements Serializable {

  public record FileLoads(String bucket, String prefix, long triggeringMs, int maxFiles, long maxBytes) implements Serializable {}

  /** A route with its table; with {@code problem} where no table can be named; without a route where none matches. */
  public record Routing(Route route, TableName table, String problem) {}

  public Routing route(Map<String, String> attributes, String input) {
    for (Route route : routes) if (route.skips(attributes, input) == null) return destination(route, attributes);
    String skipped =
        routes.stream().map(route -> route.name() + ": " + route.skips(attributes, input)).collect(Collectors.joining("; "));
    return new Routing(null, null, "no route matches: " + skipped);
  }

  private Routing destination(Route route, Map<String, String> attributes) {
    Template.Filled filled = route.table().fill(attributes);
    if (filled.missing() != null)
      return new Routing(route, null, "the table " + route.table() + " needs attribute " + filled.missing() + ", which is missing or empty");
    try {
      return new Routing(route, TableName.parse(filled.value(), defaultProject), null);
    } catch (IllegalArgumentException error) {
      return new Routing(route, null, error.getMessage());
    }
  }

  public boolean has(Route.Mode mode) {
    return routes.stream().anyMatch(route -> route.mode() == mode);
  }
}
