import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, keyspace, prepared, types } from './session.js';

const codes = types.responseErrorCodes;

test('errors', async (t) => {
  const { session, name } = await keyspace(t);
  await session.execute('CREATE TABLE e (k int, c int, v int, PRIMARY KEY (k, c))');
  const refuses = (code, words, statement, values = [], options = {}) => t.test(statement, async () => {
    await assert.rejects(session.execute(statement, values, options), (error) => {
      assert.equal(error.code, code, error.message);
      assert.ok(error.message.includes(words), error.message);
      return true;
    });
    assert.equal((await session.execute('SELECT key FROM system.local')).first().key, 'local');
  });

  await refuses(codes.syntaxError, 'line 1:0', 'SELEKT * FROM e');
  await refuses(codes.syntaxError, 'line 2:', 'SELECT * FROM e\nWHERE k ~ 1');
  await refuses(codes.invalid, 'nowhere', 'SELECT * FROM nowhere');
  await refuses(codes.invalid, 'nothing', 'SELECT nothing FROM e');
  await refuses(codes.invalid, 'ALLOW FILTERING', 'SELECT * FROM e WHERE v = 1');
  await refuses(codes.invalid, 'c', 'UPDATE e SET v = 1 WHERE k = 1');
  await refuses(codes.invalid, '', 'INSERT INTO e (k, c) VALUES (?, ?)', [null, 1], prepared);
  await refuses(codes.invalid, '', 'INSERT INTO e (k, c) VALUES (?, ?)', [types.unset, 1], prepared);
  await refuses(codes.configError, 'gc_grace_seconds',
    'CREATE TABLE f (k int PRIMARY KEY) WITH gc_grace_seconds = -1');
  await refuses(codes.alreadyExists, 'already exist', 'CREATE TABLE e (k int PRIMARY KEY)');
  await refuses(codes.unavailableException, '', 'SELECT v FROM e WHERE k = 1', [],
    { consistency: types.consistencies.three });

  await t.test('the bodies of errors', async () => {
    await assert.rejects(session.execute('CREATE TABLE e (k int PRIMARY KEY)'), { keyspace: name, table: 'e' });
    await assert.rejects(
      session.execute('SELECT v FROM e WHERE k = 1', [], { consistency: types.consistencies.two }),
      { consistencies: types.consistencies.two, required: 2, alive: 1 });
  });

  await t.test('a broken paging state', async () => {
    // A client of its own, since the server may close the connection.
    const other = await connected(t, { keyspace: name });
    await assert.rejects(other.execute('SELECT * FROM e', [], { pageState: 'ffffff', fetchSize: 100 }),
      { code: codes.protocolError });
  });
});
