package clients

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gocql/gocql"
	"github.com/gocql/gocql/lz4"
)

func TestProtocolVersions(t *testing.T) {
	// 0: left alone, the driver finds the version from the server's refusal of one that is too high.
	for _, version := range []int{0, 3, 4} {
		config := cluster(t)
		config.ProtoVersion = version
		session := open(t, config)
		var key, partitioner string
		scan(t, session.Query("SELECT key, partitioner FROM system.local"), &key, &partitioner)
		if key != "local" || !strings.HasSuffix(partitioner, "Murmur3Partitioner") {
			t.Errorf("version %d: %s %s", version, key, partitioner)
		}
	}
}

func TestCompression(t *testing.T) {
	text := strings.Repeat("Helenus, twin brother of Cassandra. ", 2000)
	for _, compressor := range []gocql.Compressor{gocql.SnappyCompressor{}, lz4.LZ4Compressor{}} {
		for _, version := range []int{3, 4} {
			config := cluster(t)
			config.ProtoVersion = version
			config.Compressor = compressor
			session := open(t, config)
			var echo string
			scan(t, session.Query("SELECT (text) ? FROM system.local", text), &echo)
			if echo != text {
				t.Errorf("%s in version %d: %d bytes came back", compressor.Name(), version, len(echo))
			}
		}
	}
}

func TestTracing(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE traced (k int PRIMARY KEY, v int)")
	var text bytes.Buffer
	if err := session.Query("INSERT INTO traced (k, v) VALUES (1, 2)").
		Trace(gocql.NewTraceWriter(session, &text)).Exec(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "Tracing session") {
		t.Errorf("no trace: %q", text.String())
	}
}

func TestWarnings(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE warned (k int PRIMARY KEY, v int)")
	iter := session.Query("SELECT count(*) FROM warned").Iter()
	var count int64
	if !iter.Scan(&count) || count != 0 {
		t.Errorf("count %d", count)
	}
	warnings := strings.Join(iter.Warnings(), "\n")
	if err := iter.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(warnings, "Aggregation query used without partition key") {
		t.Errorf("warnings: %q", warnings)
	}
}

func TestCustomPayload(t *testing.T) {
	session := open(t, cluster(t))
	var key string
	query := session.Query("SELECT key FROM system.local").CustomPayload(map[string][]byte{"any": []byte("thing")})
	scan(t, query, &key)
	if key != "local" {
		t.Error(key)
	}
}

func TestNoSuchKeyspace(t *testing.T) {
	config := cluster(t)
	config.Keyspace = "no_such_keyspace_anywhere"
	if session, err := config.CreateSession(); err == nil {
		session.Close()
		t.Error("connected to a keyspace that does not exist")
	}
}
