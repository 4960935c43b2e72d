package penstock.dataflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.gcp.pubsub.PubsubMessage;

/** An error record between two steps. Two of Beam's own coders for it are never equal, and Flink joins no streams of unequal coders. */
final class RecordCoder extends CustomCoder<PubsubMessage> {
  private static final long serialVersionUID = 1L;
  private static final Coder<Map<String, String>> TEXTS = MapCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of());

  static final RecordCoder INSTANCE = new RecordCoder();

  private RecordCoder() {}

  @Override
  public void encode(PubsubMessage value, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(value.getPayload(), out);
    TEXTS.encode(value.getAttributeMap(), out);
  }

  @Override
  public PubsubMessage decode(InputStream in) throws IOException {
    byte[] payload = ByteArrayCoder.of().decode(in);
    return new PubsubMessage(payload, TEXTS.decode(in));
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "the order of attributes is not fixed");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordCoder;
  }

  @Override
  public int hashCode() {
    return RecordCoder.class.hashCode();
  }

  private Object readResolve() {
    return INSTANCE;
  }
}
