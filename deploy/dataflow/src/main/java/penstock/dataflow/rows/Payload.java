package penstock.dataflow.rows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import penstock.dataflow.json.Json;
import penstock.dataflow.json.Text;

/** The payload of a message: gunzipped where that is asked for, text, and a JSON value, each made once. */
public final class Payload {
  /** A gunzipped payload may be longer than any message; beyond this it could only fill the memory. */
  public static final int LONGEST = 100_000_000;

  private final byte[] bytes;
  private String text;
  private Object value;
  private boolean parsed;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A payload that does not begin like gzip (RFC 1952) passes unchanged. */
  public static Payload of(byte[] data, boolean gzip) {
    if (!gzip || data.length < 2 || (data[0] & 0xff) != 0x1f || (data[1] & 0xff) != 0x8b) return new Payload(data);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
      byte[] inflated = in.readNBytes(LONGEST + 1);
      if (inflated.length <= LONGEST) return new Payload(inflated);
      throw Failure.of("PAYLOAD_TOO_LARGE", "the gunzipped payload is longer than " + LONGEST + " bytes").thrown();
    } catch (IOException error) {
      throw Failure.of("NOT_GZIP", "the payload begins like gzip and cannot be gunzipped").thrown();
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Bytes that are not UTF-8 would become other characters without a word. */
  String text() {
    if (text == null) text = Text.ofUtf8(bytes);
    if (text == null) throw Failure.of("NOT_UTF8", "the payload is not UTF-8").thrown();
    return text;
  }

  Object value() {
    if (!parsed) {
      value = parse(text());
      parsed = true;
    }
    return value;
  }

  private static Object parse(String text) {
    try {
      return Json.parse(text);
    } catch (Json.TooDeep error) {
      throw Failure.of("TOO_DEEP", "the payload is nested too deeply").thrown();
    } catch (IOException error) {
      throw Failure.of("NOT_JSON", "the payload is not JSON").thrown();
    }
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> object() {
    if (value() instanceof Map<?, ?> map) return (Map<String, Object>) map;
    throw Failure.of("NOT_AN_OBJECT", "the payload is not a JSON object").thrown();
  }
}
