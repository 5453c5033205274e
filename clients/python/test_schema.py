"""Metadata as the driver sees it, and definitions that a second session hears of."""

import unittest

from cassandra.metadata import Murmur3Token

from driver_case import DriverCase, open_cluster, wait_until


class MetadataTest(DriverCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session.execute("CREATE TYPE address (street text, zip int, tags frozen<set<text>>)")
        cls.session.execute("""
            CREATE TABLE shape (
                country text, city text, day date, seq int, owner text static,
                v int, home frozen<address>, work address, names list<text>, score map<text, frozen<list<int>>>,
                pair tuple<int, text>, PRIMARY KEY ((country, city), day, seq))
            WITH CLUSTERING ORDER BY (day DESC, seq ASC) AND comment = 'a shape'
                AND gc_grace_seconds = 1234 AND default_time_to_live = 86400
                AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '80'}""")

    def table(self):
        return self.cluster.metadata.keyspaces[self.keyspace].tables["shape"]

    def test_keyspace(self):
        keyspace = self.cluster.metadata.keyspaces[self.keyspace]
        self.assertTrue(keyspace.durable_writes)
        self.assertEqual("SimpleStrategy", keyspace.replication_strategy.name)
        self.assertEqual(1, keyspace.replication_strategy.replication_factor)
        for name in ("system", "system_schema"):
            self.assertIn(name, self.cluster.metadata.keyspaces)

    def test_columns(self):
        table = self.table()
        self.assertEqual(["country", "city"], [c.name for c in table.partition_key])
        self.assertEqual(["day", "seq"], [c.name for c in table.clustering_key])
        self.assertTrue(table.columns["day"].is_reversed)
        self.assertFalse(table.columns["seq"].is_reversed)
        self.assertTrue(table.columns["owner"].is_static)
        self.assertEqual(
            {"country": "text", "city": "text", "day": "date", "seq": "int", "owner": "text", "v": "int",
             "home": "frozen<address>", "work": "address", "names": "list<text>",
             "score": "map<text, frozen<list<int>>>", "pair": "frozen<tuple<int, text>>"},
            {name: column.cql_type for name, column in table.columns.items()})

    def test_options(self):
        options = self.table().options
        self.assertEqual("a shape", options["comment"])
        self.assertEqual(1234, options["gc_grace_seconds"])
        self.assertEqual(86400, options["default_time_to_live"])
        self.assertEqual("80", options["compaction"]["sstable_size_in_mb"])
        self.assertTrue(options["compaction"]["class"].endswith("LeveledCompactionStrategy"))
        self.assertTrue(options["compression"]["class"].endswith("LZ4Compressor"))

    def test_user_type(self):
        user_type = self.cluster.metadata.keyspaces[self.keyspace].user_types["address"]
        self.assertEqual(["street", "zip", "tags"], user_type.field_names)
        self.assertEqual(["text", "int", "frozen<set<text>>"], user_type.field_types)

    def test_the_table_can_be_made_again_from_its_metadata(self):
        text = self.table().as_cql_query().replace(".shape", ".shape_again", 1)
        self.session.execute(text)
        again = self.cluster.metadata.keyspaces[self.keyspace].tables["shape_again"]
        self.assertEqual(list(self.table().columns), list(again.columns))

    def test_virtual_keyspaces(self):
        keyspace = self.cluster.metadata.keyspaces["system_virtual_schema"]
        self.assertTrue(keyspace.virtual)
        self.assertIn("tables", keyspace.tables)

    def test_token_map(self):
        token_map = self.cluster.metadata.token_map
        self.assertIs(Murmur3Token, token_map.token_class)
        self.assertTrue(token_map.ring)
        self.session.execute("CREATE TABLE tokens (k int PRIMARY KEY)")
        for k in range(50):
            self.session.execute("INSERT INTO tokens (k) VALUES (%s)", [k])
        for row in self.all("SELECT k, token(k) AS t FROM tokens"):
            key = row["k"].to_bytes(4, "big", signed=True)
            self.assertEqual(Murmur3Token.from_key(key).value, row["t"])
            self.assertEqual(1, len(self.cluster.metadata.get_replicas(self.keyspace, key)))


class DefinitionTest(DriverCase):
    def test_a_second_session_hears_of_every_change(self):
        with open_cluster() as other:
            other.connect()
            name = self.keyspace + "_event"
            keyspaces = other.metadata.keyspaces
            self.session.execute(
                "CREATE KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}" % name)
            wait_until(lambda: name in keyspaces, "keyspace created")

            self.session.execute("ALTER KEYSPACE %s WITH durable_writes = false" % name)
            wait_until(lambda: not keyspaces[name].durable_writes, "keyspace altered")

            self.session.execute("CREATE TYPE %s.point (x int, y int)" % name)
            wait_until(lambda: "point" in keyspaces[name].user_types, "type created")

            self.session.execute("ALTER TYPE %s.point ADD z int" % name)
            wait_until(lambda: keyspaces[name].user_types["point"].field_names == ["x", "y", "z"], "type altered")

            self.session.execute("CREATE TABLE %s.t (k int PRIMARY KEY, a int)" % name)
            wait_until(lambda: "t" in keyspaces[name].tables, "table created")

            self.session.execute("ALTER TABLE %s.t ADD b text" % name)
            wait_until(lambda: "b" in keyspaces[name].tables["t"].columns, "column added")

            self.session.execute("ALTER TABLE %s.t DROP a" % name)
            wait_until(lambda: "a" not in keyspaces[name].tables["t"].columns, "column dropped")

            self.session.execute("ALTER TABLE %s.t WITH comment = 'changed'" % name)
            wait_until(lambda: keyspaces[name].tables["t"].options["comment"] == "changed", "option changed")

            self.session.execute("DROP TABLE %s.t" % name)
            wait_until(lambda: "t" not in keyspaces[name].tables, "table dropped")

            self.session.execute("DROP TYPE %s.point" % name)
            wait_until(lambda: "point" not in keyspaces[name].user_types, "type dropped")

            self.session.execute("DROP KEYSPACE %s" % name)
            wait_until(lambda: name not in keyspaces, "keyspace dropped")

    def test_the_schema_version_moves(self):
        version = "SELECT schema_version FROM system.local WHERE key = 'local'"
        before = self.one(version)
        self.session.execute("CREATE TABLE moved (k int PRIMARY KEY)")
        created = self.one(version)
        self.assertNotEqual(before, created)
        self.session.execute("CREATE TABLE IF NOT EXISTS moved (k int PRIMARY KEY)")
        self.assertEqual(created, self.one(version))

    def test_agreement(self):
        future = self.session.execute_async("CREATE TABLE agreed (k int PRIMARY KEY)")
        future.result()
        self.assertTrue(future.is_schema_agreed)

    def test_a_dropped_column_is_gone_and_its_data_does_not_come_back(self):
        self.session.execute("CREATE TABLE columns (k int PRIMARY KEY, a int, b int)")
        # An old timestamp: a drop hides what was written before it, and some servers' clocks tick in milliseconds.
        self.session.execute("INSERT INTO columns (k, a, b) VALUES (1, 2, 3) USING TIMESTAMP 1000")
        self.session.execute("ALTER TABLE columns DROP a")
        self.assertEqual({"k": 1, "b": 3}, self.one("SELECT * FROM columns"))
        self.session.execute("ALTER TABLE columns ADD a int")
        self.assertEqual({"k": 1, "a": None, "b": 3}, self.one("SELECT * FROM columns"))

    def test_truncate(self):
        self.session.execute("CREATE TABLE emptied (k int PRIMARY KEY)")
        for k in range(10):
            self.session.execute("INSERT INTO emptied (k) VALUES (%s)", [k])
        self.session.execute("TRUNCATE emptied")
        self.assertEqual([], self.all("SELECT * FROM emptied"))
        self.session.execute("INSERT INTO emptied (k) VALUES (1)")
        self.assertEqual([{"k": 1}], self.all("SELECT * FROM emptied"))


if __name__ == "__main__":
    unittest.main()
