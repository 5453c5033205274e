"""What a writer does: random operations on the rows of a lane, as CQL, and what each does to a model of the lane.

A lane is a set of partitions that only one request at a time ever touches. So after a crash at most one operation of a
lane is in doubt, and the lane must be exactly as it was before that operation or exactly as it is after it.
"""

PARTITIONS = 4
ROWS = 10

# Half of the partitions lie in a table that is flushed and merged all the time, and forgets its deletions at once. So a
# batch may go to two tables of which one is in files already, and what is read is of log, memory and files together.
SCHEMA = (
    "CREATE KEYSPACE IF NOT EXISTS kill WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    "CREATE TABLE IF NOT EXISTS kill.kept (lane int, part int, row int, value text, PRIMARY KEY ((lane, part), row))",
    "CREATE TABLE IF NOT EXISTS kill.flushed (lane int, part int, row int, value text, PRIMARY KEY ((lane, part), row)) "
    "WITH memtable_flush_period_in_ms = 200 AND gc_grace_seconds = 0 "
    "AND compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': '2'}",
)
TABLES = ("kept", "flushed")

STATEMENTS = {
    "put": "INSERT INTO kill.%s (lane, part, row, value) VALUES (?, ?, ?, ?)",
    "delete row": "DELETE FROM kill.%s WHERE lane = ? AND part = ? AND row = ?",
    "delete slice": "DELETE FROM kill.%s WHERE lane = ? AND part = ? AND row >= ? AND row < ?",
    "delete partition": "DELETE FROM kill.%s WHERE lane = ? AND part = ?",
}


def choose(random, name):
    """One operation: a list of steps, several of which are a batch. `name` makes its values its own."""
    part, row = random.randrange(PARTITIONS), random.randrange(ROWS)
    value = name + " " + "x" * random.choice((0, 10, 100, 3000))
    kind = random.random()
    if kind < 0.40:
        return [["put", part, row, value]]
    if kind < 0.50:
        return [["delete row", part, row]]
    if kind < 0.55:
        low = random.randrange(ROWS)
        return [["delete slice", part, low, random.randrange(low, ROWS) + 1]]
    if kind < 0.58:
        return [["delete partition", part]]
    other = part if kind < 0.78 else (part + 1 + random.randrange(PARTITIONS - 1)) % PARTITIONS
    rows = random.sample(range(ROWS), random.randrange(2, ROWS))
    steps = []
    for position, batch_row in enumerate(rows):
        target = part if position % 2 == 0 else other
        if random.random() < 0.2:
            steps.append(["delete row", target, batch_row])
        else:
            steps.append(["put", target, batch_row, value])
    return steps


def cql(lane, step):
    """The statement of a step and its values."""
    kind, part = step[0], step[1]
    return STATEMENTS[kind] % TABLES[part % 2], [lane] + step[1:]


def apply(steps, rows):
    """The lane's rows, {(part, row): value}, after the operation."""
    after = dict(rows)
    for step in steps:
        kind, part = step[0], step[1]
        if kind == "put":
            after[(part, step[2])] = step[3]
        elif kind == "delete row":
            after.pop((part, step[2]), None)
        else:
            low, high = (step[2], step[3]) if kind == "delete slice" else (0, ROWS)
            for row in range(low, high):
                after.pop((part, row), None)
    return after
