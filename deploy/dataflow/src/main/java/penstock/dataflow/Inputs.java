package penstock.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubIO;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubMessage;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** Subscriptions, or files of messages: either way envelopes. */
final class Inputs {
  private Inputs() {}

  static PCollection<Envelope> files(Pipeline pipeline, String pattern) {
    return pipeline
        .apply("Input/Match", FileIO.match().filepattern(pattern))
        .apply("Input/Open", FileIO.readMatches().withCompression(Compression.UNCOMPRESSED))
        .apply("Input/Lines", ParDo.of(new ReadFile()))
        .setCoder(EnvelopeCoder.INSTANCE);
  }

  /** A step's name has the subscription's: a job that goes on with others keeps what it has of these. */
  static PCollection<Envelope> subscriptions(Pipeline pipeline, List<String> names) {
    PCollectionList<Envelope> all = PCollectionList.empty(pipeline);
    for (String name : names) {
      String step = "Input " + name.replace('/', '.');
      all =
          all.and(
              pipeline
                  .apply(step, PubsubIO.readMessagesWithAttributesAndMessageIdAndOrderingKey().fromSubscription(name))
                  .apply(step + " envelope", ParDo.of(new ToEnvelope(name)))
                  .setCoder(EnvelopeCoder.INSTANCE));
    }
    return names.size() == 1 ? all.get(0) : all.apply("Input", Flatten.pCollections());
  }

  private static final class ToEnvelope extends DoFn<PubsubMessage, Envelope> {
    private static final long serialVersionUID = 1L;
    private final String subscription;

    ToEnvelope(String subscription) {
      this.subscription = subscription;
    }

    @ProcessElement
    public void process(@Element PubsubMessage message, @Timestamp org.joda.time.Instant published, OutputReceiver<Envelope> out) {
      Map<String, String> attributes = message.getAttributeMap() == null ? Map.of() : message.getAttributeMap();
      String key = message.getOrderingKey() == null ? "" : message.getOrderingKey();
      String id = message.getMessageId() == null ? "" : message.getMessageId();
      out.output(new Envelope(message.getPayload(), attributes, id, published.getMillis(), key, subscription, "pubsub"));
    }
  }

  /** As {@code penstock sink replay} reads them: Pub/Sub's REST form, or that of the seed's system; gzipped or not. */
  private static final class ReadFile extends DoFn<FileIO.ReadableFile, Envelope> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ProcessElement
    public void process(@Element FileIO.ReadableFile file, OutputReceiver<Envelope> out) throws IOException {
      String place = file.getMetadata().resourceId().toString();
      PushbackInputStream in = new PushbackInputStream(Channels.newInputStream(file.open()), 2);
      byte[] first = in.readNBytes(2);
      in.unread(first);
      boolean gzipped = first.length == 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
      int number = 0;
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(gzipped ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          if (!line.isBlank()) out.output(envelope(line, place, number));
        }
      }
    }

    private static Envelope envelope(String line, String place, int number) {
      try {
        JsonNode found = JSON.readTree(line);
        Map<String, String> attributes = new HashMap<>();
        JsonNode given = found.hasNonNull("attributes") ? found.get("attributes") : found.path("attributeMap");
        given.fields().forEachRemaining(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        JsonNode data = found.hasNonNull("data") ? found.get("data") : found.path("payload");
        if (!data.isTextual() && !data.isObject()) throw new IOException("neither data nor payload");
        byte[] bytes = data.isTextual() ? data.binaryValue() : JSON.writeValueAsBytes(data);
        String id = found.path("messageId").asText("");
        return new Envelope(
            bytes,
            attributes,
            id.isEmpty() ? place + "#" + number : id,
            published(found.path("publishTime").asText("")),
            found.path("orderingKey").asText(""),
            place,
            "gcs");
      } catch (IOException error) {
        throw new IllegalArgumentException(
            place + ", line " + number + ": it is no message: {\"data\": base64, \"attributes\": {…}}", error);
      }
    }

    private static long published(String text) {
      try {
        return text.isEmpty() ? 0 : Instant.parse(text).toEpochMilli();
      } catch (DateTimeParseException error) {
        return 0;
      }
    }
  }
}
