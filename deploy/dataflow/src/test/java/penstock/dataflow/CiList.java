package penstock.dataflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import penstock.dataflow.LocalCloud.Message;

/**
 * The seed's CI list of the sink, played on one streaming job with routes for each mode: messages with and without attributes, with
 * exactly the table's fields, more and fewer of them, broken, too long, for a missing table and without a route, and then an outage.
 */
final class CiList {
  static final int BESIDE = 12;
  static final int BESIDE_BAD = 2;
  static final int AFTER = 5;
  /** Rejected messages of each mode, not counting the one that is too long. */
  private static final int BAD = 5 + BESIDE_BAD;
  /** Above the bound of a streamed row, and below that of a message. */
  static final String TOO_LONG = "{\"id\":\"long\",\"text\":\"" + "x".repeat(9_600_000) + "\"}";

  final String name;
  final List<String> modes;
  final List<Message> errors = new ArrayList<>();

  CiList(String name, List<String> modes) {
    this.name = name;
    this.modes = modes;
  }

  void prepare() throws Exception {
    Jobs.prepare(name);
    for (String mode : modes) {
      List<String> key = mode.equals("CDC") ? List.of("id") : List.of();
      LocalCloud.table(name, mode.toLowerCase(), Jobs.CI_FIELDS, key);
      LocalCloud.table(name, "types_" + mode.toLowerCase(), Jobs.TYPES, key);
      LocalCloud.topic(plain(mode));
    }
  }

  /** The routes by attribute, and for each mode one that takes every message of a subscription of its own. */
  Map<String, Object> routes() {
    Map<String, Object> file = new HashMap<>(Jobs.routes(name, modes));
    List<String> subscriptions = new ArrayList<>(List.of(name + "-in"));
    List<Object> routes = new ArrayList<>((List<?>) file.get("routes"));
    for (String mode : modes) {
      subscriptions.add(plain(mode));
      Map<String, Object> route = new HashMap<>(Map.of("name", "plain_" + mode, "from", List.of(plain(mode)), "table", table(mode), "mode", mode));
      if (mode.equals("CDC")) route.put("sequence", List.of("#message_id"));
      routes.add(route);
    }
    file.put("subscriptions", subscriptions);
    file.put("routes", routes);
    file.put("errorOutput", Map.of("topic", name + "-errors", "bucket", "beam-temp", "prefix", name + "-errors/"));
    return file;
  }

  private String plain(String mode) {
    return name + "-plain-" + mode.toLowerCase();
  }

  String table(String mode) {
    return name + "." + mode.toLowerCase();
  }

  /** Publishes the list, waits for every outcome, and then plays the outage. */
  void play(RunningJob job) throws Exception {
    for (String mode : modes) {
      LocalCloud.publish(name + "-in", messagesOf(mode));
      LocalCloud.publish(plain(mode), List.of(new Message("{\"id\":\"plain\",\"count\":4,\"note\":\"n\",\"text\":\"t\"}", Map.of())));
    }
    LocalCloud.publish(name + "-in", List.of(new Message("{\"id\":\"a\"}", Map.of("to", "missing")), new Message("{\"id\":\"b\"}", Map.of("kind", "stranger"))));
    for (String mode : modes) {
      job.until("rows of " + mode, () -> distinct(mode, "id <> 'long' AND id NOT LIKE 'late%'") == 4 + BESIDE - BESIDE_BAD);
      job.until("a row of every type in " + mode, () -> LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + name + ".types_" + mode.toLowerCase()) == 1);
    }
    // One at a time: the direct runner keeps several copies of each.
    for (String mode : modes) {
      LocalCloud.publish(name + "-in", List.of(new Message(TOO_LONG, attributes(mode))));
      job.until("the long message of " + mode, () -> distinct(mode, "id = 'long'") + tooLong(mode) >= 1);
    }
    job.until("every rejected message", () -> pulled().stream().map(one -> one.data() + one.attributes().get("to")).distinct().count() >= modes.size() * BAD - 1);
    outage(job);
  }

  private Map<String, String> attributes(String mode) {
    return Map.of("to", mode, "source", "ci", "document_type", "streamed");
  }

  private List<Message> messagesOf(String mode) {
    Map<String, String> to = attributes(mode);
    List<Message> all = new ArrayList<>();
    all.add(new Message("{\"id\":\"exact\",\"count\":3,\"note\":\"n\",\"text\":\"t\"}", to));
    all.add(new Message("{\"id\":\"extra\",\"count\":1,\"other\":{\"deep\":[1]}}", to));
    all.add(new Message("{\"id\":\"optional\"}", to));
    all.addAll(bad(to));
    for (int at = 0; at < BESIDE; at++)
      all.add(new Message(at % 6 == 0 ? "{\"count\":" + at + ",\"beside\":1}" : "{\"id\":\"beside " + at + "\",\"count\":" + at + "}", to));
    all.add(new Message(Jobs.TYPES_ROW, Map.of("to", "types_" + mode)));
    return all;
  }

  /** One message for each reason to refuse it before it is sent. */
  static List<Message> bad(Map<String, String> attributes) {
    return List.of("{\"count\":1}", "{\"id\":\"broken", "[\"id\"]", "{\"id\":\"x\",\"count\":\"many\"}", "{\"id\":\"x\",\"note\":\"longer than twenty characters\"}").stream()
        .map(data -> new Message(data, attributes))
        .toList();
  }

  /** BigQuery refuses for a while by every way in. */
  private void outage(RunningJob job) throws Exception {
    LocalCloud.refuse("bigquery", "tabledata.insertAll", name, 4);
    LocalCloud.refuse("bigquery", "tables.get", name, 4);
    LocalCloud.refuse("bigquery-storage", "AppendRows", name, 4);
    LocalCloud.refuse("bigquery", "jobs.insert", "", 2);
    for (String mode : modes) {
      List<Message> late = new ArrayList<>();
      for (int at = 0; at < AFTER; at++) late.add(new Message("{\"id\":\"late " + at + "\"}", attributes(mode)));
      LocalCloud.publish(name + "-in", late);
    }
    for (String mode : modes) job.until("rows after the outage in " + mode, () -> distinct(mode, "id LIKE 'late%'") == AFTER);
  }

  long distinct(String mode, String where) throws Exception {
    return LocalCloud.count("SELECT COUNT(DISTINCT id) FROM " + table(mode) + " WHERE " + where);
  }

  /** Everything that came to the error output so far. */
  List<Message> pulled() throws Exception {
    errors.addAll(LocalCloud.pull(name + "-errors"));
    return errors;
  }

  /** Records of a payload that was too large for a message have none. */
  private long tooLong(String mode) throws Exception {
    return pulled().stream().filter(one -> one.data().isEmpty() && mode.equals(one.attributes().get("to"))).count();
  }
}
