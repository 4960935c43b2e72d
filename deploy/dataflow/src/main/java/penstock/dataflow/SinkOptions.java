package penstock.dataflow;

import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** The program's own options. metadata.json, the Flex template's, describes the same. */
public interface SinkOptions extends GcpOptions {
  @Description("The sink's routes file, YAML or JSON: gs://BUCKET/NAME or a local path. Read once, at the launch.")
  @Validation.Required
  String getRoutes();

  void setRoutes(String value);

  @Description("Instead of the subscriptions of the routes file: a subscription, by name or as projects/P/subscriptions/S.")
  String getInputSubscription();

  void setInputSubscription(String value);

  @Description("Instead of subscriptions: files of messages, one a line, as gs://BUCKET/PATTERN. The job ends with the last of them.")
  String getInputFiles();

  void setInputFiles(String value);

  @Description("STORAGE_WRITE by offsets in a stream of its own, each row once, instead of the default stream, at least once.")
  @Default.Boolean(false)
  boolean getExactlyOnce();

  void setExactlyOnce(boolean value);

  @Description("Streams of a table with --exactlyOnce, and files of a table and load. 0: as many as the runner finds right, which Dataflow alone can.")
  @Default.Integer(0)
  int getShards();

  void setShards(int value);

  @Description("With --exactlyOnce: seconds between two commits.")
  @Default.Integer(5)
  int getCommitSeconds();

  void setCommitSeconds(int value);

  @Description("Seconds after which the schema of a table is read again, to notice new columns.")
  @Default.Integer(60)
  int getSchemaRefreshSeconds();

  void setSchemaRefreshSeconds(int value);

  @Description("For so many seconds a table that was not found is not asked for again; its messages go to the error output.")
  @Default.Integer(10)
  int getMissingTableSeconds();

  void setMissingTableSeconds(int value);
}
