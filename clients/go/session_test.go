// Package clients holds the suite of the gocql driver. The server under test is named by the environment:
// CQL_HOST (127.0.0.1) and CQL_PORT (9042).
package clients

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/gocql/gocql"
)

func environment(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func cluster(t *testing.T) *gocql.ClusterConfig {
	t.Helper()
	port, err := strconv.Atoi(environment("CQL_PORT", "9042"))
	if err != nil {
		t.Fatalf("CQL_PORT: %v", err)
	}
	config := gocql.NewCluster(environment("CQL_HOST", "127.0.0.1"))
	config.Port = port
	config.Timeout = 30 * time.Second
	config.ConnectTimeout = 30 * time.Second
	config.ProtoVersion = 4
	config.Consistency = gocql.One
	config.NumConns = 1
	return config
}

func open(t *testing.T, config *gocql.ClusterConfig) *gocql.Session {
	t.Helper()
	session, err := config.CreateSession()
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(session.Close)
	return session
}

// keyspace makes a keyspace that goes with the test, and a session in it.
func keyspace(t *testing.T, version int) (*gocql.Session, string) {
	t.Helper()
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	name := "go_" + hex.EncodeToString(random)
	plain := open(t, cluster(t))
	run(t, plain, fmt.Sprintf(
		"CREATE KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}", name))
	t.Cleanup(func() { run(t, plain, "DROP KEYSPACE IF EXISTS "+name) })
	config := cluster(t)
	config.ProtoVersion = version
	config.Keyspace = name
	return open(t, config), name
}

func run(t *testing.T, session *gocql.Session, statement string, values ...interface{}) {
	t.Helper()
	if err := session.Query(statement, values...).Exec(); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func scan(t *testing.T, query *gocql.Query, into ...interface{}) {
	t.Helper()
	if err := query.Scan(into...); err != nil {
		t.Fatalf("%s: %v", query.Statement(), err)
	}
}

func rows(t *testing.T, session *gocql.Session, statement string, values ...interface{}) []map[string]interface{} {
	t.Helper()
	answer, err := session.Query(statement, values...).Iter().SliceMap()
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return answer
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("did not happen: %s", what)
		}
	}
}
