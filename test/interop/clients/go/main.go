// Google's unmodified Go clients against the local cloud. Prints a line of JSON a case; the variables are those of `penstock env`.
package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"cloud.google.com/go/bigquery"
	"cloud.google.com/go/bigquery/storage/apiv1/storagepb"
	"cloud.google.com/go/bigquery/storage/managedwriter"
	"cloud.google.com/go/bigquery/storage/managedwriter/adapt"
	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

var project = os.Getenv("GOOGLE_CLOUD_PROJECT")

func tell(name string, work func(context.Context) (any, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	value, err := work(ctx)
	line := map[string]any{"case": name, "value": value}
	if err != nil {
		line = map[string]any{"case": name, "error": fmt.Sprintf("%T: %v", err, err)}
	}
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}

func newBigQuery(ctx context.Context) (*bigquery.Client, error) {
	return bigquery.NewClient(ctx, project, option.WithEndpoint(os.Getenv("BIGQUERY_EMULATOR_HOST")+"/bigquery/v2/"), option.WithHTTPClient(http.DefaultClient))
}

// secure is gRPC over TLS: the clients of Storage Write and Secret Manager insist on it with credentials.
func secure(address string) []option.ClientOption {
	pem, _ := os.ReadFile(os.Getenv("LOCAL_AUTHORITY"))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	dial := grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(pool, ""))
	return []option.ClientOption{option.WithEndpoint(address), option.WithGRPCDialOption(dial)}
}

type row struct {
	ID    int64
	Name  string
	Price *big.Rat
	At    time.Time
	Raw   []byte
}

func bigqueryRows(ctx context.Context) (any, error) {
	client, err := newBigQuery(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	if err := client.Dataset("gogo").Create(ctx, nil); err != nil {
		return nil, err
	}
	schema, err := bigquery.InferSchema(row{})
	if err != nil {
		return nil, err
	}
	table := client.Dataset("gogo").Table("rows")
	if err := table.Create(ctx, &bigquery.TableMetadata{Schema: schema}); err != nil {
		return nil, err
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
	if err := table.Inserter().Put(ctx, row{1, "ä", big.NewRat(3, 2), at, []byte{0, 1}}); err != nil {
		return nil, err
	}
	rows, err := client.Query("SELECT * FROM gogo.rows").Read(ctx)
	if err != nil {
		return nil, err
	}
	var got row
	if err := rows.Next(&got); err != nil {
		return nil, err
	}
	return []any{got.ID, got.Name, got.Price.FloatString(1), got.At.Equal(at), got.Raw}, nil
}

func bigqueryErrors(ctx context.Context) (any, error) {
	client, err := newBigQuery(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	query := client.Query("SELECT @n + 1 AS n")
	query.Parameters = []bigquery.QueryParameter{{Name: "n", Value: 41}}
	rows, err := query.Read(ctx)
	if err != nil {
		return nil, err
	}
	var values []bigquery.Value
	if err := rows.Next(&values); err != nil {
		return nil, err
	}
	_, err = client.Query("SELECT nope").Read(ctx)
	var refused *googleapi.Error
	return []any{values[0], errors.As(err, &refused) && refused.Code == 400}, nil
}

func bigqueryLoad(ctx context.Context) (any, error) {
	objects, err := storage.NewClient(ctx)
	if err != nil {
		return nil, err
	}
	defer objects.Close()
	bucket := objects.Bucket("go-load")
	if err := bucket.Create(ctx, project, nil); err != nil {
		return nil, err
	}
	writer := bucket.Object("rows.csv").NewWriter(ctx)
	fmt.Fprintln(writer, "id,name")
	for n := range 1000 {
		fmt.Fprintf(writer, "%d,n%d\n", n, n)
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	client, err := newBigQuery(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	source := bigquery.NewGCSReference("gs://go-load/rows.csv")
	source.SkipLeadingRows = 1
	source.AutoDetect = true
	table := client.Dataset("gogo").Table("loaded")
	job, err := table.LoaderFrom(source).Run(ctx)
	if err != nil {
		return nil, err
	}
	ended, err := job.Wait(ctx)
	if err != nil {
		return nil, err
	}
	if ended.Err() != nil {
		return nil, ended.Err()
	}
	count := 0
	rows := table.Read(ctx)
	rows.PageInfo().MaxSize = 300
	for {
		var values []bigquery.Value
		if err := rows.Next(&values); err == iterator.Done {
			break
		} else if err != nil {
			return nil, err
		}
		count++
	}
	return []any{ended.Statistics.Details.(*bigquery.LoadStatistics).OutputRows, count}, nil
}

func storageWrite(ctx context.Context) (any, error) {
	client, err := newBigQuery(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	schema := bigquery.Schema{{Name: "id", Type: bigquery.IntegerFieldType}, {Name: "name", Type: bigquery.StringFieldType}}
	if err := client.Dataset("gogo").Table("written").Create(ctx, &bigquery.TableMetadata{Schema: schema}); err != nil {
		return nil, err
	}
	converted, err := adapt.BQSchemaToStorageTableSchema(schema)
	if err != nil {
		return nil, err
	}
	described, err := adapt.StorageSchemaToProto2Descriptor(converted, "root")
	if err != nil {
		return nil, err
	}
	message := described.(protoreflect.MessageDescriptor)
	descriptor, err := adapt.NormalizeDescriptor(message)
	if err != nil {
		return nil, err
	}
	encode := func(ids ...int64) [][]byte {
		rows := [][]byte{}
		for _, id := range ids {
			one := dynamicpb.NewMessage(message)
			one.Set(message.Fields().ByName("id"), protoreflect.ValueOfInt64(id))
			one.Set(message.Fields().ByName("name"), protoreflect.ValueOfString("n"+strconv.FormatInt(id, 10)))
			bytes, _ := proto.Marshal(one)
			rows = append(rows, bytes)
		}
		return rows
	}
	writer, err := managedwriter.NewClient(ctx, project, secure(os.Getenv("BIGQUERY_STORAGE_EMULATOR_HOST"))...)
	if err != nil {
		return nil, err
	}
	defer writer.Close()
	table := managedwriter.TableParentFromParts(project, "gogo", "written")
	stream, err := writer.NewManagedStream(ctx, managedwriter.WithDestinationTable(table), managedwriter.WithType(managedwriter.CommittedStream), managedwriter.WithSchemaDescriptor(descriptor))
	if err != nil {
		return nil, err
	}
	result, err := stream.AppendRows(ctx, encode(1, 2), managedwriter.WithOffset(0))
	if err != nil {
		return nil, err
	}
	if _, err := result.GetResult(ctx); err != nil {
		return nil, err
	}
	result, err = stream.AppendRows(ctx, encode(1, 2), managedwriter.WithOffset(0))
	if err != nil {
		return nil, err
	}
	_, repeated := result.GetResult(ctx)
	var told *storagepb.StorageError
	exists := status.Code(repeated) == codes.AlreadyExists
	if apiError, ok := repeated.(interface{ GRPCStatus() *status.Status }); ok {
		for _, detail := range apiError.GRPCStatus().Details() {
			if storageError, ok := detail.(*storagepb.StorageError); ok {
				told = storageError
			}
		}
	}
	count, err := stream.Finalize(ctx)
	if err != nil {
		return nil, err
	}
	byDefault, err := writer.NewManagedStream(ctx, managedwriter.WithDestinationTable(table), managedwriter.WithSchemaDescriptor(descriptor))
	if err != nil {
		return nil, err
	}
	result, err = byDefault.AppendRows(ctx, encode(3))
	if err != nil {
		return nil, err
	}
	if _, err := result.GetResult(ctx); err != nil {
		return nil, err
	}
	rows, err := client.Query("SELECT COUNT(*), SUM(id) FROM gogo.written").Read(ctx)
	if err != nil {
		return nil, err
	}
	var values []bigquery.Value
	if err := rows.Next(&values); err != nil {
		return nil, err
	}
	return []any{exists || told != nil, count, values[0], values[1]}, nil
}

func storageObjects(ctx context.Context) (any, error) {
	client, err := storage.NewClient(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	bucket := client.Bucket("go-objects")
	if err := bucket.Create(ctx, project, nil); err != nil {
		return nil, err
	}
	write := func(object *storage.ObjectHandle, content []byte) error {
		writer := object.NewWriter(ctx)
		writer.ChunkSize = 1 << 20
		if _, err := writer.Write(content); err != nil {
			return err
		}
		return writer.Close()
	}
	content := bytes.Repeat([]byte("0123456789abcdef"), 9<<16)
	if err := write(bucket.Object("big.bin"), content); err != nil {
		return nil, err
	}
	reader, err := bucket.Object("big.bin").NewReader(ctx)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	got, err := io.ReadAll(reader)
	if err != nil {
		return nil, err
	}
	if err := write(bucket.Object("a/small.txt"), []byte("small")); err != nil {
		return nil, err
	}
	again := write(bucket.Object("a/small.txt").If(storage.Conditions{DoesNotExist: true}), []byte("again"))
	var refused *googleapi.Error
	once := errors.As(again, &refused) && refused.Code == 412
	names := []string{}
	for objects := bucket.Objects(ctx, &storage.Query{Prefix: "a/"}); ; {
		attrs, err := objects.Next()
		if err == iterator.Done {
			break
		} else if err != nil {
			return nil, err
		}
		names = append(names, attrs.Name)
	}
	return []any{bytes.Equal(got, content), once, names}, nil
}

func pubsubOrdered(ctx context.Context) (any, error) {
	client, err := pubsub.NewClient(ctx, project)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	topic, subscription := "projects/"+project+"/topics/go-topic", "projects/"+project+"/subscriptions/go-sub"
	if _, err := client.TopicAdminClient.CreateTopic(ctx, &pubsubpb.Topic{Name: topic}); err != nil {
		return nil, err
	}
	wanted := &pubsubpb.Subscription{Name: subscription, Topic: topic, EnableMessageOrdering: true}
	if _, err := client.SubscriptionAdminClient.CreateSubscription(ctx, wanted); err != nil {
		return nil, err
	}
	publisher := client.Publisher(topic)
	publisher.EnableMessageOrdering = true
	for n := range 20 {
		publisher.Publish(ctx, &pubsub.Message{Data: []byte(strconv.Itoa(n)), OrderingKey: "k"})
	}
	publisher.Stop()
	var mutex sync.Mutex
	seen := []string{}
	nacked := false
	receiving, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	// The eighth is refused once: it and all behind it come again, in order.
	err = client.Subscriber(subscription).Receive(receiving, func(_ context.Context, message *pubsub.Message) {
		mutex.Lock()
		defer mutex.Unlock()
		text := string(message.Data)
		if text == "7" && !nacked {
			nacked = true
			message.Nack()
			return
		}
		seen = append(seen, text)
		message.Ack()
		if text == "19" && (len(seen) > 20 || len(seen) == 20) {
			go func() { time.Sleep(time.Second); stop() }()
		}
	})
	if err != nil {
		return nil, err
	}
	last := map[string]int{}
	for at, text := range seen {
		last[text] = at
	}
	inOrder := len(last) == 20
	for n := 1; n < 20; n++ {
		inOrder = inOrder && last[strconv.Itoa(n-1)] < last[strconv.Itoa(n)]
	}
	return []any{inOrder, nacked}, nil
}

func secrets(ctx context.Context) (any, error) {
	client, err := secretmanager.NewClient(ctx, secure(os.Getenv("SECRET_MANAGER_EMULATOR_HOST"))...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	parent := "projects/" + project
	automatic := &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{Automatic: &secretmanagerpb.Replication_Automatic{}}}
	if _, err := client.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{Parent: parent, SecretId: "go", Secret: &secretmanagerpb.Secret{Replication: automatic}}); err != nil {
		return nil, err
	}
	payload := &secretmanagerpb.SecretPayload{Data: []byte("s3cret")}
	if _, err := client.AddSecretVersion(ctx, &secretmanagerpb.AddSecretVersionRequest{Parent: parent + "/secrets/go", Payload: payload}); err != nil {
		return nil, err
	}
	version, err := client.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{Name: parent + "/secrets/go/versions/latest"})
	if err != nil {
		return nil, err
	}
	_, missing := client.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{Name: parent + "/secrets/none/versions/latest"})
	return []any{string(version.Payload.Data), status.Code(missing) == codes.NotFound}, nil
}

func main() {
	tell("bigquery rows", bigqueryRows)
	tell("bigquery parameters and errors", bigqueryErrors)
	tell("bigquery load and pages", bigqueryLoad)
	tell("storage write, committed and default", storageWrite)
	tell("storage objects", storageObjects)
	tell("pubsub ordered, with a nack", pubsubOrdered)
	tell("secrets", secrets)
}
