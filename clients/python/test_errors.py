"""Each class of error that a client can provoke, and that the connection lives on after it."""

import unittest

from cassandra import (AlreadyExists, ConsistencyLevel, InvalidRequest, ProtocolVersion, Unavailable)
from cassandra.protocol import ConfigurationException, ProtocolException, SyntaxException
from cassandra.query import SimpleStatement

from driver_case import DriverCase, open_cluster


class ErrorsInVersion4Test(DriverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session.execute("CREATE TABLE e (k int, c int, v int, l list<int>, PRIMARY KEY (k, c))")
        cls.session.execute("CREATE TABLE n (k int PRIMARY KEY, c counter)")

    def tearDown(self):
        self.assertEqual("local", self.one("SELECT key FROM system.local")["key"])

    def refuses(self, error, statement, values=None, words=""):
        with self.subTest(statement=str(statement)):
            with self.assertRaises(error) as raised:
                self.session.execute(statement, values)
            self.assertIn(words, str(raised.exception))
            return raised.exception

    def test_syntax(self):
        self.refuses(SyntaxException, "SELEKT * FROM e", words="line 1:0")
        self.refuses(SyntaxException, "SELECT * FROM e WHERE", words="line ")
        self.refuses(SyntaxException, "SELECT *\nFROM e\nWHERE k ~ 1", words="line 3:8")
        self.refuses(SyntaxException, "INSERT INTO e (k, c) VALUES (1, 1", words="line ")
        self.refuses(SyntaxException, "", words="line ")

    def test_invalid(self):
        for statement, words in (
                ("SELECT * FROM nowhere", "nowhere"),
                ("SELECT * FROM no_such_keyspace.t", "no_such_keyspace"),
                ("SELECT nothing FROM e", "nothing"),
                ("SELECT * FROM e WHERE v = 1", "ALLOW FILTERING"),
                ("SELECT * FROM e WHERE c = 1", "ALLOW FILTERING"),
                ("SELECT * FROM e WHERE k = 'text'", "text"),
                ("SELECT * FROM e WHERE k = 1 ORDER BY v", "v"),
                ("SELECT * FROM e LIMIT 0", "LIMIT"),
                ("INSERT INTO e (k, v) VALUES (1, 1)", "c"),
                ("INSERT INTO e (k, c, v) VALUES (1, null, 1)", "c"),
                ("INSERT INTO e (k, c, v) VALUES (1, 1, 99999999999)", "99999999999"),
                ("INSERT INTO e (k, c, v) VALUES (1, 1)", ""),
                ("INSERT INTO e (k, c, v) VALUES (1, 1, 1) USING TTL -1", "TTL"),
                ("UPDATE e SET c = 1 WHERE k = 1 AND c = 1", "c"),
                ("UPDATE e SET v = 1 WHERE k = 1", "c"),
                ("UPDATE e SET v = v + 1 WHERE k = 1 AND c = 1", "v"),
                ("UPDATE e SET l[3] = 1 WHERE k = 1 AND c = 1", "list"),
                ("UPDATE n SET c = 5 WHERE k = 1", "counter"),
                ("INSERT INTO n (k, c) VALUES (1, 5)", "counter"),
                ("DELETE v FROM e WHERE k = 1", "c"),
                ("SELECT no_such_function(k) FROM e", "no_such_function"),
                ("USE no_such_keyspace", "no_such_keyspace"),
                ("CREATE KEYSPACE bad_options WITH durable_writes = true", "replication"),
                ("DROP TABLE nowhere", "nowhere"),
                ("ALTER TABLE e ADD v int", "v"),
                ("ALTER TABLE e DROP k", "k"),
                ("CREATE TABLE f (k int, v int)", ""),
                ("CREATE TABLE f (k list<int> PRIMARY KEY)", "k"),
                ("CREATE TABLE f (k int PRIMARY KEY, v no_such_type)", "no_such_type"),
                ("BEGIN BATCH UPDATE n SET c = c + 1 WHERE k = 1; INSERT INTO e (k, c) VALUES (1, 1); APPLY BATCH", "")):
            self.refuses(InvalidRequest, statement, words=words)

    def test_invalid_values(self):
        insert = self.session.prepare("INSERT INTO e (k, c, v) VALUES (?, ?, ?)")
        self.refuses(InvalidRequest, insert, (None, 1, 1))
        self.refuses(InvalidRequest, insert, (1, None, 1))

    def test_already_exists(self):
        table = self.refuses(AlreadyExists, "CREATE TABLE e (k int PRIMARY KEY)", words="already exist")
        self.assertEqual((self.keyspace, "e"), (table.keyspace, table.table))
        keyspace = self.refuses(AlreadyExists, "CREATE KEYSPACE %s WITH replication = "
                                "{'class': 'SimpleStrategy', 'replication_factor': 1}" % self.keyspace)
        self.assertEqual(self.keyspace, keyspace.keyspace)
        self.assertFalse(keyspace.table)
        self.session.execute("CREATE TABLE IF NOT EXISTS e (k int PRIMARY KEY)")

    def test_configuration(self):
        self.refuses(ConfigurationException, "CREATE KEYSPACE bad_options WITH replication = {'class': 'NoSuchStrategy'}")
        self.refuses(ConfigurationException,
                     "CREATE TABLE f (k int PRIMARY KEY) WITH compaction = {'class': 'NoSuchStrategy'}")
        self.refuses(ConfigurationException,
                     "CREATE TABLE f (k int PRIMARY KEY) WITH gc_grace_seconds = -1", words="gc_grace_seconds")
        self.refuses(SyntaxException, "CREATE TABLE f (k int PRIMARY KEY) WITH no_such_option = 1",
                     words="no_such_option")

    def test_unavailable(self):
        for level, required in ((ConsistencyLevel.TWO, 2), (ConsistencyLevel.THREE, 3)):
            for query in ("SELECT v FROM e WHERE k = 1", "INSERT INTO e (k, c) VALUES (1, 1)"):
                error = self.refuses(Unavailable, SimpleStatement(query, consistency_level=level))
                self.assertEqual((level, required, 1),
                                 (error.consistency, error.required_replicas, error.alive_replicas))

    def test_consistency_that_does_not_fit(self):
        self.refuses(InvalidRequest, SimpleStatement(
            "SELECT v FROM e WHERE k = 1", consistency_level=ConsistencyLevel.ANY))
        self.refuses(InvalidRequest, SimpleStatement(
            "INSERT INTO e (k, c) VALUES (1, 1)", consistency_level=ConsistencyLevel.SERIAL))

    def test_a_broken_paging_state(self):
        """A connection of its own, since the server may close it."""
        for state in (b"x", b"\xff" * 40):
            with open_cluster(self.protocol_version) as cluster, self.assertRaises(ProtocolException):
                cluster.connect(self.keyspace).execute("SELECT * FROM e", paging_state=state)


class ErrorsInVersion3Test(ErrorsInVersion4Test):
    protocol_version = ProtocolVersion.V3


class ErrorsInVersion5Test(ErrorsInVersion4Test):
    protocol_version = ProtocolVersion.V5


if __name__ == "__main__":
    unittest.main()
