"""Prepared statements, paging, batches, conditional writes, and many requests in flight."""

import unittest
import uuid

from cassandra.concurrent import execute_concurrent_with_args
from cassandra.query import BatchStatement, BatchType, SimpleStatement, named_tuple_factory

from driver_case import DriverCase, open_cluster


class PreparedTest(DriverCase):
    def setUp(self):
        self.session.execute("CREATE TABLE IF NOT EXISTS p (a int, b text, v text, w int, PRIMARY KEY (a, b))")
        self.session.execute("TRUNCATE p")

    def test_positional(self):
        insert = self.session.prepare("INSERT INTO p (a, b, v, w) VALUES (?, ?, ?, ?)")
        self.session.execute(insert, (1, "x", "one", 11))
        self.assertEqual({"a": 1, "b": "x", "v": "one", "w": 11}, self.one("SELECT * FROM p"))

    def test_named(self):
        insert = self.session.prepare("INSERT INTO p (a, b, v, w) VALUES (:first, :second, :v, :w)")
        self.session.execute(insert, {"w": 11, "v": "one", "second": "x", "first": 1})
        self.assertEqual({"a": 1, "b": "x", "v": "one", "w": 11}, self.one("SELECT * FROM p"))

    def test_the_columns_name_the_markers(self):
        select = self.session.prepare("SELECT v FROM p WHERE a = ? AND b IN ? LIMIT ?")
        self.assertEqual(["a", "in(b)", "[limit]"], [c.name for c in select.column_metadata])
        self.assertEqual([0], select.routing_key_indexes)
        for b in "xyz":
            self.session.execute("INSERT INTO p (a, b, v) VALUES (1, %s, %s)", [b, b])
        self.assertEqual([{"v": "x"}, {"v": "z"}], self.all(select, [1, ["z", "x"], 5]))
        self.assertEqual([{"v": "x"}], self.all(select, [1, ["z", "x"], 1]))

    def test_fewer_values_are_unset(self):
        insert = self.session.prepare("INSERT INTO p (a, b, v, w) VALUES (?, ?, ?, ?)")
        self.session.execute(insert, (1, "x", "one", 11))
        self.session.execute(insert, (1, "x", "two"))
        self.assertEqual({"a": 1, "b": "x", "v": "two", "w": 11}, self.one("SELECT * FROM p"))

    def test_timestamp_and_ttl_markers(self):
        insert = self.session.prepare("INSERT INTO p (a, b, v) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?")
        self.session.execute(insert, (1, "x", "v", 4242, 500))
        row = self.one("SELECT writetime(v) AS w, ttl(v) AS t FROM p")
        self.assertEqual(4242, row["w"])
        self.assertTrue(400 < row["t"] <= 500)

    def test_a_statement_survives_its_table(self):
        """The server forgets it with the table; the driver hears `unprepared` and prepares it again."""
        self.session.execute("CREATE TABLE again (k int PRIMARY KEY, v int)")
        insert = self.session.prepare("INSERT INTO again (k, v) VALUES (?, ?)")
        self.session.execute(insert, [1, 1])
        self.session.execute("DROP TABLE again")
        self.session.execute("CREATE TABLE again (k int PRIMARY KEY, v int)")
        self.session.execute(insert, [2, 2])
        self.assertEqual({"k": 2, "v": 2}, self.one("SELECT * FROM again"))


class PreparedSelectStarTest(DriverCase):
    protocol_version = 5

    def test_a_new_column_is_seen_by_a_prepared_statement(self):
        self.session.execute("CREATE TABLE star (k int PRIMARY KEY, v int)")
        self.session.execute("INSERT INTO star (k, v) VALUES (1, 2)")
        select = self.session.prepare("SELECT * FROM star")
        self.assertEqual({"k": 1, "v": 2}, self.one(select))
        self.session.execute("ALTER TABLE star ADD a text")
        self.session.execute("UPDATE star SET a = 'new' WHERE k = 1")
        self.assertEqual({"k": 1, "a": "new", "v": 2}, self.one(select))
        self.assertEqual({"k": 1, "a": "new", "v": 2}, self.one(select))


class PagingTest(DriverCase):
    ROWS = 10000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session.execute("CREATE TABLE wide (k int, c int, v text, PRIMARY KEY (k, c))")
        cls.session.execute("CREATE TABLE spread (k int PRIMARY KEY, v text)")
        for table, values in (("wide (k, c, v) VALUES (0, ?, ?)", None), ("spread (k, v) VALUES (?, ?)", None)):
            insert = cls.session.prepare("INSERT INTO " + table)
            execute_concurrent_with_args(
                cls.session, insert, [(i, "v%d" % i) for i in range(cls.ROWS)], concurrency=200)

    def pages(self, query, size):
        result = self.session.execute(SimpleStatement(query, fetch_size=size))
        pages = [list(result.current_rows)]
        while result.has_more_pages:
            result.fetch_next_page()
            pages.append(list(result.current_rows))
        return pages

    def test_one_partition(self):
        pages = self.pages("SELECT c, v FROM wide WHERE k = 0", 100)
        self.assertTrue(all(len(page) <= 100 for page in pages))
        rows = [row for page in pages for row in page]
        self.assertEqual([{"c": i, "v": "v%d" % i} for i in range(self.ROWS)], rows)

    def test_backwards(self):
        rows = [row["c"] for page in self.pages("SELECT c FROM wide WHERE k = 0 ORDER BY c DESC", 100) for row in page]
        self.assertEqual(list(range(self.ROWS))[::-1], rows)

    def test_many_partitions(self):
        rows = [(row["k"], row["v"]) for page in self.pages("SELECT k, v FROM spread", 100) for row in page]
        self.assertEqual(self.ROWS, len(rows))
        self.assertEqual({(i, "v%d" % i) for i in range(self.ROWS)}, set(rows))

    def test_limit_over_pages(self):
        rows = [row for page in self.pages("SELECT c FROM wide WHERE k = 0 LIMIT 250", 100) for row in page]
        self.assertEqual(list(range(250)), [row["c"] for row in rows])

    def test_a_page_resumed_by_another_connection(self):
        statement = SimpleStatement("SELECT c FROM wide WHERE k = 0", fetch_size=100)
        first = self.session.execute(statement)
        self.assertEqual(100, len(first.current_rows))
        with open_cluster(self.protocol_version) as cluster:
            other = cluster.connect(self.keyspace)
            second = other.execute(statement, paging_state=first.paging_state)
            self.assertEqual(list(range(100, 200)), [row["c"] for row in second.current_rows])

    def test_token_ranges(self):
        edges = [-2**63, -2**62, 0, 2**62, 2**63 - 1]
        keys = []
        for low, high in zip(edges, edges[1:]):
            query = "SELECT k FROM spread WHERE token(k) > %d AND token(k) <= %d" % (low, high)
            keys += [row["k"] for page in self.pages(query, 100) for row in page]
        self.assertEqual(list(range(self.ROWS)), sorted(keys))

    def test_slices(self):
        query = "SELECT c FROM wide WHERE k = 0 AND c >= 100 AND c < 350"
        self.assertEqual(list(range(100, 350)), [row["c"] for page in self.pages(query, 100) for row in page])
        query += " ORDER BY c DESC"
        self.assertEqual(list(range(100, 350))[::-1], [row["c"] for page in self.pages(query, 100) for row in page])

    def test_count(self):
        self.assertEqual(self.ROWS, self.one("SELECT count(*) AS n FROM spread")["n"])
        row = self.one("SELECT min(c) AS low, max(c) AS high, sum(c) AS sum, avg(c) AS avg FROM wide WHERE k = 0")
        last = self.ROWS - 1
        self.assertEqual({"low": 0, "high": last, "sum": last * self.ROWS // 2, "avg": last // 2}, row)


class BatchTest(DriverCase):
    def setUp(self):
        self.session.execute("CREATE TABLE IF NOT EXISTS b (k int, c int, v text, PRIMARY KEY (k, c))")
        self.session.execute("CREATE TABLE IF NOT EXISTS n (k int PRIMARY KEY, c counter)")
        self.session.execute("TRUNCATE b")
        self.session.execute("TRUNCATE n")

    def test_logged_and_unlogged(self):
        insert = self.session.prepare("INSERT INTO b (k, c, v) VALUES (?, ?, ?)")
        for batch_type in (BatchType.LOGGED, BatchType.UNLOGGED):
            batch = BatchStatement(batch_type=batch_type)
            for c in range(10):
                batch.add(insert, (c % 2, c, str(batch_type)))
            batch.add("UPDATE b SET v = 'text' WHERE k = 0 AND c = 100")
            batch.add(SimpleStatement("DELETE FROM b WHERE k = %s AND c = %s"), (1, 9))
            self.session.execute(batch)
            rows = self.all("SELECT c, v FROM b WHERE k IN (0, 1)")
            self.assertEqual({0, 1, 2, 3, 4, 5, 6, 7, 8, 100}, {row["c"] for row in rows})
            self.assertEqual({str(batch_type), "text"}, {row["v"] for row in rows})

    def test_counters(self):
        batch = BatchStatement(batch_type=BatchType.COUNTER)
        for k, change in ((1, 5), (2, 7), (1, -2)):
            batch.add(SimpleStatement("UPDATE n SET c = c + %s WHERE k = %s"), (change, k))
        self.session.execute(batch)
        self.assertEqual({1: 3, 2: 7}, {row["k"]: row["c"] for row in self.all("SELECT k, c FROM n")})

    def test_the_text_form(self):
        self.session.execute("""
            BEGIN BATCH USING TIMESTAMP 5000
            INSERT INTO b (k, c, v) VALUES (1, 1, 'a');
            INSERT INTO b (k, c, v) VALUES (1, 2, 'b');
            APPLY BATCH""")
        self.assertEqual([5000, 5000], [row["w"] for row in self.all("SELECT writetime(v) AS w FROM b WHERE k = 1")])

    def test_timestamp_of_the_client(self):
        self.session.execute("INSERT INTO b (k, c, v) VALUES (5, 5, 'far') USING TIMESTAMP 99999999999999999")
        self.session.execute("INSERT INTO b (k, c, v) VALUES (5, 5, 'now')")
        self.assertEqual("far", self.one("SELECT v FROM b WHERE k = 5")["v"])


class ConditionTest(DriverCase):
    def setUp(self):
        self.session.execute("CREATE TABLE IF NOT EXISTS c (k int, c int, v text, s int static, PRIMARY KEY (k, c))")
        self.session.execute("TRUNCATE c")

    def test_insert_if_not_exists(self):
        statement = "INSERT INTO c (k, c, v) VALUES (1, 1, 'first') IF NOT EXISTS"
        self.assertEqual({"[applied]": True}, self.one(statement))
        row = self.one(statement.replace("first", "second"))
        self.assertEqual({"[applied]": False, "k": 1, "c": 1, "s": None, "v": "first"}, row)
        self.assertEqual("first", self.one("SELECT v FROM c")["v"])

    def test_update_if(self):
        self.session.execute("INSERT INTO c (k, c, v, s) VALUES (1, 1, 'a', 3)")
        self.assertEqual({"[applied]": False, "v": "a"}, self.one("UPDATE c SET v = 'b' WHERE k=1 AND c=1 IF v = 'x'"))
        self.assertEqual({"[applied]": True}, self.one("UPDATE c SET v = 'b' WHERE k=1 AND c=1 IF v = 'a' AND s > 2"))
        self.assertEqual({"[applied]": True}, self.one("UPDATE c SET v = 'd' WHERE k=1 AND c=1 IF v IN ('b', 'c')"))
        self.assertEqual({"[applied]": False}, self.one("UPDATE c SET v = 'b' WHERE k=9 AND c=9 IF EXISTS"))
        self.assertEqual({"[applied]": False}, self.one("UPDATE c SET v = 'b' WHERE k=9 AND c=9 IF v = 'a'"))
        self.assertEqual({"[applied]": True}, self.one("UPDATE c SET v = 'n' WHERE k=9 AND c=9 IF v = null"))

    def test_delete_if(self):
        self.session.execute("INSERT INTO c (k, c, v) VALUES (1, 1, 'a')")
        self.assertEqual({"[applied]": False, "v": "a"}, self.one("DELETE FROM c WHERE k = 1 AND c = 1 IF v = 'b'"))
        self.assertEqual({"[applied]": True}, self.one("DELETE FROM c WHERE k = 1 AND c = 1 IF EXISTS"))
        self.assertEqual({"[applied]": False}, self.one("DELETE FROM c WHERE k = 1 AND c = 1 IF EXISTS"))

    def test_prepared(self):
        insert = self.session.prepare("INSERT INTO c (k, c, v) VALUES (?, ?, ?) IF NOT EXISTS")
        self.assertTrue(self.session.execute(insert, [2, 2, "a"]).was_applied)
        self.assertFalse(self.session.execute(insert, [2, 2, "b"]).was_applied)
        self.assertTrue(self.session.execute(insert, [2, 3, "c"]).was_applied)

    def test_batch(self):
        batch = "BEGIN BATCH INSERT INTO c (k, c, v) VALUES (1, 1, 'a') IF NOT EXISTS; " \
                "INSERT INTO c (k, c, v) VALUES (1, 2, 'b'); APPLY BATCH"
        self.assertEqual({"[applied]": True}, self.one(batch))
        rows = self.all(batch)
        self.assertEqual([False], sorted({row["[applied]"] for row in rows}))
        self.assertEqual("a", rows[0]["v"])
        self.assertEqual(2, self.one("SELECT count(*) AS n FROM c WHERE k = 1")["n"])


class InFlightTest(unittest.TestCase):
    REQUESTS = 1000

    def test_many_on_one_connection(self):
        for version in (4, 5):
            with self.subTest(version=version), open_cluster(version, row_factory=named_tuple_factory) as cluster:
                session = cluster.connect()
                keyspace = "py_" + uuid.uuid4().hex[:16]
                session.execute("CREATE KEYSPACE %s WITH replication = "
                                "{'class': 'SimpleStrategy', 'replication_factor': 1}" % keyspace)
                try:
                    self.flight(session, keyspace)
                finally:
                    session.execute("DROP KEYSPACE " + keyspace)

    def flight(self, session, keyspace):
        session.execute("CREATE TABLE %s.t (k int PRIMARY KEY, v text)" % keyspace)
        insert = session.prepare("INSERT INTO %s.t (k, v) VALUES (?, ?)" % keyspace)
        select = session.prepare("SELECT k, v FROM %s.t WHERE k = ?" % keyspace)
        for future in [session.execute_async(insert, (k, "v%d" % k)) for k in range(self.REQUESTS)]:
            future.result()
        futures = [session.execute_async(select, (k,)) for k in range(self.REQUESTS)]
        answers = [tuple(future.result().one()) for future in futures]
        self.assertEqual([(k, "v%d" % k) for k in range(self.REQUESTS)], answers)
        self.assertEqual([1], [pool["open_count"] for pool in session.get_pool_state().values()])


if __name__ == "__main__":
    unittest.main()
