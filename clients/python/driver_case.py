"""What every test of this suite stands on: a connection, and a keyspace of its own.

The server under test is named by the environment: CQL_HOST (127.0.0.1) and CQL_PORT (9042).
"""

import os
import time
import unittest
import uuid

from cassandra.cluster import Cluster, ExecutionProfile, EXEC_PROFILE_DEFAULT
from cassandra.policies import FallthroughRetryPolicy, RoundRobinPolicy
from cassandra.query import dict_factory

HOST = os.environ.get("CQL_HOST", "127.0.0.1")
PORT = int(os.environ.get("CQL_PORT", "9042"))
REPLICATION = "{'class': 'SimpleStrategy', 'replication_factor': 1}"


def open_cluster(protocol_version=4, compression=False, row_factory=dict_factory, **options):
    profile = ExecutionProfile(
        load_balancing_policy=RoundRobinPolicy(), retry_policy=FallthroughRetryPolicy(), row_factory=row_factory,
        request_timeout=30)
    return Cluster(
        [HOST], port=PORT, protocol_version=protocol_version, compression=compression,
        execution_profiles={EXEC_PROFILE_DEFAULT: profile},
        schema_event_refresh_window=0, topology_event_refresh_window=0, status_event_refresh_window=0,
        control_connection_timeout=30, connect_timeout=30, **options)


def wait_until(condition, what, seconds=20):
    """Polls until the condition holds. What it waits for comes by a pushed event, so there is nothing to block on."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("did not happen in %d s: %s" % (seconds, what))
        time.sleep(0.02)


class DriverCase(unittest.TestCase):
    """Opens one session per class, in a keyspace that is dropped at the end."""

    protocol_version = 4

    @classmethod
    def setUpClass(cls):
        cls.cluster = open_cluster(cls.protocol_version)
        cls.addClassCleanup(cls.cluster.shutdown)
        cls.session = cls.cluster.connect()
        cls.keyspace = "py_" + uuid.uuid4().hex[:16]
        cls.session.execute("CREATE KEYSPACE %s WITH replication = %s" % (cls.keyspace, REPLICATION))
        cls.addClassCleanup(cls.session.execute, "DROP KEYSPACE IF EXISTS " + cls.keyspace)
        cls.session.set_keyspace(cls.keyspace)

    def all(self, statement, values=None):
        return list(self.session.execute(statement, values))

    def one(self, statement, values=None):
        rows = self.all(statement, values)
        self.assertEqual(1, len(rows), rows)
        return rows[0]
