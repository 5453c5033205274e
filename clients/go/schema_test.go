package clients

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/gocql/gocql"
)

func metadata(t *testing.T, session *gocql.Session, name string) *gocql.KeyspaceMetadata {
	t.Helper()
	found, err := session.KeyspaceMetadata(name)
	if err != nil {
		t.Fatalf("metadata of %s: %v", name, err)
	}
	return found
}

func names(columns []*gocql.ColumnMetadata) []string {
	var all []string
	for _, column := range columns {
		all = append(all, column.Name)
	}
	return all
}

func TestMetadata(t *testing.T) {
	session, name := keyspace(t, 4)
	run(t, session, "CREATE TYPE address (street text, zip int, tags frozen<set<text>>)")
	run(t, session, `CREATE TABLE shape (country text, city text, day date, seq int, owner text static, v int,
		home frozen<address>, score map<text, frozen<list<int>>>, pair tuple<int, text>,
		PRIMARY KEY ((country, city), day, seq)) WITH CLUSTERING ORDER BY (day DESC, seq ASC)`)
	found := metadata(t, session, name)
	if !found.DurableWrites || found.StrategyClass != "org.apache.cassandra.locator.SimpleStrategy" {
		t.Errorf("keyspace: %+v", found)
	}
	table := found.Tables["shape"]
	if table == nil {
		t.Fatalf("no table in %+v", found.Tables)
	}
	if got := names(table.PartitionKey); !reflect.DeepEqual(got, []string{"country", "city"}) {
		t.Errorf("partition key: %v", got)
	}
	if got := names(table.ClusteringColumns); !reflect.DeepEqual(got, []string{"day", "seq"}) {
		t.Errorf("clustering: %v", got)
	}
	if table.ClusteringColumns[0].Order != gocql.DESC || table.ClusteringColumns[1].Order != gocql.ASC {
		t.Errorf("clustering order: %+v", table.ClusteringColumns)
	}
	for column, expected := range map[string]gocql.Type{
		"country": gocql.TypeText, "day": gocql.TypeDate, "seq": gocql.TypeInt, "score": gocql.TypeMap,
	} {
		if got := table.Columns[column].Type.Type(); got != expected {
			t.Errorf("%s is %v", column, got)
		}
	}
	if kind := table.Columns["owner"].Kind; kind != gocql.ColumnStatic {
		t.Errorf("owner is %v", kind)
	}
	address := found.UserTypes["address"]
	if address == nil || !reflect.DeepEqual(address.FieldNames, []string{"street", "zip", "tags"}) {
		t.Errorf("user type: %+v", address)
	}
}

func TestASecondSessionHearsOfChanges(t *testing.T) {
	session, name := keyspace(t, 4)
	other := open(t, cluster(t))
	run(t, session, "CREATE TABLE first (k int PRIMARY KEY)")
	if metadata(t, other, name).Tables["first"] == nil {
		t.Fatal("the first table is not seen")
	}
	// From here the other session has this keyspace cached: only an event makes it look again.
	run(t, session, "CREATE TABLE second (k int PRIMARY KEY)")
	eventually(t, "table created", func() bool { return metadata(t, other, name).Tables["second"] != nil })
	run(t, session, "ALTER TABLE second ADD v text")
	eventually(t, "column added", func() bool { return metadata(t, other, name).Tables["second"].Columns["v"] != nil })
	run(t, session, "CREATE TYPE point (x int)")
	eventually(t, "type created", func() bool { return metadata(t, other, name).UserTypes["point"] != nil })
	run(t, session, "DROP TABLE second")
	eventually(t, "table dropped", func() bool { return metadata(t, other, name).Tables["second"] == nil })
	run(t, session, "ALTER KEYSPACE "+name+" WITH durable_writes = false")
	eventually(t, "keyspace altered", func() bool { return !metadata(t, other, name).DurableWrites })
}

func TestTokenMap(t *testing.T) {
	session, name := keyspace(t, 4)
	run(t, session, "CREATE TABLE tokens (k int PRIMARY KEY, v int)")
	for k := 0; k < 20; k++ {
		run(t, session, "INSERT INTO tokens (k, v) VALUES (?, ?)", k, k)
	}
	// The token aware policy computes the token of each key by itself and asks the host that owns it.
	config := cluster(t)
	config.Keyspace = name
	config.PoolConfig.HostSelectionPolicy = gocql.TokenAwareHostPolicy(gocql.RoundRobinHostPolicy())
	aware := open(t, config)
	for k := 0; k < 20; k++ {
		var v int
		scan(t, aware.Query("SELECT v FROM tokens WHERE k = ?", k), &v)
		if v != k {
			t.Errorf("%d came back as %d", k, v)
		}
	}
	var tokens []string
	scan(t, session.Query("SELECT tokens FROM system.local"), &tokens)
	if len(tokens) == 0 {
		t.Error("no tokens")
	}
}

func TestTheSchemaVersionMoves(t *testing.T) {
	session, _ := keyspace(t, 4)
	seen := map[string]bool{}
	for i := 0; i < 3; i++ {
		run(t, session, fmt.Sprintf("CREATE TABLE t%d (k int PRIMARY KEY)", i))
		var version gocql.UUID
		scan(t, session.Query("SELECT schema_version FROM system.local WHERE key = 'local'"), &version)
		seen[version.String()] = true
	}
	if len(seen) != 3 {
		t.Errorf("versions: %v", seen)
	}
}
