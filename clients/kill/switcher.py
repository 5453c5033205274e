"""Changes the compaction strategy of the table that is merged all the time, from each to each other, until the server goes away."""

import threading

from cassandra.cluster import Cluster

TABLE = "kill.flushed"

# Small files, so that each has something to do; FIFO has room for all that the writers ever write.
STRATEGIES = (
    "{'class': 'SizeTieredCompactionStrategy', 'min_threshold': '2'}",
    "{'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '1'}",
    "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'MINUTES', 'compaction_window_size': '1'}",
    "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T2, L3', 'min_sstable_size': '0B'}",
    "{'class': 'FIFOCompactionStrategy', 'max_table_size': '16GiB'}",
)


class Switcher(threading.Thread):
    """Counts the changes that were answered, by where they led from and to."""

    def __init__(self, port, chance):
        super().__init__(daemon=True)
        self.port = port
        self.chance = chance
        self.changes = {}

    def run(self):
        cluster = Cluster(["127.0.0.1"], port=self.port, protocol_version=5, schema_metadata_enabled=False)
        try:
            session = cluster.connect()
            before = 0
            while True:
                after = self.chance.choice([i for i in range(len(STRATEGIES)) if i != before])
                session.execute("ALTER TABLE %s WITH compaction = %s" % (TABLE, STRATEGIES[after]), timeout=60)
                self.changes[before, after] = self.changes.get((before, after), 0) + 1
                before = after
                threading.Event().wait(self.chance.uniform(0.0, 0.2))
        except Exception as error:  # Whatever the driver makes of a server that is gone.
            self.end = str(error)
        finally:
            cluster.shutdown()
