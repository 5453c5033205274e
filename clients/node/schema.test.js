import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, eventually, keyspace, types } from './session.js';

const { dataTypes } = types;

test('metadata', async (t) => {
  const { session, name } = await keyspace(t);
  await session.execute('CREATE TYPE address (street text, zip int, tags frozen<set<text>>)');
  await session.execute(`
    CREATE TABLE shape (country text, city text, day date, seq int, owner text static, v int,
      home frozen<address>, score map<text, frozen<list<int>>>, pair tuple<int, text>,
      PRIMARY KEY ((country, city), day, seq))
    WITH CLUSTERING ORDER BY (day DESC, seq ASC) AND comment = 'a shape' AND gc_grace_seconds = 1234
      AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '80'}`);

  await t.test('keyspace', () => {
    assert.ok(session.metadata.keyspaces[name].strategy.endsWith('SimpleStrategy'));
    assert.ok(session.metadata.keyspaces.system);
  });

  await t.test('table', async () => {
    const table = await session.metadata.getTable(name, 'shape');
    assert.deepEqual(table.partitionKeys.map((c) => c.name), ['country', 'city']);
    assert.deepEqual(table.clusteringKeys.map((c) => c.name), ['day', 'seq']);
    assert.deepEqual(table.clusteringOrder, ['DESC', 'ASC']);
    assert.equal(table.comment, 'a shape');
    assert.equal(table.gcGraceSeconds, 1234);
    assert.match(table.compactionClass, /LeveledCompactionStrategy$/);
    assert.equal(table.compactionOptions.sstable_size_in_mb, '80');
    const codes = Object.fromEntries(table.columns.map((c) => [c.name, c.type.code]));
    assert.deepEqual(codes, {
      country: dataTypes.text, city: dataTypes.text, day: dataTypes.date, seq: dataTypes.int,
      owner: dataTypes.text, v: dataTypes.int, home: dataTypes.udt, score: dataTypes.map, pair: dataTypes.tuple });
  });

  await t.test('user type', async () => {
    const udt = await session.metadata.getUdt(name, 'address');
    assert.deepEqual(udt.fields.map((f) => f.name), ['street', 'zip', 'tags']);
    assert.equal(udt.fields[2].type.code, dataTypes.set);
  });

  await t.test('virtual table', async () => {
    const table = await session.metadata.getTable('system_virtual_schema', 'tables');
    assert.ok(table.virtual);
  });

  await t.test('no such table', async () => {
    assert.equal(await session.metadata.getTable(name, 'nowhere'), null);
  });
});

test('token map', async (t) => {
  const { session, name } = await keyspace(t);
  assert.ok(session.metadata.getTokenRanges().size > 0);
  await session.execute('CREATE TABLE tokens (k int PRIMARY KEY)');
  for (let k = 0; k < 50; k++) {
    await session.execute('INSERT INTO tokens (k) VALUES (?)', [k], { prepare: true });
  }
  for (const row of (await session.execute('SELECT k, token(k) AS t FROM tokens')).rows) {
    const key = Buffer.alloc(4);
    key.writeInt32BE(row.k);
    assert.equal(session.metadata.newToken(key).getValue().toString(), row.t.toString());
    assert.equal(session.metadata.getReplicas(name, key).length, 1);
  }
});

test('a second session hears of changes', async (t) => {
  const { session, name } = await keyspace(t);
  const other = await connected(t, { refreshSchemaDelay: 10 });
  const table = () => other.metadata.getTable(name, 't');
  const made = name + '_event';

  await session.execute(
    `CREATE KEYSPACE ${made} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  await eventually('keyspace created', () => other.metadata.keyspaces[made]);
  await session.execute(`DROP KEYSPACE ${made}`);
  await eventually('keyspace dropped', () => !other.metadata.keyspaces[made]);

  await session.execute('CREATE TABLE t (k int PRIMARY KEY, a int)');
  await eventually('table created', table);
  await session.execute('ALTER TABLE t ADD b text');
  await eventually('column added', async () => (await table()).columnsByName.b);
  await session.execute('ALTER TABLE t DROP a');
  await eventually('column dropped', async () => !(await table()).columnsByName.a);

  await session.execute('CREATE TYPE point (x int)');
  const fields = async () => (await other.metadata.getUdt(name, 'point'))?.fields.map((f) => f.name).join();
  await eventually('type created', async () => (await fields()) === 'x');
  await session.execute('ALTER TYPE point ADD y int');
  await eventually('type altered', async () => (await fields()) === 'x,y');

  await session.execute('DROP TABLE t');
  await eventually('table dropped', async () => (await table()) === null);
});

test('schema agreement', async (t) => {
  const { session } = await keyspace(t);
  const versions = new Set();
  for (let i = 0; i < 3; i++) {
    const result = await session.execute(`CREATE TABLE t${i} (k int PRIMARY KEY)`);
    assert.equal(result.info.isSchemaInAgreement, true);
    const row = (await session.execute("SELECT schema_version FROM system.local WHERE key = 'local'")).first();
    versions.add(row.schema_version.toString());
  }
  assert.equal(versions.size, 3);
});
