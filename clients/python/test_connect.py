"""Connecting: protocol versions, compression, negotiation, keyspaces, tracing, warnings."""

import unittest

from cassandra import ConsistencyLevel, InvalidRequest
from cassandra.cluster import NoHostAvailable
from cassandra.query import SimpleStatement

from driver_case import DriverCase, open_cluster


class ConnectTest(unittest.TestCase):
    def test_every_protocol_version(self):
        for version in (3, 4, 5):
            with self.subTest(version=version), open_cluster(version) as cluster:
                row = cluster.connect().execute("SELECT key, release_version, cql_version FROM system.local").one()
                self.assertEqual("local", row["key"])
                self.assertRegex(row["release_version"], r"^\d+\.\d+")
                self.assertEqual(version, cluster.protocol_version)

    def test_the_driver_finds_a_version_by_itself(self):
        """Left alone the driver asks for versions that do not exist, and steps down on each refusal."""
        from cassandra.cluster import _NOT_SET
        with open_cluster(_NOT_SET) as cluster:
            cluster.connect()
            self.assertEqual(5, cluster.protocol_version)

    def test_a_version_that_does_not_exist_is_refused(self):
        with open_cluster(65) as cluster:
            with self.assertRaises(NoHostAvailable) as refused:
                cluster.connect()
            self.assertIn("ProtocolError returned from server", str(refused.exception))

    def test_compression(self):
        text = "Helenus, twin brother of Cassandra. " * 2000
        for version, compression in ((3, "lz4"), (3, "snappy"), (4, "lz4"), (4, "snappy"), (5, "lz4")):
            with self.subTest(version=version, compression=compression):
                with open_cluster(version, compression=compression) as cluster:
                    session = cluster.connect()
                    row = session.execute("SELECT (text) %s AS echo FROM system.local", [text]).one()
                    self.assertEqual(text, row["echo"])
                    prepared = session.prepare("SELECT (text) ? AS echo FROM system.local")
                    self.assertEqual(text, session.execute(prepared, [text]).one()["echo"])

    def test_connecting_to_a_keyspace(self):
        with open_cluster() as cluster:
            session = cluster.connect("system")
            self.assertEqual("local", session.execute("SELECT key FROM local").one()["key"])
            session.execute("USE system_schema")
            self.assertTrue(session.execute("SELECT keyspace_name FROM keyspaces LIMIT 1").one())

    def test_connecting_to_no_such_keyspace(self):
        with open_cluster() as cluster:
            session = cluster.connect()
            with self.assertRaises(InvalidRequest):
                session.execute("USE no_such_keyspace_anywhere")


class RequestTest(DriverCase):
    def test_tracing(self):
        self.session.execute("CREATE TABLE traced (k int PRIMARY KEY, v int)")
        future = self.session.execute_async("INSERT INTO traced (k, v) VALUES (1, 2)", trace=True)
        future.result()
        trace = future.get_query_trace(max_wait=20)
        self.assertIsNotNone(trace.duration)
        self.assertTrue(trace.events)
        self.assertIn("INSERT INTO traced", str(trace.parameters))

    def test_warnings(self):
        self.session.execute("CREATE TABLE warned (k int PRIMARY KEY, v int)")
        future = self.session.execute_async("SELECT count(*) FROM warned")
        self.assertEqual([{"count": 0}], list(future.result()))
        self.assertTrue(any("Aggregation query used without partition key" in w for w in future.warnings))

    def test_custom_payload_is_accepted(self):
        future = self.session.execute_async("SELECT key FROM system.local", custom_payload={"any": b"thing"})
        self.assertEqual([{"key": "local"}], list(future.result()))

    def test_consistency_levels(self):
        self.session.execute("CREATE TABLE levels (k int PRIMARY KEY, v int)")
        for level in ("ONE", "QUORUM", "ALL", "LOCAL_ONE", "LOCAL_QUORUM", "EACH_QUORUM"):
            code = ConsistencyLevel.name_to_value[level]
            self.session.execute(SimpleStatement("INSERT INTO levels (k, v) VALUES (1, 1)", consistency_level=code))
            rows = self.session.execute(SimpleStatement("SELECT v FROM levels WHERE k = 1", consistency_level=code))
            self.assertEqual([{"v": 1}], list(rows), level)
        self.session.execute(SimpleStatement(
            "INSERT INTO levels (k, v) VALUES (2, 2)", consistency_level=ConsistencyLevel.ANY))
        for level in (ConsistencyLevel.SERIAL, ConsistencyLevel.LOCAL_SERIAL):
            rows = self.session.execute(SimpleStatement("SELECT v FROM levels WHERE k = 2", consistency_level=level))
            self.assertEqual([{"v": 2}], list(rows))


class KeyspacePerRequestTest(DriverCase):
    protocol_version = 5

    def test_keyspace_of_a_request(self):
        self.session.execute("CREATE TABLE here (k int PRIMARY KEY, v int)")
        self.session.execute("INSERT INTO here (k, v) VALUES (1, 7)")
        with open_cluster(5) as cluster:
            elsewhere = cluster.connect()
            statement = SimpleStatement("SELECT v FROM here WHERE k = 1", keyspace=self.keyspace)
            self.assertEqual([{"v": 7}], list(elsewhere.execute(statement)))
            prepared = elsewhere.prepare("SELECT v FROM here WHERE k = ?", keyspace=self.keyspace)
            self.assertEqual([{"v": 7}], list(elsewhere.execute(prepared, [1])))


if __name__ == "__main__":
    unittest.main()
