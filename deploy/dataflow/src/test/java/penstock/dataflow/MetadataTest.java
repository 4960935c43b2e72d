package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Validation;
import org.junit.Test;

/** The Flex template's metadata describes the program's own options: the same names, and which of them may be left out. */
public class MetadataTest {
  private static Map<String, Method> options() {
    return Arrays.stream(SinkOptions.class.getDeclaredMethods())
        .filter(method -> method.getName().startsWith("get"))
        .collect(Collectors.toMap(method -> Character.toLowerCase(method.getName().charAt(3)) + method.getName().substring(4), Function.identity(), (a, b) -> a, TreeMap::new));
  }

  private static Map<String, JsonNode> parameters() throws Exception {
    JsonNode metadata = new ObjectMapper().readTree(Path.of("metadata.json").toFile());
    assertTrue(metadata.get("supportsAtLeastOnce").asBoolean() && metadata.get("supportsExactlyOnce").asBoolean());
    return StreamSupport.stream(metadata.get("parameters").spliterator(), false)
        .collect(Collectors.toMap(one -> one.get("name").asText(), Function.identity(), (a, b) -> a, TreeMap::new));
  }

  @Test
  public void namesEveryOptionAndNoOther() throws Exception {
    assertEquals(options().keySet(), parameters().keySet());
  }

  @Test
  public void saysWhichOptionsMayBeLeftOutAndTheirDefaults() throws Exception {
    Map<String, JsonNode> parameters = parameters();
    options().forEach((name, method) -> {
      JsonNode parameter = parameters.get(name);
      assertEquals(name, method.getAnnotation(Validation.Required.class) == null, parameter.get("isOptional").asBoolean());
      Default.Integer number = method.getAnnotation(Default.Integer.class);
      if (number != null) assertTrue(name, parameter.get("helpText").asText().contains("Default: " + number.value()));
    });
  }
}
