package penstock.dataflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubIO;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubMessage;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** The output of error records and messages without a route: a topic, or objects in a bucket. */
final class RecordOutput {
  private RecordOutput() {}

  /** Without a bucket a payload that is too large for a message is left out, and the record says so. */
  static void toTopic(PCollection<PubsubMessage> records, String step, String topic, String bucket, String prefix) {
    records.apply(step + " fit", ParDo.of(new Fit(bucket, prefix))).setCoder(RecordCoder.INSTANCE).apply(step, PubsubIO.writeMessages().to(topic));
  }

  static void toBucket(PCollection<PubsubMessage> records, String step, String bucket, String prefix) {
    records.apply(step, ParDo.of(new WriteObjects(bucket, prefix)));
  }

  /** PubsubIO throws for a message of 7.5 MB in base64, and its bundle would be repeated for ever. */
  private static final class Fit extends DoFn<PubsubMessage, PubsubMessage> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES = 5_000_000;
    private final String bucket;
    private final String prefix;

    Fit(String bucket, String prefix) {
      this.bucket = bucket;
      this.prefix = prefix;
    }

    @ProcessElement
    public void process(@Element PubsubMessage record, OutputReceiver<PubsubMessage> out) throws IOException {
      byte[] data = record.getPayload();
      if (data.length <= MOST_BYTES) {
        out.output(record);
        return;
      }
      Map<String, String> attributes = new HashMap<>(record.getAttributeMap());
      attributes.put("payload_bytes", Integer.toString(data.length));
      if (bucket == null) attributes.put("payload_omitted", "true");
      else attributes.put("payload_uri", create(bucket, prefix + hash(List.of(data)), "application/octet-stream", data));
      out.output(new PubsubMessage(new byte[0], attributes));
    }
  }

  /** The records of a bundle as one object, a JSON line each, named by what it holds: repeated, it is the same object. */
  private static final class WriteObjects extends DoFn<PubsubMessage, Void> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ROWS = 1_000;
    private final String bucket;
    private final String prefix;
    private transient List<PubsubMessage> open;

    WriteObjects(String bucket, String prefix) {
      this.bucket = bucket;
      this.prefix = prefix;
    }

    @StartBundle
    public void start() {
      open = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element PubsubMessage record) throws IOException {
      open.add(record);
      if (open.size() == MOST_ROWS) flush();
    }

    @FinishBundle
    public void flush() throws IOException {
      if (open.isEmpty()) return;
      StringBuilder lines = new StringBuilder();
      List<byte[]> named = new ArrayList<>();
      for (PubsubMessage record : open) {
        lines.append(line(record)).append('\n');
        named.add(record.getPayload());
      }
      create(bucket, prefix + hash(named) + ".ndjson", "application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
      open = new ArrayList<>();
    }

    private static String line(PubsubMessage record) throws JsonProcessingException {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("attributes", record.getAttributeMap());
      line.put("data", Base64.getEncoder().encodeToString(record.getPayload()));
      return JSON.writeValueAsString(line);
    }
  }

  private static String create(String bucket, String name, String type, byte[] data) throws IOException {
    String place = "gs://" + bucket + "/" + name;
    ResourceId resource = FileSystems.matchNewResource(place, false);
    try (WritableByteChannel channel = FileSystems.create(resource, type)) {
      for (ByteBuffer bytes = ByteBuffer.wrap(data); bytes.hasRemaining(); ) channel.write(bytes);
    }
    return place;
  }

  private static String hash(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        if (parts.size() > 1) digest.update((part.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }
}
