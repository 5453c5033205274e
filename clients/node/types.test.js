import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyspace, plain, prepared, types } from './session.js';

const { BigDecimal, Duration, InetAddress, Integer, LocalDate, LocalTime, Long, TimeUuid, Tuple, Uuid } = types;
const noon = new Date(Date.UTC(2026, 10, 21, 12, 0, 0, 123));

const values = {
  ascii: ['plain', '', '~ !\u0001'],
  bigint: [Long.ZERO, Long.NEG_ONE, Long.MAX_VALUE, Long.MIN_VALUE],
  blob: [Buffer.from([0, 255, 128]), Buffer.alloc(0), Buffer.alloc(100000, 'block')],
  boolean: [true, false],
  date: [new LocalDate(2026, 11, 21), new LocalDate(1970, 1, 1), new LocalDate(1901, 2, 3)],
  decimal: [BigDecimal.fromString('0'), BigDecimal.fromString('-1.50'),
    BigDecimal.fromString('12345678901234567890.123456789')],
  double: [0, 1.5, -1e308, 5e-324, Infinity, -Infinity, NaN],
  duration: [new Duration(1, 2, 3), new Duration(-1, -2, -3), new Duration(0, 0, Long.MAX_VALUE)],
  float: [0, 1.5, -(2 ** 100), Infinity, NaN],
  inet: [InetAddress.fromString('127.0.0.1'), InetAddress.fromString('2001:db8::ff00:42:8329')],
  int: [0, -1, 2 ** 31 - 1, -(2 ** 31)],
  smallint: [0, -1, 32767, -32768],
  text: ['', 'plain', 'Ἕλενος, 預言者 🐍', "'quoted' $$", 'x'.repeat(70000)],
  time: [new LocalTime(Long.ZERO), LocalTime.fromString('23:59:59.999999999')],
  timestamp: [noon, new Date(0), new Date(Date.UTC(1901, 1, 3, 4, 5, 6, 7))],
  timeuuid: [TimeUuid.fromDate(noon), TimeUuid.now()],
  tinyint: [0, -1, 127, -128],
  uuid: [Uuid.fromString('00000000-0000-0000-0000-000000000000'), Uuid.random()],
  varint: [Integer.fromString('0'), Integer.fromString('-129'), Integer.fromString('-1' + '0'.repeat(60))],

  'list<int>': [[1, 2, 2, -1]],
  'set<text>': [['a', 'b']],
  'map<text, int>': [{ a: 1, b: 2 }],
  'frozen<list<text>>': [['x', '']], // An empty one is null to this driver.
  'frozen<map<text, blob>>': [{ a: Buffer.alloc(0), b: Buffer.from([0]) }, {}],
  'list<frozen<map<text, frozen<set<int>>>>>': [[{ a: [1, 2] }, { b: [3] }]],
  'tuple<int, text, boolean>': [new Tuple(1, 'a', true), new Tuple(null, '', null)],
  'frozen<tuple<int, frozen<tuple<text, frozen<list<int>>>>>>': [new Tuple(1, new Tuple('x', [1, 2]))],
};

/** A value as text that is equal exactly when the values are. */
function show(value) {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Tuple) return `(${value.elements.map(show).join(', ')})`;
  if (Array.isArray(value) || value instanceof Float32Array) return `[${Array.from(value, show).join(', ')}]`;
  if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) {
    return `{${Object.keys(value).sort().map((k) => `${k}: ${show(value[k])}`).join(', ')}}`;
  }
  return String(value);
}

for (const maxVersion of [3, 4]) {
  test(`types in version ${maxVersion}`, async (t) => {
    const { session } = await keyspace(t, { protocolOptions: { maxVersion } });
    let number = 0;
    for (const [cqlType, all] of Object.entries(values)) {
      if (maxVersion === 3 && /date|time$|smallint|tinyint|duration/.test(cqlType)) {
        continue; // Custom types in version 3, and ones that this driver gives as bytes.
      }
      await t.test(cqlType, async () => {
        const table = `t${number++}`;
        await session.execute(`CREATE TABLE ${table} (k int PRIMARY KEY, v ${cqlType})`);
        const insert = `INSERT INTO ${table} (k, v) VALUES (?, ?)`;
        const read = async (k) =>
          (await session.execute(`SELECT v FROM ${table} WHERE k = ?`, [k], prepared)).first().v;
        for (const [k, sent] of all.entries()) {
          await session.execute(insert, [k, sent], prepared);
          assert.equal(show(await read(k)), show(sent));
        }
        await session.execute(insert, [1000, null], prepared);
        assert.equal(await read(1000), null);
        if (maxVersion >= 4) {
          await session.execute(insert, [2000, all[0]], prepared);
          await session.execute(insert, [2000, types.unset], prepared);
          assert.equal(show(await read(2000)), show(all[0]));
        }
      });
    }
  });
}

test('vectors', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE vectors (k int PRIMARY KEY, v vector<float, 3>)');
  const sent = new types.Vector([1.5, -2, 0], 'float');
  await session.execute('INSERT INTO vectors (k, v) VALUES (?, ?)', [1, sent], prepared);
  const received = (await session.execute('SELECT v FROM vectors WHERE k = 1')).first().v;
  assert.deepEqual(Array.from(received), [1.5, -2, 0]);
});

test('user types', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TYPE point (x int, y int)');
  await session.execute('CREATE TYPE path (name text, points list<frozen<point>>)');
  await session.execute(
    'CREATE TABLE places (k int PRIMARY KEY, at point, way frozen<path>, all map<text, frozen<path>>)');
  const way = { name: 'home', points: [{ x: 1, y: 2 }, { x: 3, y: null }] };
  const all = { a: way, b: { name: null, points: null } };
  await session.execute('INSERT INTO places (k, at, way, all) VALUES (?, ?, ?, ?)',
    [1, { x: 5, y: null }, way, all], prepared);
  const row = (await session.execute('SELECT at, way, all FROM places')).first();
  assert.equal(show(row.at), show({ x: 5, y: null }));
  assert.equal(show(row.way), show(way));
  assert.equal(show(row.all), show(all));
  await session.execute('UPDATE places SET at.y = ? WHERE k = ?', [9, 1], prepared);
  assert.equal(show((await session.execute('SELECT at FROM places')).first().at), '{x: 5, y: 9}');
});

test('counters', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE counts (k int PRIMARY KEY, c counter)');
  for (const change of [5, -7, 2 ** 40]) {
    await session.execute('UPDATE counts SET c = c + ? WHERE k = ?', [Long.fromNumber(change), 1], prepared);
  }
  assert.equal((await session.execute('SELECT c FROM counts')).first().c.toString(), String(2 ** 40 - 2));
});

test('empty is not null', async (t) => {
  const { session } = await keyspace(t);
  await session.execute('CREATE TABLE empties (k int PRIMARY KEY, i int, s text, b blob)');
  await session.execute("INSERT INTO empties (k, i, s, b) VALUES (1, blob_as_int(0x), '', 0x)");
  await session.execute('INSERT INTO empties (k, i, s, b) VALUES (2, null, null, null)');
  const [one, two] = await Promise.all([1, 2].map(async (k) =>
    (await session.execute('SELECT int_as_blob(i) AS i, s, b FROM empties WHERE k = ?', [k], prepared)).first()));
  assert.equal(show(plain({ rows: [one] })[0]), '{b: 0x, i: 0x, s: }');
  assert.equal(show(plain({ rows: [two] })[0]), '{b: null, i: null, s: null}');
});
