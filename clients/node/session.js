// What every test stands on: a client, and a keyspace of its own. The server under test is named by the environment:
// CQL_HOST (127.0.0.1) and CQL_PORT (9042).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import cassandra from 'cassandra-driver';

export const { types, errors } = cassandra;
const host = process.env.CQL_HOST || '127.0.0.1';
const port = Number(process.env.CQL_PORT || 9042);

export function client(options = {}) {
  return new cassandra.Client({
    contactPoints: [host],
    localDataCenter: 'datacenter1',
    ...options,
    protocolOptions: { port, ...options.protocolOptions },
    pooling: { coreConnectionsPerHost: { 0: 1 }, maxRequestsPerConnection: 2048, ...options.pooling },
    socketOptions: { readTimeout: 30000, connectTimeout: 30000 },
    policies: { retry: new cassandra.policies.retry.FallthroughRetryPolicy(), ...options.policies },
  });
}

/** Opens a client in a new keyspace; both go when the test context `t` ends. */
export async function keyspace(t, options = {}) {
  const name = 'node_' + randomBytes(8).toString('hex');
  const maker = client();
  const session = client({ ...options, keyspace: name });
  t.after(async () => {
    await session.shutdown();
    await maker.execute(`DROP KEYSPACE IF EXISTS ${name}`);
    await maker.shutdown();
  });
  await maker.execute(
    `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  await session.connect();
  return { session, name };
}

export async function connected(t, options = {}) {
  const session = client(options);
  t.after(() => session.shutdown());
  await session.connect();
  return session;
}

/** The rows as plain objects. */
export function plain(result) {
  return result.rows.map((row) => Object.fromEntries(Object.keys(row).map((key) => [key, row[key]])));
}

export async function eventually(what, holds, seconds = 20) {
  for (const deadline = Date.now() + seconds * 1000; !(await holds());) {
    assert.ok(Date.now() < deadline, `did not happen: ${what}`);
    await pause(20);
  }
}

export const prepared = { prepare: true };
