"""What a server must survive: bytes that are no protocol, and protocol that is no sense.

Each test expects the protocol's error or a closed connection, and that a second connection, open all the while, goes on.
"""

import os
import random
import struct
import unittest

from wire import (BATCH, COMPRESSED, Closed, Connection, ERROR, EXECUTE, INVALID, ONE, OPTIONS, PREPARE, PROTOCOL_ERROR,
                  QUERY, REGISTER, RESULT, SERVER_ERROR, STARTUP, SUPPORTED, frame, query, segment, startup, string,
                  string_map)
from wire_case import LOCAL, WireCase

SEED = os.environ.get("SEED") or str(random.SystemRandom().randrange(10**9))


class AbuseTest(WireCase):
    # Versions and the beginning of a connection

    def test_a_version_that_does_not_exist_is_told_which_do(self):
        for version in (1, 2, 7, 0x20, 0x41, 0x42, 0x7F):
            with self.subTest(version=version), Connection(version, start=False) as connection:
                connection.send(startup(version))
                answer = self.refused(connection, PROTOCOL_ERROR, may_close=False,
                                      words="Invalid or unsupported protocol version (%d)" % version)
                for supported in ("3/v3", "4/v4", "5/v5"):
                    self.assertIn(supported, answer.error()[1])

    def test_options_before_startup(self):
        with Connection(4, start=False) as connection:
            connection.send(frame(4, OPTIONS, stream=5))
            answer = connection.receive()
            self.assertEqual((SUPPORTED, 5), (answer.opcode, answer.stream))
            for key in (b"CQL_VERSION", b"COMPRESSION", b"PROTOCOL_VERSIONS", b"lz4", b"snappy"):
                self.assertIn(key, answer.body)

    def test_a_query_before_startup(self):
        with Connection(4, start=False) as connection:
            connection.send(query(4, LOCAL))
            self.refused(connection, PROTOCOL_ERROR, words="STARTUP")

    def test_startup_twice(self):
        with Connection(4) as connection:
            connection.send(startup(4))
            self.refused(connection, PROTOCOL_ERROR, words="STARTUP")

    def test_startup_that_asks_for_what_is_not(self):
        for options in ({"COMPRESSION": "no-such"}, {"CQL_VERSION": "nonsense"}):
            with self.subTest(options), Connection(4, start=False) as connection:
                connection.send(frame(4, STARTUP, string_map({"CQL_VERSION": "3.0.0", **options})))
                self.refused(connection, PROTOCOL_ERROR, INVALID)
        with Connection(4, start=False) as connection:
            connection.send(frame(4, STARTUP, string_map({})))
            self.refused(connection, PROTOCOL_ERROR, words="CQL_VERSION")

    def test_another_version_in_the_middle(self):
        with Connection(4) as connection:
            connection.send(query(3, LOCAL))
            self.refused(connection, PROTOCOL_ERROR)

    # Frames that lie

    def test_garbage(self):
        chance = random.Random(SEED)
        for size in (1, 8, 9, 100, 5000, 200000):
            with self.subTest(size=size, seed=SEED), Connection(4, start=False) as connection:
                try:
                    connection.send(bytes(chance.randrange(256) for _ in range(size)))
                except OSError:
                    continue  # Closed while we were still talking.

    def test_an_answer_sent_to_the_server(self):
        with Connection(4, start=False) as connection:
            connection.send(frame(0x84, OPTIONS))
            self.refused(connection, PROTOCOL_ERROR)

    def test_an_unknown_opcode(self):
        for opcode in (0x04, 0x11, 0x7F, 0xFF):
            with self.subTest(opcode=opcode), Connection(4) as connection:
                connection.send(frame(4, opcode))
                self.refused(connection, PROTOCOL_ERROR)

    def test_an_opcode_that_only_servers_say(self):
        for opcode in (0x00, 0x02, 0x06, 0x08, 0x0C):
            with self.subTest(opcode=opcode), Connection(4) as connection:
                connection.send(frame(4, opcode, b"\0" * 8))
                self.refused(connection, PROTOCOL_ERROR, SERVER_ERROR)

    def test_a_body_over_the_limit_is_skipped(self):
        """The request is refused on its own stream, and the connection goes on after its body."""
        with Connection(4) as connection:
            body = b"\0" * (17 * 1024 * 1024)
            connection.send(frame(4, QUERY, b"", stream=9, length=len(body)))
            for start in range(0, len(body), 1 << 20):
                connection.send(body[start:start + (1 << 20)])
            answer = self.refused(connection, INVALID, may_close=False, words="too big")
            self.assertEqual(9, answer.stream)
            self.lives(connection)

    def test_many_promises_take_no_memory(self):
        """A hundred connections each announce a body that the limit just allows, and send none of it."""
        connections = []
        try:
            for _ in range(100):
                connections.append(Connection(4))
                connections[-1].send(frame(4, QUERY, b"x", length=15 * 1024 * 1024))
            self.assertEqual(RESULT, self.other.ask(LOCAL).opcode)
        finally:
            for connection in connections:
                connection.close()

    def test_a_frame_that_stops_in_the_middle(self):
        whole = query(4, LOCAL)
        for cut in (1, 5, 9, 12, len(whole) - 1):
            with Connection(4) as connection:
                connection.send(whole[:cut])

    def test_a_frame_in_single_bytes(self):
        with Connection(4) as connection:
            for byte in query(4, LOCAL, stream=3):
                connection.send(bytes([byte]))
            self.assertEqual(3, connection.receive().stream)

    # Bodies that lie

    def test_bodies_that_are_too_short_or_lie_about_what_they_hold(self):
        long_string = struct.pack(">i", 10) + b"SELECT"
        bodies = {
            "an empty query": (QUERY, b""),
            "a text longer than the body": (QUERY, long_string),
            "a text of a negative length": (QUERY, struct.pack(">i", -7)),
            "a text of two thousand million bytes": (QUERY, struct.pack(">i", 2**31 - 1) + b"x"),
            "no flags": (QUERY, struct.pack(">i", len(LOCAL)) + LOCAL.encode() + struct.pack(">H", ONE)),
            "values that are not there": (
                QUERY, struct.pack(">i", len(LOCAL)) + LOCAL.encode() + struct.pack(">HBH", ONE, 1, 65535)),
            "a value longer than the body": (
                QUERY, struct.pack(">i", len(LOCAL)) + LOCAL.encode() + struct.pack(">HBHi", ONE, 1, 1, 2**31 - 1)),
            "a consistency that does not exist": (
                QUERY, struct.pack(">i", len(LOCAL)) + LOCAL.encode() + struct.pack(">HB", 99, 0)),
            "an empty prepare": (PREPARE, b""),
            "an execute of half an id": (EXECUTE, struct.pack(">H", 16) + b"half"),
            "a batch of 65535 queries": (BATCH, struct.pack(">BH", 0, 65535)),
            "a batch of an unknown type": (BATCH, struct.pack(">BHHB", 9, 0, ONE, 0)),
            "a registration for an unknown event": (REGISTER, struct.pack(">H", 1) + string("NO_SUCH_EVENT")),
            "a registration of 65535 events": (REGISTER, struct.pack(">H", 65535)),
        }
        for what, (opcode, body) in bodies.items():
            with self.subTest(what), Connection(4) as connection:
                connection.send(frame(4, opcode, body, stream=1))
                self.refused(connection, PROTOCOL_ERROR, INVALID, SERVER_ERROR)

    def test_text_that_is_not_utf8(self):
        with Connection(4) as connection:
            connection.send(frame(4, QUERY, struct.pack(">i", 4) + b"\xff\xfe\xfd\xfc" + struct.pack(">HB", ONE, 0)))
            self.assertEqual(ERROR, connection.receive().opcode)

    def test_an_execute_of_an_unknown_statement(self):
        with Connection(4) as connection:
            connection.send(frame(4, EXECUTE, struct.pack(">H", 16) + b"0123456789abcdef" + struct.pack(">HB", ONE, 0)))
            answer = connection.receive()
            self.assertEqual((ERROR, 0x2500), (answer.opcode, answer.error()[0]))
            self.assertTrue(answer.body.endswith(struct.pack(">H", 16) + b"0123456789abcdef"))
            self.lives(connection)

    def test_text_too_deep_to_parse(self):
        """Nesting is not a way to end a server's stack."""
        for depth in (50, 5000, 100000):
            text = "SELECT * FROM system.local WHERE key = " + "[" * depth + "]" * depth
            with self.subTest(depth=depth), Connection(4) as connection:
                connection.send(query(4, text))
                self.refused(connection, INVALID, 0x2000, SERVER_ERROR)

    # Compression

    def test_broken_compressed_bodies(self):
        bodies = {
            "lz4": {
                "no length": b"",
                "half a length": b"\0\0",
                "a negative length": struct.pack(">i", -1) + b"abc",
                "a body that is no lz4": struct.pack(">i", 100) + b"\xff" * 20,
                "more than the length says": struct.pack(">i", 1) + b"\x50hello",
            },
            "snappy": {
                "nothing": b"",
                "a body that is no snappy": b"\xff" * 20,
            },
        }
        for compression, broken in bodies.items():
            for what, body in broken.items():
                with self.subTest("%s: %s" % (compression, what)):
                    with Connection(4, COMPRESSION=compression) as connection:
                        connection.send(frame(4, QUERY, body, flags=COMPRESSED))
                        self.refused(connection, PROTOCOL_ERROR, SERVER_ERROR, INVALID)

    def test_a_compressed_body_that_nobody_agreed_on(self):
        with Connection(4) as connection:
            connection.send(frame(4, QUERY, b"whatever", flags=COMPRESSED))
            self.refused(connection, PROTOCOL_ERROR, SERVER_ERROR)

    # Segments of version 5

    def test_a_broken_crc_of_a_segment_header(self):
        with Connection(5) as connection:
            connection.send(segment(query(5, LOCAL), header_damage=1))
            self.assertRaises(Closed, lambda: [connection.receive() for _ in range(2)])

    def test_a_broken_crc_of_a_segment_payload(self):
        with Connection(5) as connection:
            connection.send(segment(query(5, LOCAL), payload_damage=1))
            self.refused(connection, PROTOCOL_ERROR)

    def test_several_envelopes_in_a_segment(self):
        with Connection(5) as connection:
            connection.send(segment(b"".join(query(5, LOCAL, stream) for stream in range(10))))
            self.assertEqual(set(range(10)), {connection.receive().stream for _ in range(10)})

    def test_one_envelope_over_several_segments(self):
        text = "SELECT key FROM system.local /*" + "x" * 300000 + "*/"
        envelope = query(5, text, stream=12)
        with Connection(5) as connection:
            for start in range(0, len(envelope), 100000):
                connection.send(segment(envelope[start:start + 100000], self_contained=False))
            answer = connection.receive()
            self.assertEqual((RESULT, 12), (answer.opcode, answer.stream))

    def test_garbage_in_a_good_segment(self):
        chance = random.Random(SEED)
        for size in (1, 9, 40, 1000):
            with self.subTest(size=size, seed=SEED), Connection(5, patience=5) as connection:
                connection.send(segment(b"\x05" + bytes(chance.randrange(256) for _ in range(size))))

    def test_snappy_in_version_5(self):
        with Connection(5, start=False) as connection:
            connection.send(startup(5, COMPRESSION="snappy"))
            self.refused(connection, PROTOCOL_ERROR)

    # Load

    def test_a_thousand_requests_in_one_write(self):
        for version in (3, 4):
            with self.subTest(version=version), Connection(version) as connection:
                connection.send(b"".join(query(version, LOCAL, stream) for stream in range(1000)))
                answers = [connection.receive() for _ in range(1000)]
                self.assertEqual(set(range(1000)), {answer.stream for answer in answers})
                self.assertEqual({RESULT}, {answer.opcode for answer in answers})

    def test_a_client_that_asks_and_never_reads(self):
        """It may fill its own buffers, and those alone."""
        with Connection(4, patience=2) as deaf:
            try:
                for _ in range(200):
                    deaf.send(b"".join(query(4, "SELECT * FROM system_schema.columns", s) for s in range(20)))
            except OSError:
                pass  # The server stopped reading from us, as it should.
            self.assertEqual(RESULT, self.other.ask(LOCAL).opcode)


if __name__ == "__main__":
    print("SEED=%s" % SEED)
    unittest.main()
