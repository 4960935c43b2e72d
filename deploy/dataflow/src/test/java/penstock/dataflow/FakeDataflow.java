package penstock.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** As much of the Dataflow REST API as a launch calls: create, get, messages and cancel. It keeps every job that it is sent. */
final class FakeDataflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  final List<JsonNode> jobs = new ArrayList<>();
  final List<String> calls = new ArrayList<>();

  FakeDataflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding")))
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    String path = exchange.getRequestURI().getPath();
    String override = exchange.getRequestHeaders().getFirst("x-http-method-override");
    String method = override == null ? exchange.getRequestMethod() : override;
    calls.add(method + " " + path);
    ObjectNode answer = JSON.createObjectNode();
    if (method.equals("POST") && path.endsWith("/jobs")) {
      JsonNode job = JSON.readTree(body);
      jobs.add(job);
      answer.put("id", "job-" + jobs.size()).put("name", job.path("name").asText()).put("projectId", LocalCloud.PROJECT);
      answer.put("location", "us-central1").put("currentState", "JOB_STATE_PENDING").put("createTime", "2026-01-01T00:00:00Z");
      answer.set("clientRequestId", job.path("clientRequestId"));
    } else if (path.endsWith("/jobs")) {
      // A launch with --update looks for the running job of its name.
      answer.putArray("jobs").addObject().put("id", "job-0").put("name", "penstock").put("currentState", "JOB_STATE_RUNNING");
    } else if (path.endsWith("/messages")) answer.putArray("jobMessages");
    else answer.put("id", "job-1").put("name", "penstock").put("currentState", "JOB_STATE_RUNNING");
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
