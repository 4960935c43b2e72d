package penstock.dataflow;

import java.util.Map;

/** A message as every input hands it over. {@code input} is the subscription, or the object that is read. */
public record Envelope(
    byte[] data, Map<String, String> attributes, String messageId, long publishMs, String orderingKey, String input, String inputType) {}
