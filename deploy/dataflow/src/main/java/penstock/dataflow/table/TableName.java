package penstock.dataflow.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import penstock.dataflow.json.Json;

/** Project, dataset, table and, where a partition is meant, its decorator, which is null where there is none. */
public record TableName(String project, String dataset, String table, String decorator) {
  private static final Pattern PROJECT = Pattern.compile("(?:[a-z0-9.-]{1,200}:)?[A-Za-z0-9][A-Za-z0-9-]{0,99}");
  private static final Pattern DATASET = Pattern.compile("\\w{1,1024}");
  private static final Pattern TABLE = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]{1,1024}");
  private static final Pattern DECORATOR = Pattern.compile("-?\\d{1,19}|__NULL__|__UNPARTITIONED__");
  private static final Pattern RESOURCE = Pattern.compile("projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)");
  private static final int LONGEST = 4_096;
  private static final int SHOWN = 200;

  /** Throws an IllegalArgumentException that says what is wrong. */
  public static TableName parse(String text, String defaultProject) {
    if (text.length() > LONGEST) throw wrong(text, "it has " + text.length() + " characters");
    Matcher resource = RESOURCE.matcher(text);
    if (resource.matches()) return of(text, resource.group(1), resource.group(2), resource.group(3));
    int lastDot = text.lastIndexOf('.');
    if (lastDot < 0) throw wrong(text, "it has no dot between dataset and table");
    String before = text.substring(0, lastDot);
    // The dataset holds neither dots nor colons, so the last of them ends the project.
    int ends = Math.max(before.lastIndexOf('.'), before.lastIndexOf(':'));
    String project = ends < 0 ? defaultProject : before.substring(0, ends);
    if (project == null || project.isEmpty()) throw wrong(text, "it names no project, and there is no default project");
    return of(text, project, before.substring(ends + 1), text.substring(lastDot + 1));
  }

  private static TableName of(String text, String project, String dataset, String name) {
    int at = name.indexOf('$');
    String table = at < 0 ? name : name.substring(0, at);
    String decorator = at < 0 ? null : name.substring(at + 1);
    if (!PROJECT.matcher(project).matches()) throw wrong(text, shown(project) + " is not a project id");
    if (!DATASET.matcher(dataset).matches())
      throw wrong(text, shown(dataset) + " is not a dataset id: letters, digits and underscores are allowed");
    if (!TABLE.matcher(table).matches())
      throw wrong(text, shown(table) + " is not a table id: letters, digits, underscores, dashes and spaces are allowed");
    if (decorator != null && !DECORATOR.matcher(decorator).matches())
      throw wrong(text, shown(decorator) + " is not a partition: digits, __NULL__ or __UNPARTITIONED__ are allowed");
    return new TableName(project, dataset, table, decorator);
  }

  /** As logs and error records show it. */
  @Override
  public String toString() {
    return withoutPartition() + (decorator == null ? "" : "$" + decorator);
  }

  public String withoutPartition() {
    return project + "." + dataset + "." + table;
  }

  private static IllegalArgumentException wrong(String text, String reason) {
    return new IllegalArgumentException(shown(text) + " is not a table name: " + reason);
  }

  private static String shown(String text) {
    return Json.stringify(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }
}
