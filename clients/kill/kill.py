"""Kills the server under four writers, again and again, and looks whether it kept its word.

    kill.py [--server bin/helenus] [--cycles 10] [--sync group periodic] [--seed N]

Each cycle: four writers send single rows, overwrites, deletes and batches over one or two partitions; at a random time
the server is killed with SIGKILL; it is started again, and every row is read. Meanwhile the compaction strategy of one of
the tables changes all the time, among all five, while its files are merged. Each lane of rows must be as the
acknowledged operations made it. One operation of a lane may be in doubt, sent and not acknowledged: it is there
altogether or not at all, and stays so. The server keeps its log in each of the modes of --sync in turn, since all of
them promise this. This proves death of a process, not loss of power.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from cassandra.cluster import Cluster
from cassandra.query import SimpleStatement

import operations
from server_process import ServerProcess
from switcher import Switcher

HERE = os.path.dirname(os.path.abspath(__file__))
WRITERS = 4


class Lanes:
    """What must be in the database, and the count of what was said to be."""

    def __init__(self):
        self.rows = {}
        self.acknowledged = 0
        self.batches = 0
        self.in_doubt = 0
        self.found_in_doubt = 0

    def read_log(self, path):
        """Takes in what a writer heard; returns the operations that are in doubt, by lane."""
        pending = {}
        with open(path, encoding="utf-8") as log:
            for line in log:
                record = json.loads(line)
                lane = record["lane"]
                if "steps" in record:
                    if lane in pending:
                        raise AssertionError("%s: two operations in doubt on lane %d" % (path, lane))
                    pending[lane] = record["steps"]
                else:
                    steps = pending.pop(lane)
                    self.rows[lane] = operations.apply(steps, self.rows.get(lane, {}))
                    self.acknowledged += 1
                    self.batches += len(steps) > 1
        return pending

    def compare(self, found, pending):
        """The differences, told; an operation in doubt is settled by what was found."""
        wrong = []
        for lane in sorted(set(self.rows) | set(found) | set(pending)):
            before, actual = self.rows.get(lane, {}), found.get(lane, {})
            if lane in pending:
                self.in_doubt += 1
                after = operations.apply(pending[lane], before)
                if actual == after:
                    self.rows[lane] = after
                    self.found_in_doubt += 1
                    continue
            if actual != before:
                wrong.append(describe(lane, before, pending.get(lane), actual))
        return wrong


def short(value):
    return "nothing" if value is None else repr(value if len(value) < 40 else value[:30] + "… %d" % len(value))


def describe(lane, before, steps, actual):
    lines = ["lane %d is not what was acknowledged%s" % (lane, ", in doubt was %s" % [s[:3] for s in steps] if steps else "")]
    for key in sorted(set(before) | set(actual)):
        if before.get(key) != actual.get(key):
            lines.append("  part %d row %d: acknowledged %s, found %s" % (
                *key, short(before.get(key)), short(actual.get(key))))
    return "\n".join(lines)


def connect(port):
    return Cluster(["127.0.0.1"], port=port, protocol_version=5, schema_metadata_enabled=False)


def define(port):
    with connect(port) as cluster:
        session = cluster.connect()
        for statement in operations.SCHEMA:
            session.execute(statement, timeout=60)


def read_everything(port):
    found = {}
    with connect(port) as cluster:
        session = cluster.connect()
        for table in operations.TABLES:
            query = SimpleStatement("SELECT lane, part, row, value FROM kill." + table, fetch_size=500)
            for lane, part, row, value in session.execute(query, timeout=60):
                found.setdefault(lane, {})[(part, row)] = value
    return found


def run_writers(port, cycle, seed, directory, server, chance):
    """Lets four writers write for a while, kills the server under them, and returns their logs and what became of the table's strategy."""
    writers, logs = [], []
    switcher = Switcher(port, random.Random("%s changes %d" % (seed, cycle)))
    switcher.start()
    for writer in range(WRITERS):
        logs.append(os.path.join(directory, "writer-%d-cycle-%d.log" % (writer, cycle)))
        writers.append(subprocess.Popen(
            [sys.executable, os.path.join(HERE, "writer.py"), str(port), str(writer), str(cycle),
             "%s %d" % (seed, cycle), logs[-1]], stdin=subprocess.DEVNULL))
    try:
        deadline = time.monotonic() + 60
        while not all(os.path.exists(log) and os.path.getsize(log) > 2000 for log in logs):
            if time.monotonic() > deadline:
                raise SystemExit("the writers did not begin")
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 2.0))
        server.kill()
        for writer in writers:
            writer.wait(90)
    finally:
        for writer in writers:
            if writer.poll() is None:
                writer.kill()
                writer.wait()
        switcher.join(90)
    return logs, switcher.changes


def configured(mode, directory):
    """The arguments that make a server keep its log so."""
    path = os.path.join(directory, mode + ".yaml")
    with open(path, "w", encoding="utf-8") as config:
        config.write("commitlog_sync: %s\n" % mode)
    return ["--config", path]


def run(options, directory):
    chance = random.Random(options.seed)
    data, output = os.path.join(directory, "data"), os.path.join(directory, "server.log")
    lanes, changes = Lanes(), {}
    commands = [options.server + configured(mode, directory) for mode in options.sync]
    server = ServerProcess(commands[0], data, output)
    try:
        server.wait_until_ready(options.patience)
        define(server.port)
        for cycle in range(options.cycles):
            before = lanes.acknowledged
            logs, switches = run_writers(server.port, cycle, options.seed, directory, server, chance)
            for change, count in switches.items():
                changes[change] = changes.get(change, 0) + count
            pending = {}
            for log in logs:
                pending.update(lanes.read_log(log))
            server = ServerProcess(commands[(cycle + 1) % len(commands)], data, output)
            server.wait_until_ready(options.patience)
            wrong = lanes.compare(read_everything(server.port), pending)
            if wrong:
                print("\n".join(wrong[:3]))
                print("cycle %d: %d lanes are wrong; seed %s" % (cycle, len(wrong), options.seed))
                return False
            print("cycle %d (%s): %d more operations acknowledged, %d in doubt, all accounted for"
                  % (cycle, options.sync[cycle % len(commands)], lanes.acknowledged - before, len(pending)), flush=True)
            if lanes.acknowledged == before:
                print("no writer got anything acknowledged, so nothing was shown")
                return False
        code = server.stop()
        if code != 0 and options.clean_stop:
            print("a clean stop ended with code %d" % code)
            return False
    finally:
        server.kill()
    print("%d kills: %d operations acknowledged, %d of them batches; %d in doubt, of which %d were there whole"
          % (options.cycles, lanes.acknowledged, lanes.batches, lanes.in_doubt, lanes.found_in_doubt))
    print("%d changes of the strategy under way, %d of the 20 from one to another" % (sum(changes.values()), len(changes)))
    return len(changes) > 0


def main():
    parser = argparse.ArgumentParser(description="Kill the server under its writers, and see what it kept.")
    parser.add_argument("--server", nargs="+", default=[os.path.join(HERE, "..", "..", "bin", "helenus")])
    parser.add_argument("--cycles", type=int, default=10)
    parser.add_argument("--sync", nargs="+", default=["group", "periodic"], help="values of commitlog_sync, one after the other")
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    parser.add_argument("--patience", type=int, default=120, help="seconds that a start may take")
    parser.add_argument("--any-stop", dest="clean_stop", action="store_false", help="do not ask for exit code 0 at the end")
    options = parser.parse_args()
    print("seed %s" % options.seed, flush=True)
    directory = tempfile.mkdtemp(prefix="kill-")
    good = run(options, directory)
    if good:
        shutil.rmtree(directory)
    else:
        print("what the writers and the server wrote is in %s" % directory)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
