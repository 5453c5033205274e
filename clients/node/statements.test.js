import assert from 'node:assert/strict';
import { test } from 'node:test';
import cassandra from 'cassandra-driver';
import { connected, keyspace, plain, prepared, types } from './session.js';

test('prepared statements', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE p (a int, b text, v text, w int, PRIMARY KEY (a, b))');

  await t.test('positional values', async () => {
    await session.execute('INSERT INTO p (a, b, v, w) VALUES (?, ?, ?, ?)', [1, 'x', 'one', 11], prepared);
    assert.deepEqual(plain(await session.execute("SELECT * FROM p WHERE a = 1 AND b = 'x'")),
      [{ a: 1, b: 'x', v: 'one', w: 11 }]);
  });

  await t.test('named values', async () => {
    await session.execute('INSERT INTO p (a, b, v, w) VALUES (:first, :second, :v, :w)',
      { w: 22, v: 'two', second: 'y', first: 1 }, prepared);
    assert.deepEqual(plain(await session.execute('SELECT * FROM p WHERE a = :a AND b = :b', { b: 'y', a: 1 }, prepared)),
      [{ a: 1, b: 'y', v: 'two', w: 22 }]);
  });

  await t.test('values of a statement that is not prepared', async () => {
    const byPosition = await session.execute('SELECT v FROM p WHERE a = ? AND b = ?', [1, 'x'], { hints: ['int'] });
    assert.equal(byPosition.first().v, 'one');
    const byName = await session.execute('SELECT v FROM p WHERE a = :a AND b = :b', { b: 'y', a: 1 },
      { hints: { a: 'int', b: 'text' } });
    assert.equal(byName.first().v, 'two');
  });

  await t.test('a list of values, a limit, a timestamp and a TTL', async () => {
    const result = await session.execute('SELECT v FROM p WHERE a = ? AND b IN ? LIMIT ?', [1, ['y', 'x'], 1], prepared);
    assert.deepEqual(plain(result), [{ v: 'one' }]);
    await session.execute('INSERT INTO p (a, b, v) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?',
      [2, 'x', 'v', 4242, 500], prepared);
    const row = (await session.execute('SELECT writetime(v) AS w, ttl(v) AS t FROM p WHERE a = 2')).first();
    assert.equal(row.w.toString(), '4242');
    assert.ok(row.t > 400 && row.t <= 500);
  });
});

test('a prepared statement survives its table', async (t) => {
  const { session } = await keyspace(t);
  for (let round = 0; round < 2; round++) {
    await session.execute('CREATE TABLE again (k int PRIMARY KEY, v int)');
    await session.execute('INSERT INTO again (k, v) VALUES (?, ?)', [1, round], prepared);
    assert.equal((await session.execute('SELECT v FROM again WHERE k = ?', [1], prepared)).first().v, round);
    await session.execute('DROP TABLE again');
  }
});

const ROWS = 10000;
const sequence = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

test('paging', async (t) => {
  const { session, name } = await keyspace(t);
  await session.execute('CREATE TABLE wide (k int, c int, v text, PRIMARY KEY (k, c))');
  await session.execute('CREATE TABLE spread (k int PRIMARY KEY, v text)');
  for (const insert of ['INSERT INTO wide (k, c, v) VALUES (0, ?, ?)', 'INSERT INTO spread (k, v) VALUES (?, ?)']) {
    const result = await cassandra.concurrent.executeConcurrent(
      session, insert, sequence(0, ROWS).map((i) => [i, `v${i}`]), { concurrencyLevel: 200 });
    assert.equal(result.totalExecuted, ROWS);
  }
  const column = async (query) => {
    const all = [];
    for await (const row of await session.execute(query, [], { prepare: true, fetchSize: 100 })) {
      all.push(Object.values(row)[0]);
    }
    return all;
  };

  await t.test('one partition', async () =>
    assert.deepEqual(await column('SELECT c FROM wide WHERE k = 0'), sequence(0, ROWS)));
  await t.test('one partition backwards', async () =>
    assert.deepEqual(await column('SELECT c FROM wide WHERE k = 0 ORDER BY c DESC'), sequence(0, ROWS).reverse()));
  await t.test('many partitions', async () =>
    assert.deepEqual((await column('SELECT k FROM spread')).sort((a, b) => a - b), sequence(0, ROWS)));
  await t.test('a slice and a limit', async () =>
    assert.deepEqual(await column('SELECT c FROM wide WHERE k = 0 AND c >= 100 LIMIT 250'), sequence(100, 350)));
  await t.test('pages are no longer than asked, and another client can go on', async () => {
    const query = 'SELECT c FROM wide WHERE k = 0';
    const first = await session.execute(query, [], { fetchSize: 100 });
    assert.equal(first.rows.length, 100);
    const other = await connected(t, { keyspace: name });
    const second = await other.execute(query, [], { fetchSize: 100, pageState: first.pageState });
    assert.deepEqual(second.rows.map((row) => row.c), sequence(100, 200));
  });
  await t.test('token ranges', async () => {
    const edges = [-(2n ** 63n), -(2n ** 62n), 0n, 2n ** 62n, 2n ** 63n - 1n];
    const all = [];
    for (let i = 0; i + 1 < edges.length; i++) {
      all.push(...await column(`SELECT k FROM spread WHERE token(k) > ${edges[i]} AND token(k) <= ${edges[i + 1]}`));
    }
    assert.deepEqual(all.sort((a, b) => a - b), sequence(0, ROWS));
  });
});

test('batches', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE b (k int, c int, v text, PRIMARY KEY (k, c))');
  await session.execute('CREATE TABLE n (k int PRIMARY KEY, c counter)');
  for (const logged of [true, false]) {
    const queries = sequence(0, 10).map((c) =>
      ({ query: 'INSERT INTO b (k, c, v) VALUES (?, ?, ?)', params: [c % 2, c, `logged ${logged}`] }));
    queries.push({ query: 'DELETE FROM b WHERE k = ? AND c = ?', params: [1, 9] });
    await session.batch(queries, { prepare: true, logged });
    await session.batch(["UPDATE b SET v = 'text' WHERE k = 0 AND c = 100"], { logged });
    const rows = plain(await session.execute('SELECT c, v FROM b WHERE k IN (0, 1)'));
    assert.equal(rows.length, 10);
    assert.deepEqual([...new Set(rows.map((row) => row.v))].sort(), [`logged ${logged}`, 'text']);
  }
  await session.batch([[5, 1], [7, 2], [-2, 1]].map(([change, k]) =>
    ({ query: 'UPDATE n SET c = c + ? WHERE k = ?', params: [change, k] })), { prepare: true, counter: true });
  const counts = (await session.execute('SELECT k, c FROM n')).rows.map((row) => `${row.k}: ${row.c}`);
  assert.deepEqual(counts.sort(), ['1: 3', '2: 7']);
});

test('conditional writes', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE c (k int, c int, v text, s int static, PRIMARY KEY (k, c))');
  const answers = async (expected, statement, values = []) => {
    const result = await session.execute(statement, values, prepared);
    assert.equal(result.wasApplied(), expected['[applied]']);
    assert.deepEqual(plain(result), [expected]);
  };
  const applied = { '[applied]': true };
  const refused = { '[applied]': false };
  const insert = 'INSERT INTO c (k, c, v) VALUES (?, ?, ?) IF NOT EXISTS';
  await answers(applied, insert, [1, 1, 'a']);
  await answers({ ...refused, k: 1, c: 1, s: null, v: 'a' }, insert, [1, 1, 'b']);
  const update = 'UPDATE c SET v = ? WHERE k = ? AND c = ? IF v = ?';
  await answers({ ...refused, v: 'a' }, update, ['b', 1, 1, 'x']);
  await answers(applied, update, ['b', 1, 1, 'a']);
  await answers(refused, 'UPDATE c SET v = ? WHERE k = ? AND c = ? IF EXISTS', ['b', 9, 9]);
  await answers(applied, 'DELETE FROM c WHERE k = ? AND c = ? IF v IN ?', [1, 1, ['a', 'b']]);
  await answers(refused, 'DELETE FROM c WHERE k = ? AND c = ? IF EXISTS', [1, 1]);

  const queries = ["INSERT INTO c (k, c, v) VALUES (5, 1, 'a') IF NOT EXISTS", "INSERT INTO c (k, c, v) VALUES (5, 2, 'b')"];
  assert.equal((await session.batch(queries)).wasApplied(), true);
  assert.equal((await session.batch(queries)).wasApplied(), false);
  assert.equal((await session.execute('SELECT c FROM c WHERE k = 5')).rows.length, 2);
});

test('a thousand requests in flight on one connection', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE f (k int PRIMARY KEY, v text)');
  await session.execute('INSERT INTO f (k, v) VALUES (?, ?)', [-1, 'prepared'], prepared);
  await session.execute('SELECT k, v FROM f WHERE k = ?', [-1], prepared);
  const keys = sequence(0, 1000);
  const written = keys.map((k) => session.execute('INSERT INTO f (k, v) VALUES (?, ?)', [k, `v${k}`], prepared));
  await Promise.all(written);
  const asked = keys.map((k) => session.execute('SELECT k, v FROM f WHERE k = ?', [k], prepared));
  const [host] = session.hosts.values();
  await new Promise((resolve) => setImmediate(resolve));
  const inFlight = session.getState().getInFlightQueries(host);
  const answers = (await Promise.all(asked)).map((result) => plain(result)[0]);
  assert.deepEqual(answers, keys.map((k) => ({ k, v: `v${k}` })));
  assert.equal(session.getState().getOpenConnections(host), 1);
  assert.ok(inFlight > 500, `only ${inFlight} were in flight at once`);
});
