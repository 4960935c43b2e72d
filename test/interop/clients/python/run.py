"""Google's unmodified Python clients against the local cloud. Prints a line of JSON a case; the variables are those of `penstock env`."""

import datetime
import decimal
import json
import os
import time

from google.api_core import exceptions
from google.cloud import bigquery, pubsub_v1, secretmanager, storage
from google.cloud.bigquery_storage_v1 import BigQueryWriteClient, types, writer
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PROJECT = os.environ["GOOGLE_CLOUD_PROJECT"]
UTC = datetime.timezone.utc


def case(name):
    def run(work):
        try:
            print(json.dumps({"case": name, "value": work()}, default=str), flush=True)
        except Exception as error:  # every case is told, whatever the others do
            print(json.dumps({"case": name, "error": f"{type(error).__name__}: {error}"[:2000]}), flush=True)

    return run


@case("bigquery rows")
def _():
    client = bigquery.Client()
    client.create_dataset("py", exists_ok=True)
    fields = [("id", "INT64"), ("name", "STRING"), ("price", "NUMERIC"), ("at", "TIMESTAMP"), ("raw", "BYTES")]
    table = bigquery.Table(f"{PROJECT}.py.rows", schema=[bigquery.SchemaField(*field) for field in fields])
    client.create_table(table)
    rows = [{"id": 1, "name": "ä", "price": "1.5", "at": "2026-01-02T03:04:05.678901Z", "raw": "AAE="}]
    errors = client.insert_rows_json(table, rows)
    (row,) = client.query("SELECT *, [1, 2] AS list, STRUCT(1 AS a) AS s FROM py.rows").result()
    assert row["price"] == decimal.Decimal("1.5") and row["raw"] == b"\x00\x01"
    assert row["at"] == datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
    return [errors, row["id"], row["name"], row["list"], row["s"]]


@case("bigquery parameters and errors")
def _():
    client = bigquery.Client()
    config = bigquery.QueryJobConfig(query_parameters=[bigquery.ScalarQueryParameter("n", "INT64", 41)])
    (row,) = client.query("SELECT @n + 1 AS n", job_config=config).result()
    try:
        client.query("SELECT nope").result()
    except exceptions.BadRequest as error:
        return [row["n"], "Unrecognized name: nope" in str(error)]


@case("bigquery load and pages")
def _():
    bucket = storage.Client().create_bucket("py-load")
    bucket.blob("rows.csv").upload_from_string("id,name\n" + "".join(f"{n},n{n}\n" for n in range(1000)))
    client = bigquery.Client()
    config = bigquery.LoadJobConfig(source_format="CSV", skip_leading_rows=1, autodetect=True)
    job = client.load_table_from_uri("gs://py-load/rows.csv", f"{PROJECT}.py.loaded", job_config=config)
    job.result()
    rows = client.list_rows(f"{PROJECT}.py.loaded", page_size=300)
    return [job.output_rows, sum(1 for _ in rows), client.get_table(f"{PROJECT}.py.loaded").num_rows]


@case("bigquery failed script has its children")
def _():
    client = bigquery.Client()
    job = client.query("SELECT 1; SELECT 1/0;")
    try:
        job.result()
    except exceptions.GoogleAPICallError:
        pass
    children = list(client.list_jobs(parent_job=job.job_id))
    return [len(children), sorted((child.error_result or {}).get("reason", "done") for child in children)]


def message_class():
    proto = descriptor_pb2.FileDescriptorProto(name="row.proto", package="interop", syntax="proto2")
    message = proto.message_type.add(name="Row")
    message.field.add(name="id", number=1, type=3, label=1)
    message.field.add(name="name", number=2, type=9, label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(proto)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("interop.Row")), message


@case("storage write, committed and default")
def _():
    bigquery.Client().query("CREATE TABLE py.written (id INT64, name STRING)").result()
    endpoint = os.environ["BIGQUERY_STORAGE_EMULATOR_HOST"]
    client = BigQueryWriteClient(client_options={"api_endpoint": endpoint})
    parent = client.table_path(PROJECT, "py", "written")
    row_class, descriptor = message_class()

    def append(stream_name, offset, ids):
        template = types.AppendRowsRequest(write_stream=stream_name)
        data = types.AppendRowsRequest.ProtoData()
        data.writer_schema = types.ProtoSchema(proto_descriptor=descriptor)
        template.proto_rows = data
        stream = writer.AppendRowsStream(client, template)
        rows = [row_class(id=n, name=f"n{n}").SerializeToString() for n in ids]
        request = types.AppendRowsRequest()
        if offset is not None:
            request.offset = offset
        request.proto_rows = types.AppendRowsRequest.ProtoData(rows=types.ProtoRows(serialized_rows=rows))
        response = stream.send(request).result(30)
        stream.close()
        return response.append_result.offset

    stream = client.create_write_stream(parent=parent, write_stream=types.WriteStream(type_="COMMITTED"))
    append(stream.name, 0, [1, 2])
    try:
        append(stream.name, 0, [1, 2])
        repeated = "accepted"
    except exceptions.AlreadyExists:
        repeated = "already exists"
    count = client.finalize_write_stream(name=stream.name).row_count
    append(f"{parent}/streams/_default", None, [3])
    (row,) = bigquery.Client().query("SELECT COUNT(*) AS n, SUM(id) AS s FROM py.written").result()
    return [repeated, count, row["n"], row["s"]]


@case("storage objects")
def _():
    client = storage.Client()
    bucket = client.create_bucket("py-objects")
    bucket.blob("a/small.txt").upload_from_string("small")
    big = bytes(range(256)) * 4096 * 9
    blob = bucket.blob("big.bin", chunk_size=1024 * 1024)
    blob.upload_from_string(big)
    assert bucket.blob("big.bin").download_as_bytes() == big
    try:
        bucket.blob("a/small.txt").upload_from_string("again", if_generation_match=0)
        created = "twice"
    except exceptions.PreconditionFailed:
        created = "once"
    names = [one.name for one in client.list_blobs("py-objects", prefix="a/")]
    copied = bucket.copy_blob(bucket.blob("a/small.txt"), bucket, "b.txt").download_as_text()
    return [names, created, blob.size, copied]


@case("pubsub ordered, acknowledged")
def _():
    publisher = pubsub_v1.PublisherClient(publisher_options=pubsub_v1.types.PublisherOptions(enable_message_ordering=True))
    subscriber = pubsub_v1.SubscriberClient()
    topic, subscription = publisher.topic_path(PROJECT, "py-topic"), subscriber.subscription_path(PROJECT, "py-sub")
    publisher.create_topic(name=topic)
    subscriber.create_subscription(request={"name": subscription, "topic": topic, "enable_message_ordering": True})
    futures = [publisher.publish(topic, str(n).encode(), ordering_key="k", n=str(n)) for n in range(20)]
    assert len({future.result(30) for future in futures}) == 20
    seen = []
    pulling = None

    def take(message):
        seen.append(message.data.decode())
        assert message.attributes["n"] == message.data.decode()
        message.ack()

    pulling = subscriber.subscribe(subscription, take)
    end = time.time() + 30
    while len(seen) < 20 and time.time() < end:
        time.sleep(0.05)
    pulling.cancel()
    pulling.result()
    return [seen == [str(n) for n in range(20)], len(seen)]


@case("secrets")
def _():
    endpoint = os.environ["SECRET_MANAGER_EMULATOR_HOST"]
    client = secretmanager.SecretManagerServiceClient(client_options={"api_endpoint": endpoint})
    parent = f"projects/{PROJECT}"
    client.create_secret(parent=parent, secret_id="py", secret={"replication": {"automatic": {}}})
    client.add_secret_version(parent=f"{parent}/secrets/py", payload={"data": b"s3cret"})
    version = client.access_secret_version(name=f"{parent}/secrets/py/versions/latest")
    try:
        client.access_secret_version(name=f"{parent}/secrets/none/versions/latest")
    except exceptions.NotFound:
        return [version.payload.data.decode(), "not found"]
