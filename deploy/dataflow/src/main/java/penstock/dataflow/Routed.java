package penstock.dataflow;

import com.google.api.services.bigquery.model.TableRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;

/** A row on its way to its table, with the message that it came from. {@code sequence} is null but with CDC. */
public record Routed(Envelope message, String table, String row, boolean delete, String sequence) {
  private static final String KEPT = "message";

  /** The message comes back for a row that BigQuery refuses, not the row. */
  TableRow kept() {
    try {
      return new TableRow().set(KEPT, Base64.getEncoder().encodeToString(CoderUtils.encodeToByteArray(RoutedCoder.INSTANCE, withoutRow())));
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
  }

  private Routed withoutRow() {
    return new Routed(message, table, "", delete, sequence);
  }

  static Routed ofKept(TableRow kept) {
    try {
      return RoutedCoder.INSTANCE.decode(new ByteArrayInputStream(Base64.getDecoder().decode((String) kept.get(KEPT))));
    } catch (IOException error) {
      throw new IllegalStateException(error);
    }
  }

  /** A row between two steps of the job. */
  static final class RoutedCoder extends CustomCoder<Routed> {
    private static final long serialVersionUID = 1L;
    private static final Coder<String> TEXT = StringUtf8Coder.of();
    private static final Coder<String> MAYBE = NullableCoder.of(TEXT);

    static final RoutedCoder INSTANCE = new RoutedCoder();

    private RoutedCoder() {}

    @Override
    public void encode(Routed value, OutputStream out) throws IOException {
      EnvelopeCoder.INSTANCE.encode(value.message, out);
      TEXT.encode(value.table, out);
      TEXT.encode(value.row, out);
      BooleanCoder.of().encode(value.delete, out);
      MAYBE.encode(value.sequence, out);
    }

    @Override
    public Routed decode(InputStream in) throws IOException {
      Envelope message = EnvelopeCoder.INSTANCE.decode(in);
      return new Routed(message, TEXT.decode(in), TEXT.decode(in), BooleanCoder.of().decode(in), MAYBE.decode(in));
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      EnvelopeCoder.INSTANCE.verifyDeterministic();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof RoutedCoder;
    }

    @Override
    public int hashCode() {
      return RoutedCoder.class.hashCode();
    }

    private Object readResolve() {
      return INSTANCE;
    }
  }
}
