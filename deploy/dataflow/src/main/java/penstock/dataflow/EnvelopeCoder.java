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
import org.apache.beam.sdk.coders.VarLongCoder;

/** A message between two steps of the job. */
final class EnvelopeCoder extends CustomCoder<Envelope> {
  private static final long serialVersionUID = 1L;
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<Map<String, String>> TEXTS = MapCoder.of(TEXT, TEXT);

  static final EnvelopeCoder INSTANCE = new EnvelopeCoder();

  private EnvelopeCoder() {}

  @Override
  public void encode(Envelope value, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(value.data(), out);
    TEXTS.encode(value.attributes(), out);
    TEXT.encode(value.messageId(), out);
    VarLongCoder.of().encode(value.publishMs(), out);
    TEXT.encode(value.orderingKey(), out);
    TEXT.encode(value.input(), out);
    TEXT.encode(value.inputType(), out);
  }

  @Override
  public Envelope decode(InputStream in) throws IOException {
    return new Envelope(
        ByteArrayCoder.of().decode(in),
        TEXTS.decode(in),
        TEXT.decode(in),
        VarLongCoder.of().decode(in),
        TEXT.decode(in),
        TEXT.decode(in),
        TEXT.decode(in));
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "the order of attributes is not fixed");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EnvelopeCoder;
  }

  @Override
  public int hashCode() {
    return EnvelopeCoder.class.hashCode();
  }

  private Object readResolve() {
    return INSTANCE;
  }
}
