package clients

import (
	"fmt"
	"reflect"
	"sort"
	"sync"
	"testing"

	"github.com/gocql/gocql"
)

func TestPreparedValues(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE p (a int, b text, v text, w int, PRIMARY KEY (a, b))")
	run(t, session, "INSERT INTO p (a, b, v, w) VALUES (?, ?, ?, ?)", 1, "x", "one", 11)
	run(t, session, "INSERT INTO p (a, b, v, w) VALUES (:a, :b, :v, :w)", gocql.NamedValue("w", 22),
		gocql.NamedValue("v", "two"), gocql.NamedValue("b", "y"), gocql.NamedValue("a", 1))
	expected := []map[string]interface{}{
		{"a": 1, "b": "x", "v": "one", "w": 11}, {"a": 1, "b": "y", "v": "two", "w": 22}}
	if got := rows(t, session, "SELECT a, b, v, w FROM p WHERE a = ?", 1); !reflect.DeepEqual(expected, got) {
		t.Errorf("%v", got)
	}
	in := rows(t, session, "SELECT v FROM p WHERE a = ? AND b IN ? LIMIT ?", 1, []string{"y", "x"}, 1)
	if !reflect.DeepEqual([]map[string]interface{}{{"v": "one"}}, in) {
		t.Errorf("%v", in)
	}
}

func TestAStatementSurvivesItsTable(t *testing.T) {
	session, _ := keyspace(t, 4)
	for round := 0; round < 2; round++ {
		run(t, session, "CREATE TABLE again (k int PRIMARY KEY, v int)")
		run(t, session, "INSERT INTO again (k, v) VALUES (?, ?)", 1, round)
		var v int
		scan(t, session.Query("SELECT v FROM again WHERE k = ?", 1), &v)
		if v != round {
			t.Errorf("round %d: %d", round, v)
		}
		run(t, session, "DROP TABLE again")
	}
}

const many = 10000

func fill(t *testing.T, session *gocql.Session, statement string) {
	t.Helper()
	var writers sync.WaitGroup
	failed := make(chan error, many)
	for w := 0; w < 50; w++ {
		writers.Add(1)
		go func(w int) {
			defer writers.Done()
			for i := w; i < many; i += 50 {
				if err := session.Query(statement, i, fmt.Sprintf("v%d", i)).Exec(); err != nil {
					failed <- err
					return
				}
			}
		}(w)
	}
	writers.Wait()
	close(failed)
	for err := range failed {
		t.Fatal(err)
	}
}

func column(t *testing.T, query *gocql.Query) []int {
	t.Helper()
	var all []int
	iter := query.PageSize(100).Iter()
	var value int
	for iter.Scan(&value) {
		all = append(all, value)
	}
	if err := iter.Close(); err != nil {
		t.Fatal(err)
	}
	return all
}

func sequence(from, to int) []int {
	var all []int
	for i := from; i != to; {
		if from < to {
			all = append(all, i)
			i++
		} else {
			i--
			all = append(all, i)
		}
	}
	return all
}

func TestPaging(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE wide (k int, c int, v text, PRIMARY KEY (k, c))")
	run(t, session, "CREATE TABLE spread (k int PRIMARY KEY, v text)")
	fill(t, session, "INSERT INTO wide (k, c, v) VALUES (0, ?, ?)")
	fill(t, session, "INSERT INTO spread (k, v) VALUES (?, ?)")

	if got := column(t, session.Query("SELECT c FROM wide WHERE k = 0")); !reflect.DeepEqual(sequence(0, many), got) {
		t.Errorf("one partition: %d rows", len(got))
	}
	if got := column(t, session.Query("SELECT c FROM wide WHERE k = 0 ORDER BY c DESC")); !reflect.DeepEqual(
		sequence(many, 0), got) {
		t.Errorf("backwards: %d rows", len(got))
	}
	got := column(t, session.Query("SELECT k FROM spread"))
	sort.Ints(got)
	if !reflect.DeepEqual(sequence(0, many), got) {
		t.Errorf("many partitions: %d rows", len(got))
	}
	if got := column(t, session.Query("SELECT c FROM wide WHERE k = 0 AND c >= ? AND c < ? LIMIT 250", 100, 900)); !reflect.DeepEqual(
		sequence(100, 350), got) {
		t.Errorf("a slice with a limit: %v", got)
	}

	// Page by page by hand, each on a fresh query.
	var state []byte
	pages, seen := 0, 0
	for {
		iter := session.Query("SELECT c FROM wide WHERE k = 0").PageSize(100).PageState(state).Iter()
		state = append([]byte{}, iter.PageState()...)
		if iter.NumRows() > 100 {
			t.Fatalf("a page of %d rows", iter.NumRows())
		}
		seen += iter.NumRows()
		pages++
		if err := iter.Close(); err != nil {
			t.Fatal(err)
		}
		if len(state) == 0 {
			break
		}
	}
	if seen != many || pages < many/100 || pages > many/100+1 {
		t.Errorf("%d rows in %d pages", seen, pages)
	}
}

func TestBatches(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE b (k int, c int, v text, PRIMARY KEY (k, c))")
	run(t, session, "CREATE TABLE n (k int PRIMARY KEY, c counter)")
	for _, kind := range []gocql.BatchType{gocql.LoggedBatch, gocql.UnloggedBatch} {
		batch := session.NewBatch(kind)
		for c := 0; c < 10; c++ {
			batch.Query("INSERT INTO b (k, c, v) VALUES (?, ?, ?)", c%2, c, fmt.Sprint(kind))
		}
		batch.Query("DELETE FROM b WHERE k = 1 AND c = 9")
		batch.Query("UPDATE b SET v = 'text' WHERE k = 0 AND c = 100")
		if err := session.ExecuteBatch(batch); err != nil {
			t.Fatal(err)
		}
		got := rows(t, session, "SELECT c, v FROM b WHERE k IN (0, 1)")
		if len(got) != 10 {
			t.Errorf("batch %v: %v", kind, got)
		}
	}
	counters := session.NewBatch(gocql.CounterBatch)
	counters.Query("UPDATE n SET c = c + ? WHERE k = ?", int64(5), 1)
	counters.Query("UPDATE n SET c = c - ? WHERE k = ?", int64(2), 1)
	if err := session.ExecuteBatch(counters); err != nil {
		t.Fatal(err)
	}
	var count int64
	scan(t, session.Query("SELECT c FROM n WHERE k = 1"), &count)
	if count != 3 {
		t.Error(count)
	}
}

func TestConditions(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE c (k int PRIMARY KEY, v text, w int)")
	conditional := func(expected bool, expectedRow map[string]interface{}, statement string, values ...interface{}) {
		t.Helper()
		row := map[string]interface{}{}
		applied, err := session.Query(statement, values...).MapScanCAS(row)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		if applied != expected || !reflect.DeepEqual(expectedRow, row) {
			t.Errorf("%s: %v %v", statement, applied, row)
		}
	}
	none := map[string]interface{}{}
	conditional(true, none, "INSERT INTO c (k, v) VALUES (?, ?) IF NOT EXISTS", 1, "a")
	conditional(false, map[string]interface{}{"k": 1, "v": "a", "w": 0},
		"INSERT INTO c (k, v) VALUES (?, ?) IF NOT EXISTS", 1, "b")
	conditional(false, map[string]interface{}{"v": "a"}, "UPDATE c SET v = ? WHERE k = ? IF v = ?", "b", 1, "x")
	conditional(true, none, "UPDATE c SET v = ? WHERE k = ? IF v = ?", "b", 1, "a")
	conditional(false, none, "UPDATE c SET v = ? WHERE k = ? IF EXISTS", "b", 2)
	conditional(true, none, "DELETE FROM c WHERE k = ? IF EXISTS", 1)

	run(t, session, "CREATE TABLE cb (k int, c int, v text, PRIMARY KEY (k, c))")
	for _, expected := range []bool{true, false} {
		batch := session.NewBatch(gocql.LoggedBatch)
		batch.Query("INSERT INTO cb (k, c, v) VALUES (1, 1, 'a') IF NOT EXISTS")
		batch.Query("INSERT INTO cb (k, c, v) VALUES (1, 2, 'b')")
		applied, iter, err := session.MapExecuteBatchCAS(batch, map[string]interface{}{})
		if err != nil || applied != expected {
			t.Errorf("batch: %v %v", applied, err)
		}
		if iter != nil {
			if err := iter.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if got := rows(t, session, "SELECT c FROM cb WHERE k = 1"); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestThousandRequestsInFlight(t *testing.T) {
	session, _ := keyspace(t, 4)
	run(t, session, "CREATE TABLE f (k int PRIMARY KEY, v text)")
	const requests = 1000
	flight := func(one func(k int) error) {
		t.Helper()
		var start, done sync.WaitGroup
		start.Add(1)
		failed := make(chan error, requests)
		for k := 0; k < requests; k++ {
			done.Add(1)
			go func(k int) {
				defer done.Done()
				start.Wait()
				if err := one(k); err != nil {
					failed <- err
				}
			}(k)
		}
		start.Done()
		done.Wait()
		close(failed)
		for err := range failed {
			t.Fatal(err)
		}
	}
	flight(func(k int) error {
		return session.Query("INSERT INTO f (k, v) VALUES (?, ?)", k, fmt.Sprintf("v%d", k)).Exec()
	})
	flight(func(k int) error {
		var v string
		if err := session.Query("SELECT v FROM f WHERE k = ?", k).Scan(&v); err != nil {
			return err
		}
		if v != fmt.Sprintf("v%d", k) {
			return fmt.Errorf("%d answered %s", k, v)
		}
		return nil
	})
}
