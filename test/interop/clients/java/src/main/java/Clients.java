import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.*;
import com.google.cloud.bigquery.storage.v1.*;
import com.google.cloud.pubsub.v1.*;
import com.google.cloud.secretmanager.v1.*;
import com.google.cloud.storage.*;
import com.google.gson.Gson;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannelBuilder;
import java.util.*;
import java.util.concurrent.*;
import org.json.JSONArray;
import org.json.JSONObject;

/** Google's unmodified Java clients against the local cloud. Prints a line of JSON a case; the variables are those of `penstock env`. */
public class Clients {
  static final String PROJECT = System.getenv("GOOGLE_CLOUD_PROJECT");

  interface Work {
    Object run() throws Exception;
  }

  static void tell(String name, Work work) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("case", name);
    try {
      line.put("value", work.run());
    } catch (Throwable error) {
      line.put("error", error.toString());
    }
    System.out.println(new Gson().toJson(line));
  }

  static BigQuery bigquery() {
    return BigQueryOptions.newBuilder().setProjectId(PROJECT).setHost(System.getenv("BIGQUERY_EMULATOR_HOST"))
        .setCredentials(NoCredentials.getInstance()).build().getService();
  }

  static Storage storage() {
    return StorageOptions.newBuilder().setProjectId(PROJECT).setHost(System.getenv("STORAGE_EMULATOR_HOST"))
        .setCredentials(NoCredentials.getInstance()).build().getService();
  }

  static TransportChannelProvider plain(String variable) {
    return InstantiatingGrpcChannelProvider.newBuilder().setEndpoint(System.getenv(variable))
        .setChannelConfigurator(ManagedChannelBuilder::usePlaintext).build();
  }

  static Object bigqueryRows() throws Exception {
    BigQuery client = bigquery();
    client.create(DatasetInfo.of("java"));
    com.google.cloud.bigquery.Schema schema = com.google.cloud.bigquery.Schema.of(
        Field.of("id", StandardSQLTypeName.INT64), Field.of("name", StandardSQLTypeName.STRING),
        Field.of("price", StandardSQLTypeName.NUMERIC), Field.of("at", StandardSQLTypeName.TIMESTAMP));
    TableId id = TableId.of("java", "rows");
    client.create(TableInfo.of(id, StandardTableDefinition.of(schema)));
    InsertAllResponse inserted = client.insertAll(InsertAllRequest.newBuilder(id)
        .addRow(Map.of("id", 1, "name", "ä", "price", "1.5", "at", "2026-01-02T03:04:05.678901Z")).build());
    FieldValueList row = client.query(QueryJobConfiguration.of("SELECT * FROM java.rows")).iterateAll().iterator().next();
    return List.of(inserted.hasErrors(), row.get("id").getLongValue(), row.get("name").getStringValue(),
        row.get("price").getNumericValue().toPlainString(), row.get("at").getTimestampInstant().toString());
  }

  static Object bigqueryErrors() throws Exception {
    QueryJobConfiguration query = QueryJobConfiguration.newBuilder("SELECT @n + 1 AS n")
        .addNamedParameter("n", QueryParameterValue.int64(41)).build();
    long n = bigquery().query(query).iterateAll().iterator().next().get("n").getLongValue();
    try {
      bigquery().query(QueryJobConfiguration.of("SELECT nope"));
      return "accepted";
    } catch (BigQueryException error) {
      return List.of(n, error.getMessage().contains("Unrecognized name: nope"));
    }
  }

  static Object bigqueryLoad() throws Exception {
    StringBuilder rows = new StringBuilder("id,name\n");
    for (int n = 0; n < 1000; n++) rows.append(n).append(",n").append(n).append('\n');
    Storage objects = storage();
    objects.create(BucketInfo.of("java-load"));
    objects.create(BlobInfo.newBuilder("java-load", "rows.csv").build(), rows.toString().getBytes());
    LoadJobConfiguration load = LoadJobConfiguration.newBuilder(TableId.of("java", "loaded"), "gs://java-load/rows.csv")
        .setFormatOptions(CsvOptions.newBuilder().setSkipLeadingRows(1).build()).setAutodetect(true).build();
    Job job = bigquery().create(JobInfo.of(load)).waitFor();
    if (job.getStatus().getError() != null) return job.getStatus().getError().toString();
    int count = 0;
    for (FieldValueList ignored : bigquery().listTableData(TableId.of("java", "loaded"), BigQuery.TableDataListOption.pageSize(300)).iterateAll()) count++;
    return List.of(((JobStatistics.LoadStatistics) job.getStatistics()).getOutputRows(), count);
  }

  static Object storageWrite() throws Exception {
    bigquery().query(QueryJobConfiguration.of("CREATE TABLE java.written (id INT64, name STRING)"));
    BigQueryWriteSettings settings = BigQueryWriteSettings.newBuilder().setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(plain("BIGQUERY_STORAGE_EMULATOR_HOST")).build();
    try (BigQueryWriteClient client = BigQueryWriteClient.create(settings)) {
      com.google.cloud.bigquery.storage.v1.TableName table = com.google.cloud.bigquery.storage.v1.TableName.of(PROJECT, "java", "written");
      WriteStream stream = client.createWriteStream(table, WriteStream.newBuilder().setType(WriteStream.Type.COMMITTED).build());
      String repeated = "accepted";
      try (JsonStreamWriter writer = JsonStreamWriter.newBuilder(stream.getName(), stream.getTableSchema(), client).build()) {
        JSONArray rows = new JSONArray().put(new JSONObject().put("id", 1).put("name", "n1")).put(new JSONObject().put("id", 2).put("name", "n2"));
        writer.append(rows, 0).get(30, TimeUnit.SECONDS);
        try {
          writer.append(rows, 0).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException error) {
          if (error.getCause() instanceof Exceptions.OffsetAlreadyExists) repeated = "already exists";
          else repeated = error.getCause().toString();
        }
      }
      long count = client.finalizeWriteStream(stream.getName()).getRowCount();
      try (JsonStreamWriter writer = JsonStreamWriter.newBuilder(table.toString(), client).build()) {
        writer.append(new JSONArray().put(new JSONObject().put("id", 3).put("name", "n3"))).get(30, TimeUnit.SECONDS);
      }
      FieldValueList row = bigquery().query(QueryJobConfiguration.of("SELECT COUNT(*) AS n, SUM(id) AS s FROM java.written")).iterateAll().iterator().next();
      return List.of(repeated, count, row.get("n").getLongValue(), row.get("s").getLongValue());
    }
  }

  static Object storageObjects() throws Exception {
    Storage client = storage();
    client.create(BucketInfo.of("java-objects"));
    byte[] big = new byte[9 * 1024 * 1024];
    new Random(1).nextBytes(big);
    try (com.google.cloud.WriteChannel writer = client.writer(BlobInfo.newBuilder("java-objects", "big.bin").build())) {
      writer.setChunkSize(1024 * 1024);
      writer.write(java.nio.ByteBuffer.wrap(big));
    }
    boolean same = Arrays.equals(big, client.readAllBytes("java-objects", "big.bin"));
    BlobInfo small = BlobInfo.newBuilder("java-objects", "a/small.txt").build();
    client.create(small, "small".getBytes(), Storage.BlobTargetOption.doesNotExist());
    int refused = 0;
    try {
      client.create(small, "again".getBytes(), Storage.BlobTargetOption.doesNotExist());
    } catch (StorageException error) {
      refused = error.getCode();
    }
    List<String> names = new ArrayList<>();
    client.list("java-objects", Storage.BlobListOption.prefix("a/")).iterateAll().forEach(blob -> names.add(blob.getName()));
    return List.of(same, refused, names);
  }

  static Object pubsubOrdered() throws Exception {
    TopicName topic = TopicName.of(PROJECT, "java-topic");
    SubscriptionName subscription = SubscriptionName.of(PROJECT, "java-sub");
    TransportChannelProvider channel = plain("PUBSUB_EMULATOR_HOST");
    NoCredentialsProvider none = NoCredentialsProvider.create();
    try (TopicAdminClient topics = TopicAdminClient.create(TopicAdminSettings.newBuilder().setTransportChannelProvider(channel).setCredentialsProvider(none).build());
        SubscriptionAdminClient subscriptions = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder().setTransportChannelProvider(channel).setCredentialsProvider(none).build())) {
      topics.createTopic(topic);
      subscriptions.createSubscription(com.google.pubsub.v1.Subscription.newBuilder().setName(subscription.toString()).setTopic(topic.toString()).setEnableMessageOrdering(true).build());
    }
    Publisher publisher = Publisher.newBuilder(topic).setChannelProvider(channel).setCredentialsProvider(none).setEnableMessageOrdering(true).build();
    for (int n = 0; n < 20; n++)
      publisher.publish(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("" + n)).setOrderingKey("k").putAttributes("n", "" + n).build());
    publisher.publishAllOutstanding();
    publisher.shutdown();
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(20);
    MessageReceiver receiver = (message, consumer) -> {
      seen.add(message.getData().toStringUtf8());
      consumer.ack();
      all.countDown();
    };
    Subscriber subscriber = Subscriber.newBuilder(subscription.toString(), receiver).setChannelProvider(channel).setCredentialsProvider(none).build();
    subscriber.startAsync().awaitRunning();
    boolean came = all.await(30, TimeUnit.SECONDS);
    subscriber.stopAsync();
    List<String> wanted = new ArrayList<>();
    for (int n = 0; n < 20; n++) wanted.add("" + n);
    return List.of(came, seen.equals(wanted));
  }

  static Object secrets() throws Exception {
    SecretManagerServiceSettings settings = SecretManagerServiceSettings.newBuilder().setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(plain("SECRET_MANAGER_EMULATOR_HOST")).build();
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings)) {
      Secret secret = Secret.newBuilder().setReplication(Replication.newBuilder().setAutomatic(Replication.Automatic.newBuilder().build()).build()).build();
      client.createSecret(com.google.cloud.secretmanager.v1.ProjectName.of(PROJECT), "java", secret);
      client.addSecretVersion(SecretName.of(PROJECT, "java"), SecretPayload.newBuilder().setData(ByteString.copyFromUtf8("s3cret")).build());
      String value = client.accessSecretVersion(SecretVersionName.of(PROJECT, "java", "latest")).getPayload().getData().toStringUtf8();
      try {
        client.accessSecretVersion(SecretVersionName.of(PROJECT, "none", "latest"));
        return "found";
      } catch (NotFoundException error) {
        return List.of(value, "not found");
      }
    }
  }

  public static void main(String[] args) {
    tell("bigquery rows", Clients::bigqueryRows);
    tell("bigquery parameters and errors", Clients::bigqueryErrors);
    tell("bigquery load and pages", Clients::bigqueryLoad);
    tell("storage write, committed and default", Clients::storageWrite);
    tell("storage objects", Clients::storageObjects);
    tell("pubsub ordered, acknowledged", Clients::pubsubOrdered);
    tell("secrets", Clients::secrets);
    System.exit(0);
  }
}
