package penstock.dataflow;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import penstock.dataflow.Classifier.Decision;
import penstock.dataflow.routing.RoutesFile;
import penstock.dataflow.table.TableInfo;

/** The rules that only this module has, and the mistakes that stop a launch. */
public class ClassifierTest {
  private static final String ERRORS = "errorOutput: { topic: errors }\n";

  private static Decision decide(String route, List<String> key) {
    List<Map<String, Object>> fields = List.of(Map.of("name", "f", "type", "STRING"), Map.of("name", "id", "type", "STRING"));
    Classifier classifier =
        new Classifier(RoutesFile.read(ERRORS + "routes:\n  - name: one\n    table: d.t\n" + route, "p"), name -> Optional.of(TableInfo.of(fields, key)));
    return classifier.decide(new Envelope("{\"f\":\"x\",\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8), Map.of(), "1", 0, "", "in", "pubsub"));
  }

  @Test
  public void refusesAValueForAColumnOfTheNameFWhichBeamCannotWrite() {
    assertEquals("UNIMPLEMENTED", decide("", List.of()).problem().code());
  }

  @Test
  public void refusesChangesOfATableWithoutAPrimaryKey() {
    assertEquals("INPUT_INVALID", decide("    mode: CDC\n    sequence: ['#message_id']\n", List.of()).problem().code());
  }

  @Test
  public void refusesToCollectUnknownFieldsIntoAColumnThatHoldsNoJson() {
    assertEquals("CONFIG_INVALID", decide("    unknownFields: collect\n    collectInto: id\n", List.of()).problem().code());
  }

  @Test
  public void stopsTheLaunchForWhatItDoesNotKnow() {
    for (String wrong :
        List.of(
            "routes: []\nsubscription: x\n",
            "routes:\n  - { name: one, table: d.t, colour: red }\n",
            "routes:\n  - { name: one, table: d.t, mode: SIDEWAYS }\n",
            "routes:\n  - { name: one, table: 'd.$t' }\n",
            "routes:\n  - { name: one, table: d.t, format: mapping, columns: { a: nothing } }\n",
            "routes:\n  - { name: one, table: d.t, match: { a: { pattern: '(' } } }\n"))
      assertThrows(wrong, IllegalArgumentException.class, () -> RoutesFile.read(ERRORS + wrong, "p"));
    assertThrows(IllegalArgumentException.class, () -> RoutesFile.read("routes: []\n", "p"));
  }

  @Test
  public void readsYamlAsVersion12() {
    var routes = RoutesFile.read(ERRORS + "subscriptions: [one, projects/q/subscriptions/two]\nroutes:\n  - name: on\n    table: d.t\n    match: { a: { equals: no } }\n", "p");
    assertEquals(List.of("projects/p/subscriptions/one", "projects/q/subscriptions/two"), routes.subscriptions());
    assertEquals("on", routes.routes().get(0).name());
    assertEquals("on", routes.route(Map.of("a", "no"), "x").route().name());
  }
}
