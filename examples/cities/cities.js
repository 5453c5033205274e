// Loads every place through a stock driver, then asks for them in the ways a user would, and compares each answer with
// the file's own. Ends with exit code 1 when any answer differs.
//
//     CQL_HOST=127.0.0.1 CQL_PORT=9042 node cities.js
import cassandra from 'cassandra-driver';
import { byCountry, places } from './places.js';

const client = new cassandra.Client({
  contactPoints: [process.env.CQL_HOST || '127.0.0.1'],
  protocolOptions: { port: Number(process.env.CQL_PORT || 9042) },
  localDataCenter: 'datacenter1',
  socketOptions: { readTimeout: 60000 },
});
const prepared = { prepare: true, fetchSize: 1000 };
let wrong = 0;

/** Compares an answer with what the file says, and tells. */
function check(what, actual, expected) {
  const same = JSON.stringify(actual) === JSON.stringify(expected);
  const count = Array.isArray(expected) ? `${expected.length} rows` : expected;
  if (same) {
    console.log(`ok     ${what}: ${count}`);
  } else {
    wrong++;
    const got = Array.isArray(actual) ? `${actual.length} rows` : actual;
    console.log(`WRONG  ${what}: expected ${count}, got ${got}`);
  }
}

async function load() {
  await client.execute(`CREATE KEYSPACE IF NOT EXISTS geonames
    WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  await client.execute('DROP TABLE IF EXISTS geonames.places');
  // Two places of a country may share a name, so the coordinates are in the key: no place overwrites another.
  await client.execute(`CREATE TABLE geonames.places (
      country text, name text, latitude double, longitude double, admin1 text, admin2 text,
      PRIMARY KEY (country, name, latitude, longitude))`);
  const insert = `INSERT INTO geonames.places (country, name, latitude, longitude, admin1, admin2)
      VALUES (?, ?, ?, ?, ?, ?)`;
  const started = Date.now();
  const result = await cassandra.concurrent.executeConcurrent(client, insert,
    places.map((p) => [p.country, p.name, p.latitude, p.longitude, p.admin1, p.admin2]),
    { prepare: true, concurrencyLevel: 256 });
  console.log(`loaded ${result.totalExecuted} places in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function names(query, values = []) {
  const all = [];
  for await (const row of await client.execute(query, values, prepared)) {
    all.push([row.name, row.latitude, row.longitude]);
  }
  return all;
}

const keys = (list) => list.map((p) => [p.name, p.latitude, p.longitude]);
const atLeast = (low) => (p) => Buffer.compare(Buffer.from(p.name), Buffer.from(low)) >= 0;

async function ask() {
  const count = await client.execute('SELECT count(*) AS n FROM geonames.places');
  check('places', count.first().n.toNumber(), places.length);
  const countries = await client.execute('SELECT DISTINCT country FROM geonames.places', [], prepared);
  const found = [];
  for await (const row of countries) found.push(row.country);
  check('countries', found.sort(), [...byCountry.keys()].sort());

  for (const country of ['US', 'IT', 'JP', 'GR', 'VA']) {
    const expected = byCountry.get(country);
    const one = 'SELECT name, latitude, longitude FROM geonames.places WHERE country = ?';
    check(`${country}, whole`, await names(one, [country]), keys(expected));
    const counted = await client.execute('SELECT count(*) AS n FROM geonames.places WHERE country = ?', [country], prepared);
    check(`${country}, counted`, counted.first().n.toNumber(), expected.length);

    const slice = expected.filter(atLeast('M')).filter((p) => !atLeast('P')(p));
    const range = `${one} AND name >= ? AND name < ?`;
    check(`${country}, M to P`, await names(range, [country, 'M', 'P']), keys(slice));
    check(`${country}, M to P, backwards`, await names(`${range} ORDER BY name DESC`, [country, 'M', 'P']),
      keys([...slice].reverse()));
    check(`${country}, first ten after K`, await names(`${one} AND name > ? LIMIT 10`, [country, 'K']),
      keys(expected.filter((p) => atLeast('K')(p) && p.name !== 'K').slice(0, 10)));
  }

  // Coordinates within a name, both ways of asking.
  const springfields = byCountry.get('US').filter((p) => p.name === 'Springfield');
  check('Springfield, US, from 40° N', await names(
    `SELECT name, latitude, longitude FROM geonames.places
       WHERE country = 'US' AND name = 'Springfield' AND latitude >= 40`),
  keys(springfields.filter((p) => p.latitude >= 40)));
  check('after Springfield at 40° N, ten more', await names(
    `SELECT name, latitude, longitude FROM geonames.places
       WHERE country = 'US' AND (name, latitude) > ('Springfield', 40.0) LIMIT 10`),
  keys(byCountry.get('US').filter((p) => atLeast('Springfield')(p)
    && (p.name !== 'Springfield' || p.latitude > 40)).slice(0, 10)));
  const some = await client.execute(
    'SELECT name, latitude, longitude FROM geonames.places WHERE country IN ? AND name = ?',
    [['US', 'AU'], 'Perth'], prepared);
  check('Perth in two countries', some.rows.length,
    ['US', 'AU'].flatMap((c) => byCountry.get(c)).filter((p) => p.name === 'Perth').length);
}

/** The whole ring in sixteen ranges, each in pages; the driver's own hash says what each must hold. */
async function askByToken() {
  const tokens = new Map([...byCountry.keys()].map((country) =>
    [country, BigInt(client.metadata.newToken(Buffer.from(country)).getValue().toString())]));
  const step = 2n ** 60n;
  let total = 0;
  for (let low = -(2n ** 63n); low < 2n ** 63n; low += step) {
    const high = low + step > 2n ** 63n - 1n ? 2n ** 63n - 1n : low + step;
    const perCountry = {};
    const rows = await client.execute(
      `SELECT country FROM geonames.places WHERE token(country) > ${low} AND token(country) <= ${high}`, [], prepared);
    for await (const row of rows) {
      perCountry[row.country] = (perCountry[row.country] || 0) + 1;
      total++;
    }
    const expected = [...tokens].filter(([, token]) => token > low && token <= high).map(([country]) => country).sort();
    check(`tokens (${low}, ${high}], ${expected.length} countries`,
      Object.keys(perCountry).sort().map((c) => [c, perCountry[c]]), expected.map((c) => [c, byCountry.get(c).length]));
  }
  check('places over all token ranges', total, places.length);
}

try {
  await client.connect();
  await load();
  await ask();
  await askByToken();
  console.log(wrong === 0 ? 'all answers agree with the file' : `${wrong} answers differ from the file`);
} finally {
  await client.shutdown();
}
process.exitCode = wrong === 0 ? 0 : 1;
