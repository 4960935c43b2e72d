package penstock.dataflow;

import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The local cloud that `npm run test:dataflow` has started, by REST. Without one the tests that need it are skipped. */
final class LocalCloud {
  static final String PROJECT = "demo-penstock";
  private static final int MOST_PUBLISHED = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LocalCloud() {}

  static void needed() {
    assumeTrue("npm run test:dataflow starts the local cloud", System.getenv("BIGQUERY_EMULATOR_HOST") != null);
  }

  private static String url(String variable) {
    String value = System.getenv(variable);
    return value.startsWith("http") ? value : "http://" + value;
  }

  static String bigquery() {
    return url("BIGQUERY_EMULATOR_HOST") + "/bigquery/v2/projects/" + PROJECT;
  }

  static String pubsub() {
    return url("PUBSUB_EMULATOR_HOST") + "/v1/projects/" + PROJECT;
  }

  static String storage() {
    return url("STORAGE_EMULATOR_HOST");
  }

  /** The options that point an unmodified Beam at the local cloud. BigQuery's one port has REST and, by TLS, gRPC. */
  static List<String> options() {
    return List.of(
        "--project=" + PROJECT,
        "--pubsubRootUrl=" + url("PUBSUB_EMULATOR_HOST"),
        "--bigQueryEndpoint=" + url("BIGQUERY_EMULATOR_HOST").replace("127.0.0.1", "localhost"),
        "--gcsEndpoint=" + storage() + "/storage/v1/",
        "--tempLocation=gs://beam-temp/temp",
        "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory");
  }

  static JsonNode call(String method, String url, Object body) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).header("content-type", "application/json");
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    if (response.statusCode() >= 400) throw new IOException(method + " " + url + ": " + response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
    return response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  static void bucket(String name) throws IOException, InterruptedException {
    try {
      call("POST", storage() + "/storage/v1/b?project=" + PROJECT, Map.of("name", name));
    } catch (IOException error) {
      if (!error.getMessage().contains(": 409 ")) throw error;
    }
  }

  static void object(String bucket, String name, byte[] data) throws IOException, InterruptedException {
    String url = storage() + "/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(data)).build();
    if (HTTP.send(request, BodyHandlers.discarding()).statusCode() != 200) throw new IOException("not stored: " + url);
  }

  static JsonNode objects(String bucket, String prefix) throws IOException, InterruptedException {
    return call("GET", storage() + "/storage/v1/b/" + bucket + "/o?prefix=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8), null).path("items");
  }

  static byte[] read(String bucket, String name) throws IOException, InterruptedException {
    String url = storage() + "/storage/v1/b/" + bucket + "/o/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "?alt=media";
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray()).body();
  }

  static void dataset(String name) throws IOException, InterruptedException {
    call("POST", bigquery() + "/datasets", Map.of("datasetReference", Map.of("datasetId", name)));
  }

  static void table(String dataset, String name, List<Map<String, String>> fields, List<String> key) throws IOException, InterruptedException {
    Map<String, Object> table = new java.util.HashMap<>(Map.of("tableReference", Map.of("tableId", name), "schema", Map.of("fields", fields)));
    if (!key.isEmpty()) table.put("tableConstraints", Map.of("primaryKey", Map.of("columns", key)));
    call("POST", bigquery() + "/datasets/" + dataset + "/tables", table);
  }

  /** Each row as its values, joined by a bar. */
  static List<String> rows(String sql) throws IOException, InterruptedException {
    JsonNode answer = call("POST", bigquery() + "/queries", Map.of("query", sql, "useLegacySql", false, "maxResults", 10_000));
    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      List<String> values = new ArrayList<>();
      for (JsonNode cell : row.get("f")) values.add(cell.get("v").isNull() ? "NULL" : cell.get("v").asText());
      rows.add(String.join("|", values));
    }
    return rows;
  }

  static long count(String sql) throws IOException, InterruptedException {
    return Long.parseLong(rows(sql).get(0));
  }

  /** A topic and a subscription of the same name. */
  static void topic(String name) throws IOException, InterruptedException {
    call("PUT", pubsub() + "/topics/" + name, Map.of());
    call("PUT", pubsub() + "/subscriptions/" + name, Map.of("topic", "projects/" + PROJECT + "/topics/" + name, "ackDeadlineSeconds", 60));
  }

  record Message(String data, Map<String, String> attributes) {}

  static void publish(String topic, List<Message> messages) throws IOException, InterruptedException {
    List<Map<String, Object>> all =
        messages.stream()
            .map(one -> Map.<String, Object>of("data", Base64.getEncoder().encodeToString(one.data.getBytes(StandardCharsets.UTF_8)), "attributes", one.attributes))
            .toList();
    for (int at = 0; at < all.size(); at += MOST_PUBLISHED)
      call("POST", pubsub() + "/topics/" + topic + ":publish", Map.of("messages", all.subList(at, Math.min(at + MOST_PUBLISHED, all.size()))));
  }

  /** Everything that waits, acknowledged. */
  static List<Message> pull(String subscription) throws IOException, InterruptedException {
    List<Message> pulled = new ArrayList<>();
    for (; ; ) {
      JsonNode found = call("POST", pubsub() + "/subscriptions/" + subscription + ":pull", Map.of("maxMessages", 1_000, "returnImmediately", true)).path("receivedMessages");
      if (found.isEmpty()) return pulled;
      List<String> ids = new ArrayList<>();
      for (JsonNode one : found) {
        ids.add(one.get("ackId").asText());
        JsonNode message = one.get("message");
        Map<String, String> attributes = new java.util.HashMap<>();
        message.path("attributes").fields().forEachRemaining(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        pulled.add(new Message(new String(Base64.getDecoder().decode(message.path("data").asText()), StandardCharsets.UTF_8), attributes));
      }
      call("POST", pubsub() + "/subscriptions/" + subscription + ":acknowledge", Map.of("ackIds", ids));
    }
  }

  private static String console() {
    return "http://" + System.getenv("PENSTOCK_CONSOLE");
  }

  /** Scripted faults of the local cloud: the next calls of a method are refused, those whose resource has the text in its name. */
  static void refuse(String service, String method, String resource, int times) throws IOException, InterruptedException {
    // BigQuery's REST answers by a status; the services of gRPC by the name of a code.
    Object code = service.equals("bigquery") ? (Object) 503 : "UNAVAILABLE";
    Map<String, Object> rule = new java.util.HashMap<>(Map.of("service", service, "method", method, "kind", "error", "code", code, "times", times));
    if (!resource.isEmpty()) rule.put("resource", resource);
    call("POST", console() + "/faults", rule);
  }

  static void noFaults() throws IOException, InterruptedException {
    if (System.getenv("PENSTOCK_CONSOLE") != null) call("DELETE", console() + "/faults", null);
  }

  /** Messages of a subscription that are not acknowledged. */
  static long backlog(String subscription) throws IOException, InterruptedException {
    JsonNode found = call("GET", console() + "/api/topics/subscription?name=projects/" + PROJECT + "/subscriptions/" + subscription, null);
    if (!found.path("backlog").isNumber()) throw new IllegalStateException("the console tells no backlog of " + subscription + ": " + found);
    return found.path("backlog").asLong();
  }

  /** Waits until it is true; a busy machine makes it slow and never wrong. */
  static void eventually(String what, Callable<Boolean> isSo) throws Exception {
    int patience = Integer.getInteger("patience", 180);
    long end = System.nanoTime() + Duration.ofSeconds(patience).toNanos();
    while (!isSo.call()) {
      if (System.nanoTime() > end) throw new AssertionError("not within " + patience + " s: " + what);
      Thread.sleep(200);
    }
  }
}
