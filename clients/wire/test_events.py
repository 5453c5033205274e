"""What is pushed to a connection that registered, byte by byte, and what the one that caused it is answered."""

import struct
import unittest
import uuid

from wire import EVENT, READY, REGISTER, RESULT, Connection, frame, query, string
from wire_case import WireCase

SCHEMA_CHANGE = 5


def change(kind, target, *names):
    return string(kind) + string(target) + b"".join(string(name) for name in names)


class EventTest(WireCase):
    def listener(self, version, *events):
        connection = Connection(version)
        self.addCleanup(connection.close)
        connection.say(frame(version, REGISTER, struct.pack(">H", len(events)) + b"".join(map(string, events)), stream=2))
        answer = connection.receive()
        self.assertEqual((READY, 2), (answer.opcode, answer.stream))
        return connection

    def test_every_change_is_pushed_to_those_who_asked(self):
        name = "wire_" + uuid.uuid4().hex[:16]
        changes = (
            ("CREATE KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
             change("CREATED", "KEYSPACE", name)),
            ("ALTER KEYSPACE %s WITH durable_writes = false", change("UPDATED", "KEYSPACE", name)),
            ("CREATE TYPE %s.point (x int)", change("CREATED", "TYPE", name, "point")),
            ("ALTER TYPE %s.point ADD y int", change("UPDATED", "TYPE", name, "point")),
            ("CREATE TABLE %s.t (k int PRIMARY KEY)", change("CREATED", "TABLE", name, "t")),
            ("CREATE TABLE IF NOT EXISTS %s.t (k int PRIMARY KEY)", None),
            ("ALTER TABLE %s.t ADD v int", change("UPDATED", "TABLE", name, "t")),
            ("TRUNCATE %s.t", None),
            ("DROP TABLE %s.t", change("DROPPED", "TABLE", name, "t")),
            ("DROP TYPE %s.point", change("DROPPED", "TYPE", name, "point")),
            ("DROP KEYSPACE %s", change("DROPPED", "KEYSPACE", name)),
            ("DROP KEYSPACE IF EXISTS %s", None),
        )
        listeners = [self.listener(version, "SCHEMA_CHANGE", "STATUS_CHANGE", "TOPOLOGY_CHANGE") for version in (3, 4, 5)]
        deaf = self.listener(4, "STATUS_CHANGE")
        for statement, expected in changes:
            answer = self.other.ask(statement % name)
            self.assertEqual(RESULT, answer.opcode, answer)
            kind = struct.unpack_from(">i", answer.body)[0]
            if expected is None:
                self.assertNotEqual(SCHEMA_CHANGE, kind, statement)
                continue
            self.assertEqual(SCHEMA_CHANGE, kind, statement)
            self.assertEqual(expected, answer.body[4:], statement)
            for listener in listeners:
                event = listener.receive()
                self.assertEqual((EVENT, -1, listener.version), (event.opcode, event.stream, event.version))
                self.assertEqual(string("SCHEMA_CHANGE") + expected, event.body, statement)
        deaf.say(query(4, "SELECT key FROM system.local", stream=6))
        self.assertEqual((RESULT, 6), (lambda frame: (frame.opcode, frame.stream))(deaf.receive()))


if __name__ == "__main__":
    unittest.main()
