"""One writer: sends operations over a stock driver until the server goes away, and logs what it meant and what it heard.

    writer.py PORT WRITER CYCLE SEED LOG

Each line of the log is synced to disk: an intent before its request is sent, an acknowledgement after its answer came.
    {"lane": 17, "steps": [["put", 0, 3, "…"]]}        meant
    {"lane": 17, "acknowledged": true}                 heard, for the lane's latest intent
"""

import json
import os
import random
import sys

from cassandra.cluster import Cluster, ExecutionProfile, EXEC_PROFILE_DEFAULT, NoHostAvailable
from cassandra.policies import FallthroughRetryPolicy, RoundRobinPolicy
from cassandra.query import BatchStatement

import operations

LANES = 12


class Log:
    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")

    def write(self, records):
        for record in records:
            self.file.write(json.dumps(record) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


def send(session, statements, lane, steps):
    bound = [(statements[statement], values) for statement, values in (operations.cql(lane, s) for s in steps)]
    if len(bound) == 1:
        return session.execute_async(bound[0][0], bound[0][1])
    batch = BatchStatement()
    for statement, values in bound:
        batch.add(statement, values)
    return session.execute_async(batch)


def write_until_the_server_dies(session, writer, cycle, chance, log):
    texts = [text % table for text in operations.STATEMENTS.values() for table in operations.TABLES]
    statements = {text: session.prepare(text) for text in texts}
    number = 0
    while True:
        lanes = [writer * LANES + i for i in chance.sample(range(LANES), chance.randrange(1, LANES + 1))]
        meant = []
        for lane in lanes:
            number += 1
            meant.append((lane, operations.choose(chance, "w%d c%d n%d" % (writer, cycle, number))))
        log.write({"lane": lane, "steps": steps} for lane, steps in meant)
        flight, heard, gone = [], [], False
        for lane, steps in meant:
            flight.append((lane, send(session, statements, lane, steps)))
        for lane, future in flight:
            try:
                future.result()
                heard.append({"lane": lane, "acknowledged": True})
            except Exception as error:  # Whatever the driver makes of a server that is gone: the operation is in doubt.
                gone = error
        log.write(heard)
        if gone:
            return gone


def main():
    port, writer, cycle, seed, path = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
    profile = ExecutionProfile(
        load_balancing_policy=RoundRobinPolicy(), retry_policy=FallthroughRetryPolicy(), request_timeout=60)
    cluster = Cluster(["127.0.0.1"], port=port, protocol_version=4 + writer % 2,
                      execution_profiles={EXEC_PROFILE_DEFAULT: profile}, schema_metadata_enabled=False)
    log = Log(path)
    try:
        session = cluster.connect()
        # Half of the writers leave the timestamps to the server, which must not go back over a restart.
        session.use_client_timestamp = writer < 2
        error = write_until_the_server_dies(session, writer, cycle, random.Random("%s %d" % (seed, writer)), log)
        print("writer %d stopped: %s" % (writer, str(error)[:200]))
    except NoHostAvailable as error:
        print("writer %d could not begin: %s" % (writer, str(error)[:200]))
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main()
