package clients

import (
	"errors"
	"strings"
	"testing"

	"github.com/gocql/gocql"
)

func refused(t *testing.T, query *gocql.Query, code int, words string) error {
	t.Helper()
	err := query.Exec()
	var request gocql.RequestError
	if !errors.As(err, &request) {
		t.Errorf("%s: %v", query.Statement(), err)
		return err
	}
	if request.Code() != code || !strings.Contains(request.Message(), words) {
		t.Errorf("%s: %x %s", query.Statement(), request.Code(), request.Message())
	}
	return err
}

func TestErrors(t *testing.T) {
	session, name := keyspace(t, 4)
	run(t, session, "CREATE TABLE e (k int, c int, v int, PRIMARY KEY (k, c))")

	refused(t, session.Query("SELEKT * FROM e"), gocql.ErrCodeSyntax, "line 1:0")
	refused(t, session.Query("SELECT * FROM nowhere"), gocql.ErrCodeInvalid, "nowhere")
	refused(t, session.Query("SELECT nothing FROM e"), gocql.ErrCodeInvalid, "nothing")
	refused(t, session.Query("SELECT * FROM e WHERE v = 1"), gocql.ErrCodeInvalid, "ALLOW FILTERING")
	refused(t, session.Query("UPDATE e SET v = 1 WHERE k = 1"), gocql.ErrCodeInvalid, "c")
	refused(t, session.Query("INSERT INTO e (k, c) VALUES (?, ?)", nil, 1), gocql.ErrCodeInvalid, "")
	refused(t, session.Query("INSERT INTO e (k, c) VALUES (?, ?)", gocql.UnsetValue, 1), gocql.ErrCodeInvalid, "")
	refused(t, session.Query("CREATE TABLE f (k int PRIMARY KEY) WITH gc_grace_seconds = -1"),
		gocql.ErrCodeConfig, "gc_grace_seconds")

	err := refused(t, session.Query("CREATE TABLE e (k int PRIMARY KEY)"), gocql.ErrCodeAlreadyExists, "already exist")
	var exists *gocql.RequestErrAlreadyExists
	if !errors.As(err, &exists) || exists.Keyspace != name || exists.Table != "e" {
		t.Errorf("already exists: %+v", err)
	}

	err = refused(t, session.Query("SELECT v FROM e WHERE k = 1").Consistency(gocql.Three), gocql.ErrCodeUnavailable, "")
	var unavailable *gocql.RequestErrUnavailable
	if !errors.As(err, &unavailable) || unavailable.Required != 3 || unavailable.Alive != 1 ||
		unavailable.Consistency != gocql.Three {
		t.Errorf("unavailable: %+v", err)
	}

	// The session goes on after all of that.
	run(t, session, "INSERT INTO e (k, c, v) VALUES (1, 1, 1)")

	// A session of its own, since the server may close the connection.
	config := cluster(t)
	config.Keyspace = name
	err = open(t, config).Query("SELECT * FROM e").PageState([]byte("garbage")).Iter().Close()
	var request gocql.RequestError
	if !errors.As(err, &request) || request.Code() != gocql.ErrCodeProtocol {
		t.Errorf("a broken paging state: %v", err)
	}
}
