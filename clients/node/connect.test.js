import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, keyspace, types } from './session.js';

test('the driver finds the protocol version by itself', async (t) => {
  const session = await connected(t);
  const row = (await session.execute('SELECT key, release_version, partitioner FROM system.local')).first();
  assert.equal(row.key, 'local');
  assert.match(row.release_version, /^\d+\.\d+/);
  assert.match(row.partitioner, /Murmur3Partitioner$/);
  assert.equal(session.controlConnection.protocolVersion, types.protocolVersion.v4);
});

test('version 3', async (t) => {
  const session = await connected(t, { protocolOptions: { maxVersion: 3 } });
  const row = (await session.execute('SELECT key FROM system.local')).first();
  assert.equal(row.key, 'local');
  assert.equal(session.controlConnection.protocolVersion, 3);
});

test('a keyspace that does not exist', async (t) => {
  const session = await connected(t);
  await assert.rejects(session.execute('USE no_such_keyspace_anywhere'),
    { code: types.responseErrorCodes.invalid });
});

test('tracing', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE traced (k int PRIMARY KEY, v int)');
  const result = await session.execute('INSERT INTO traced (k, v) VALUES (1, 2)', [], { traceQuery: true });
  assert.ok(result.info.traceId);
  const trace = await session.metadata.getTrace(result.info.traceId);
  assert.ok(trace.duration >= 0);
  assert.ok(trace.events.length > 0);
  assert.match(JSON.stringify(trace.parameters), /INSERT INTO traced/);
});

test('warnings', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE warned (k int PRIMARY KEY, v int)');
  const result = await session.execute('SELECT count(*) AS n FROM warned');
  assert.equal(result.first().n.toNumber(), 0);
  assert.ok(result.info.warnings.some((w) => w.includes('Aggregation query used without partition key')));
});

test('custom payload is accepted', async (t) => {
  const session = await connected(t);
  const result = await session.execute('SELECT key FROM system.local', [], {
    customPayload: { any: Buffer.from('thing') } });
  assert.equal(result.first().key, 'local');
});

test('consistency levels', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE levels (k int PRIMARY KEY, v int)');
  for (const level of ['one', 'quorum', 'all', 'localOne', 'localQuorum', 'eachQuorum']) {
    const consistency = types.consistencies[level];
    await session.execute('INSERT INTO levels (k, v) VALUES (1, 1)', [], { consistency });
    const result = await session.execute('SELECT v FROM levels WHERE k = 1', [], { consistency });
    assert.equal(result.first().v, 1, level);
  }
  for (const level of ['serial', 'localSerial']) {
    const consistency = types.consistencies[level];
    assert.equal((await session.execute('SELECT v FROM levels WHERE k = 1', [], { consistency })).first().v, 1);
  }
});
