"""The native protocol by hand: just enough to say it right, and then to say it wrong."""

import os
import socket
import struct
import zlib

HOST = os.environ.get("CQL_HOST", "127.0.0.1")
PORT = int(os.environ.get("CQL_PORT", "9042"))

ERROR, STARTUP, READY, OPTIONS, SUPPORTED, QUERY, RESULT, PREPARE, EXECUTE, REGISTER, EVENT, BATCH = (
    0x00, 0x01, 0x02, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D)
PROTOCOL_ERROR, INVALID, SYNTAX, SERVER_ERROR = 0x000A, 0x2200, 0x2000, 0x0000
COMPRESSED = 0x01
ONE = 1


class Closed(Exception):
    """The server closed the connection."""


class Frame:
    def __init__(self, version, flags, stream, opcode, body):
        self.version, self.flags, self.stream, self.opcode, self.body = version, flags, stream, opcode, body

    def error(self):
        """The code and the words of an ERROR."""
        code, length = struct.unpack_from(">iH", self.body)
        return code, self.body[6:6 + length].decode()

    def __repr__(self):
        return "Frame(version=%x, flags=%x, stream=%d, opcode=%x, %r)" % (
            self.version, self.flags, self.stream, self.opcode, self.body[:60])


def frame(version, opcode, body=b"", stream=0, flags=0, length=None):
    # Versions 1 and 2 had room for 128 streams.
    header = ">BBhBi" if version > 2 else ">BBbBi"
    return struct.pack(header, version, flags, stream, opcode, len(body) if length is None else length) + body


def string(text):
    return struct.pack(">H", len(text.encode())) + text.encode()


def string_map(entries):
    return struct.pack(">H", len(entries)) + b"".join(string(k) + string(v) for k, v in entries.items())


def startup(version, **options):
    return frame(version, STARTUP, string_map({"CQL_VERSION": "3.0.0", **options}))


def query(version, text, stream=0):
    flags = b"\0\0\0\0" if version >= 5 else b"\0"
    return frame(version, QUERY, struct.pack(">i", len(text.encode())) + text.encode() + struct.pack(">H", ONE) + flags,
                 stream=stream)


def crc24(data):
    """Of a segment's header: initial value 0x875060, polynomial 0x1974F0B."""
    crc = 0x875060
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1974F0B
    return crc & 0xFFFFFF


def crc32(payload):
    """Of a segment's payload: the usual one, fed four fixed bytes first."""
    return zlib.crc32(payload, zlib.crc32(b"\xfa\x2d\x55\xca"))


def segment(payload, self_contained=True, length=None, header_damage=0, payload_damage=0):
    """An uncompressed segment of version 5."""
    header = struct.pack("<I", (len(payload) if length is None else length) | self_contained << 17)[:3]
    return (header + struct.pack("<I", crc24(header) ^ header_damage)[:3] + payload
            + struct.pack("<I", crc32(payload) ^ payload_damage))


class Connection:
    """A socket that speaks one version; from version 5 on in segments, once it has started."""

    def __init__(self, version=4, start=True, patience=20, **options):
        self.version = version
        self.socket = socket.create_connection((HOST, PORT), timeout=patience)
        self.segmented = False
        self.pending = b""
        if start:
            self.send(startup(version, **options))
            answer = self.receive()
            assert answer.opcode == READY, answer
            self.segmented = version >= 5

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def say(self, envelope):
        """Sends an envelope the way that the version frames it."""
        self.send(segment(envelope) if self.segmented else envelope)

    def _read(self, count):
        data = b""
        while len(data) < count:
            try:
                more = self.socket.recv(count - len(data))
            except (ConnectionResetError, BrokenPipeError) as reset:
                raise Closed from reset
            if not more:
                raise Closed
            data += more
        return data

    def _envelope_bytes(self, count):
        while len(self.pending) < count:
            header = self._read(6)
            length = int.from_bytes(header[:3], "little") & 0x1FFFF
            assert crc24(header[:3]) == int.from_bytes(header[3:], "little"), "the server's own CRC24"
            payload = self._read(length)
            assert crc32(payload) == int.from_bytes(self._read(4), "little"), "the server's own CRC32"
            self.pending += payload
        data, self.pending = self.pending[:count], self.pending[count:]
        return data

    def receive(self):
        read = self._envelope_bytes if self.segmented else self._read
        first = read(1)
        old = first[0] & 0x7F in (1, 2)
        version, flags, stream, opcode, length = struct.unpack(">BBbBi" if old else ">BBhBi", first + read(7 if old else 8))
        assert version & 0x80, "not marked as an answer"
        return Frame(version & 0x7F, flags, stream, opcode, read(length))

    def ask(self, text, stream=0):
        self.say(query(self.version, text, stream))
        return self.receive()
