package org.helenus.query;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.FailureReason;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.error.ReadFailure;
import org.helenus.schema.error.ServerError;
import org.helenus.schema.error.TruncateError;
import org.helenus.schema.error.WriteFailure;
import org.helenus.schema.error.WriteType;
import org.helenus.schema.request.ConsistencyLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What clients are told of what went wrong here and not with them.
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final NodeDescription node;

    Failures(NodeDescription node) {
        this.node = node;
    }

    CqlException read(Exception e, ConsistencyLevel level) {
        return switch (e) {
            case CqlException told -> told;
            case RejectedExecutionException _ -> new Overloaded("too many requests wait for the I/O pool");
            case IOException damaged -> {
                LOG.error("a read failed", damaged);
                yield readFailure(level, FailureReason.UNKNOWN, "UNKNOWN");
            }
            default -> unexpected(e);
        };
    }

    ReadFailure readFailure(ConsistencyLevel level, FailureReason reason, String name) {
        return new ReadFailure(
                "Operation failed - received 0 responses and 1 failures: " + name + " from " + node.listenAddress()
                        + ":" + node.storagePort(),
                level,
                0,
                1,
                Map.of(node.listenAddress(), reason),
                false);
    }

    CqlException write(Exception e, ConsistencyLevel level, WriteType type) {
        if (e instanceof IOException) {
            LOG.error("a write failed", e);
            return new WriteFailure(
                    "Operation failed - received 0 responses and 1 failures: UNKNOWN from " + node.listenAddress() + ":"
                            + node.storagePort(),
                    level,
                    0,
                    1,
                    Map.of(node.listenAddress(), FailureReason.UNKNOWN),
                    type);
        }
        return unexpected(e);
    }

    CqlException truncate(Exception e) {
        if (e instanceof IOException) {
            LOG.error("a truncation failed", e);
            return new TruncateError("Error during truncate: " + e.getMessage());
        }
        return unexpected(e);
    }

    CqlException unexpected(Exception e) {
        return switch (e) {
            case CqlException told -> told;
            case RejectedExecutionException _ -> new Overloaded("too many requests wait for the I/O pool");
            default -> {
                LOG.error("a request failed", e);
                yield new ServerError(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        };
    }
}
