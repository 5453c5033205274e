"""Every type that the driver knows, both ways, in each protocol version: values at their edges, null, unset, empty."""

import ipaddress
import unittest
import uuid
from collections import namedtuple
from datetime import datetime
from decimal import Decimal

from cassandra.query import UNSET_VALUE
from cassandra.util import Date, Duration, OrderedMapSerializedKey, SortedSet, Time, uuid_from_time

from driver_case import DriverCase

NOON = datetime(2026, 11, 21, 12, 0, 0, 123000)

VALUES = {
    "ascii": ["plain", "", "~ !\x01"],
    "bigint": [0, -1, 2**63 - 1, -2**63],
    "blob": [b"\x00\xff\x80", b"", bytes(range(256)) * 300],
    "boolean": [True, False],
    "date": [Date(0), Date(20000), Date(-1), Date("2026-11-21")],
    "decimal": [Decimal("0"), Decimal("-1.50"), Decimal("12345678901234567890.123456789"), Decimal("1E+30")],
    "double": [0.0, -0.0, 1.5, -1e308, 5e-324, float("inf"), float("-inf")],
    "duration": [Duration(1, 2, 3), Duration(-1, -2, -3), Duration(0, 0, 0), Duration(2**31 - 1, 0, 2**62)],
    "float": [0.0, 1.5, -2.0**100, float("inf")],
    "inet": ["127.0.0.1", "255.255.255.255", "::1", "2001:db8::ff00:42:8329"],
    "int": [0, -1, 2**31 - 1, -2**31],
    "smallint": [0, -1, 32767, -32768],
    "text": ["", "plain", "Ἕλενος, 預言者 🐍", "'quoted' $$", "x" * 70000],
    "time": [Time(0), Time(86399999999999), Time("12:34:56.789012345")],
    "timestamp": [NOON, datetime(1970, 1, 1), datetime(1901, 2, 3, 4, 5, 6, 7000)],
    "timeuuid": [uuid_from_time(NOON), uuid.uuid1()],
    "tinyint": [0, -1, 127, -128],
    "uuid": [uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.uuid4()],
    "varchar": ["also text"],
    "varint": [0, -1, 127, 128, -129, 10**60, -10**60],
}

# The driver cannot read a collection that holds null, and the server refuses one.
NESTED = {
    "list<int>": [[1, 2, 2, -1]],
    "set<text>": [{"b", "a"}],
    "map<text, int>": [{"b": 1, "a": 2}],
    "frozen<list<text>>": [["x", ""], []],
    "frozen<set<int>>": [{3, 1}, set()],
    "frozen<map<int, blob>>": [{1: b"", 2: b"\x00"}, {}],
    "list<frozen<map<text, frozen<set<int>>>>>": [[{"a": {1, 2}}, {"b": set()}]],
    "map<frozen<list<int>>, frozen<tuple<int, text>>>": [{(1, 2): (1, "a"), (): (2, None)}],
    "tuple<int, text, boolean>": [(1, "a", True), (None, "", None)],
    "frozen<tuple<int, frozen<tuple<text, frozen<list<int>>>>>>": [(1, ("x", [1, 2]))],
    "set<timeuuid>": [{uuid_from_time(NOON)}],
}


def plain(value):
    """A value as Python's own types, so that what was sent and what came back can be compared."""
    if isinstance(value, (set, frozenset, SortedSet)):
        return ("set", sorted((plain(v) for v in value), key=repr))
    if isinstance(value, (dict, OrderedMapSerializedKey)):
        return ("map", sorted(((plain(k), plain(v)) for k, v in value.items()), key=repr))
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


class TypesInVersion4Test(DriverCase):
    def round_trip(self, cql_type, values):
        self.session.execute("CREATE TABLE t (k int PRIMARY KEY, v %s)" % cql_type)
        try:
            insert = self.session.prepare("INSERT INTO t (k, v) VALUES (?, ?)")
            select = self.session.prepare("SELECT v FROM t WHERE k = ?")
            for k, value in enumerate(values):
                self.session.execute(insert, [k, value])
                self.check(cql_type, value, self.one(select, [k])["v"])
            self.session.execute(insert, [1000, None])
            self.assertIsNone(self.one(select, [1000])["v"])
            self.check_unset(insert, select, cql_type, values[0])
        finally:
            self.session.execute("DROP TABLE t")

    def check(self, cql_type, sent, received):
        if cql_type == "inet":
            sent, received = ipaddress.ip_address(sent), ipaddress.ip_address(received)
        if cql_type in ("double", "float"):
            sent, received = repr(sent), repr(received)
        self.assertEqual(plain(sent), plain(received), cql_type)

    def check_unset(self, insert, select, cql_type, value):
        """A value left unset is left alone."""
        self.session.execute(insert, [2000, value])
        self.session.execute(insert, [2000, UNSET_VALUE])
        self.check(cql_type, value, self.one(select, [2000])["v"])

    def test_native_types(self):
        for cql_type, values in VALUES.items():
            with self.subTest(cql_type):
                self.round_trip(cql_type, values)

    def test_nested_types(self):
        for cql_type, values in NESTED.items():
            with self.subTest(cql_type):
                self.round_trip(cql_type, values)

    def test_nan(self):
        self.session.execute("CREATE TABLE no_number (k int PRIMARY KEY, f float, d double)")
        insert = self.session.prepare("INSERT INTO no_number (k, f, d) VALUES (1, ?, ?)")
        self.session.execute(insert, [float("nan"), float("nan")])
        row = self.one("SELECT f, d FROM no_number")
        self.assertNotEqual(row["f"], row["f"])
        self.assertNotEqual(row["d"], row["d"])

    def test_every_type_as_clustering_in_order(self):
        """Rows come back in the order of the type, and the other way when asked."""
        for cql_type, values in VALUES.items():
            if cql_type in ("duration", "inet", "timeuuid", "uuid", "varchar"):
                continue
            with self.subTest(cql_type):
                self.session.execute("CREATE TABLE o (k int, c %s, PRIMARY KEY (k, c))" % cql_type)
                insert = self.session.prepare("INSERT INTO o (k, c) VALUES (1, ?)")
                keys = [v for v in values if len(v) < 60000] if cql_type in ("text", "blob") else values
                for value in keys:
                    self.session.execute(insert, [value])
                expected = sorted(keys, key=lambda v: v.encode() if isinstance(v, str) else v)
                if cql_type == "double":
                    expected = sorted(keys, key=lambda v: (v, repr(v) != "-0.0"))
                up = [row["c"] for row in self.all("SELECT c FROM o WHERE k = 1")]
                down = [row["c"] for row in self.all("SELECT c FROM o WHERE k = 1 ORDER BY c DESC")]
                self.assertEqual([repr(v) for v in expected], [repr(v) for v in up])
                self.assertEqual(up, down[::-1])
                self.session.execute("DROP TABLE o")

    def test_empty_is_not_null(self):
        """A value of no bytes of a type that has no such value: kept as it is, not null."""
        self.session.execute("CREATE TABLE empties (k int PRIMARY KEY, i int, u uuid, s text, b blob)")
        self.session.execute(
            "INSERT INTO empties (k, i, u, s, b) VALUES (1, blob_as_int(0x), blob_as_uuid(0x), '', 0x)")
        row = self.one("SELECT int_as_blob(i) AS i, uuid_as_blob(u) AS u, s, b FROM empties")
        self.assertEqual({"i": b"", "u": b"", "s": "", "b": b""}, row)
        self.session.execute("INSERT INTO empties (k, i, u, s, b) VALUES (1, null, null, null, null)")
        row = self.one("SELECT int_as_blob(i) AS i, uuid_as_blob(u) AS u, s, b FROM empties")
        self.assertEqual({"i": None, "u": None, "s": None, "b": None}, row)

    def test_an_empty_collection_is_null_unless_frozen(self):
        self.session.execute("CREATE TABLE bare (k int PRIMARY KEY, l list<int>, f frozen<list<int>>)")
        self.session.execute("INSERT INTO bare (k, l, f) VALUES (1, [], [])")
        self.assertEqual({"l": None, "f": []}, self.one("SELECT l, f FROM bare"))

    def test_user_types(self):
        self.session.execute("CREATE TYPE point (x int, y int)")
        self.session.execute("CREATE TYPE path (name text, points list<frozen<point>>)")
        self.session.execute("CREATE TABLE places (k int PRIMARY KEY, at point, way frozen<path>, "
                             "all map<text, frozen<path>>)")
        point = namedtuple("point", "x y")
        path = namedtuple("path", "name points")
        self.cluster.register_user_type(self.keyspace, "point", point)
        self.cluster.register_user_type(self.keyspace, "path", path)
        way = path("home", [point(1, 2), point(3, None)])
        insert = self.session.prepare("INSERT INTO places (k, at, way, all) VALUES (?, ?, ?, ?)")
        self.session.execute(insert, [1, point(5, None), way, {"a": way, "b": path(None, None)}])
        row = self.one("SELECT at, way, all FROM places")
        self.assertEqual(point(5, None), row["at"])
        self.assertEqual(way, row["way"])
        self.assertEqual({"a": way, "b": path(None, None)}, dict(row["all"].items()))
        self.session.execute("UPDATE places SET at.y = 9 WHERE k = 1")
        self.assertEqual(point(5, 9), self.one("SELECT at FROM places")["at"])
        self.session.execute("ALTER TYPE point ADD z int")
        self.assertEqual(9, self.one("SELECT at.y AS y FROM places")["y"])

    def test_collections_change_by_element(self):
        self.session.execute("CREATE TABLE parts (k int PRIMARY KEY, l list<int>, s set<int>, m map<text, int>)")
        for statement in (
                "INSERT INTO parts (k, l, s, m) VALUES (1, [1, 2, 3], {1, 2}, {'a': 1})",
                "UPDATE parts SET l = l + [4], s = s + {3}, m = m + {'b': 2} WHERE k = 1",
                "UPDATE parts SET l = [0] + l, s = s - {1}, m = m - {'a'} WHERE k = 1",
                "UPDATE parts SET l[1] = 11, m['c'] = 3 WHERE k = 1",
                "DELETE l[0], m['b'] FROM parts WHERE k = 1",
                "UPDATE parts SET l = l - [3] WHERE k = 1"):
            self.session.execute(statement)
        row = self.one("SELECT l, s, m FROM parts WHERE k = 1")
        self.assertEqual(([11, 2, 4], [2, 3], {"c": 3}), (row["l"], list(row["s"]), dict(row["m"].items())))

    def test_counter(self):
        self.session.execute("CREATE TABLE counts (k int PRIMARY KEY, c counter)")
        for change in ("c + 5", "c - 7", "c + 1"):
            self.session.execute("UPDATE counts SET c = %s WHERE k = 1" % change)
        add = self.session.prepare("UPDATE counts SET c = c + ? WHERE k = ?")
        self.session.execute(add, [2**40, 1])
        self.assertEqual(2**40 - 1, self.one("SELECT c FROM counts WHERE k = 1")["c"])

    def test_ttl_and_writetime(self):
        self.session.execute("CREATE TABLE times (k int PRIMARY KEY, v int, w int)")
        self.session.execute("INSERT INTO times (k, v) VALUES (1, 1) USING TIMESTAMP 1234567 AND TTL 1000")
        row = self.one("SELECT writetime(v) AS at, ttl(v) AS ttl, ttl(w) AS none FROM times")
        self.assertEqual((1234567, None), (row["at"], row["none"]))
        self.assertTrue(900 < row["ttl"] <= 1000, row)
        self.session.execute("UPDATE times USING TIMESTAMP 1234566 SET v = 2 WHERE k = 1")
        self.assertEqual(1, self.one("SELECT v FROM times")["v"])

    def test_literals_in_the_text(self):
        row = self.one("SELECT (list<int>) [1, 2] AS l, (map<text, int>) {'a': 1} AS m, (set<int>) {2, 1} AS s, "
                       "(tuple<int, text>) (1, 'x') AS t, (uuid) 123e4567-e89b-12d3-a456-426614174000 AS u, "
                       "(duration) 1mo2d3ns AS d, (blob) 0xcafe AS b, (date) '2026-11-21' AS day FROM system.local")
        self.assertEqual([1, 2], row["l"])
        self.assertEqual({"a": 1}, dict(row["m"].items()))
        self.assertEqual([1, 2], list(row["s"]))
        self.assertEqual((1, "x"), row["t"])
        self.assertEqual(uuid.UUID("123e4567-e89b-12d3-a456-426614174000"), row["u"])
        self.assertEqual(Duration(1, 2, 3), row["d"])
        self.assertEqual(b"\xca\xfe", row["b"])
        self.assertEqual(Date("2026-11-21"), row["day"])


class TypesInVersion3Test(TypesInVersion4Test):
    protocol_version = 3

    def check_unset(self, insert, select, cql_type, value):
        """Version 3 has no unset; the driver says so before it sends anything."""
        with self.assertRaises(ValueError):
            self.session.execute(insert, [2000, UNSET_VALUE])


class TypesInVersion5Test(TypesInVersion4Test):
    protocol_version = 5


if __name__ == "__main__":
    unittest.main()
