package org.helenus.server.admin;

import java.io.IOException;
import java.time.Duration;

/// What can be asked and ordered, each a path. `of` is a keyspace or a `keyspace.table` and may be there several
/// times; without it all tables are meant, but where exactly one is needed.
///
///     GET  /v1/node
///          /v1/tables?of            /v1/tables/histograms?of
///          /v1/pools                /v1/metrics?name
///          /v1/compactions          /v1/compactions/history      /v1/compactions/automatic?of
///          /v1/snapshots
///          /v1/sstables?of&key|hex  /v1/sstables/why?of|file
///     POST /v1/flush?of             /v1/drain
///          /v1/compact?of&split     /v1/compact?file    /v1/compact?of&first&last    /v1/compact?of&key
///          /v1/garbagecollect?of&cells
///          /v1/compactions/stop?type|id         /v1/compactions/automatic?of&enabled
///          /v1/compactions/throughput?bytes     /v1/compactions/concurrent?count
///          /v1/verify?of            /v1/scrub?of
///          /v1/import?of&directory  /v1/import?of&snapshot
///          /v1/snapshots?tag&of&flush&ttl       /v1/snapshots/clear?tag&of&before
///
/// Threads: any.
public final class AdminCommands {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final String DONE = "{}";

    private final NodeUnderAdmin node;
    private final ChosenTables tables;
    private final NodeReports reports;
    private final TableReports tableReports;
    private final CompactionOrders compactions;
    private final FileOrders files;
    private final SnapshotOrders snapshots;
    private volatile boolean drained;

    public AdminCommands(NodeUnderAdmin node) {
        this.node = node;
        tables = new ChosenTables(node.storage());
        reports = new NodeReports(node);
        tableReports = new TableReports(node);
        compactions = new CompactionOrders(node, tables);
        files = new FileOrders(node, tables);
        snapshots = new SnapshotOrders(node, tables);
    }

    /// @return JSON
    String run(AdminRequest request) throws AdminException, IOException {
        return switch (request.method()) {
            case "GET" -> tell(request);
            case "POST" -> order(request);
            default -> throw new AdminException(405, "only GET and POST, not " + request.method());
        };
    }

    private String tell(AdminRequest request) throws AdminException, IOException {
        return switch (request.path()) {
            case "/v1/node" -> reports.node(!drained);
            case "/v1/pools" -> reports.pools();
            case "/v1/metrics" -> reports.metrics(allowing(request, "name").all("name"));
            case "/v1/tables" ->
                tableReports.tables(tables.of(allowing(request, "of").all("of")));
            case "/v1/tables/histograms" ->
                tableReports.histograms(tables.of(allowing(request, "of").all("of")));
            case "/v1/compactions" -> compactions.now();
            case "/v1/compactions/history" -> compactions.history();
            case "/v1/compactions/automatic" -> compactions.automatic(allowing(request, "of"));
            case "/v1/snapshots" -> snapshots.list();
            case "/v1/sstables" -> files.holding(allowing(request, "of", "key", "hex"));
            case "/v1/sstables/why" -> files.why(allowing(request, "of", "file"));
            default -> throw new AdminException(404, "there is nothing at GET " + request.path());
        };
    }

    private String order(AdminRequest request) throws AdminException, IOException {
        switch (request.path()) {
            case "/v1/flush" -> flush(allowing(request, "of"));
            case "/v1/drain" -> drain();
            case "/v1/compact" -> compactions.compact(allowing(request, "of", "split", "file", "first", "last", "key"));
            case "/v1/garbagecollect" -> compactions.collectGarbage(allowing(request, "of", "cells"));
            case "/v1/compactions/throughput" -> compactions.setThroughput(allowing(request, "bytes"));
            case "/v1/compactions/paused" -> compactions.setPaused(allowing(request, "paused"));
            case "/v1/compactions/concurrent" -> compactions.setConcurrent(allowing(request, "count"));
            case "/v1/compactions/automatic" -> compactions.setAutomatic(allowing(request, "of", "enabled"));
            case "/v1/compactions/stop" -> {
                return compactions.stop(allowing(request, "type", "id"));
            }
            case "/v1/verify" -> {
                return files.verify(allowing(request, "of"));
            }
            case "/v1/scrub" -> {
                return files.scrub(allowing(request, "of"));
            }
            case "/v1/import" -> {
                return files.bringIn(allowing(request, "of", "directory", "snapshot"));
            }
            case "/v1/snapshots" -> {
                return snapshots.take(allowing(request, "tag", "of", "flush", "ttl"));
            }
            case "/v1/snapshots/clear" -> {
                return snapshots.clear(allowing(request, "tag", "of", "before"));
            }
            default -> throw new AdminException(404, "there is nothing at POST " + request.path());
        }
        return DONE;
    }

    private static AdminRequest allowing(AdminRequest request, String... parameters) throws AdminException {
        request.allowOnly(parameters);
        return request;
    }

    private void flush(AdminRequest request) throws AdminException, IOException {
        for (var table : tables.of(request.all("of"))) {
            node.storage().flush(table.id());
        }
    }

    /// Clients are let go, merges stand still, and all is in files: what is left is to end the process.
    private void drain() throws IOException {
        drained = true;
        node.compaction().pause();
        try {
            node.clients().drain(DRAIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while clients were let go", e);
        }
        node.storage().drain();
    }
}
