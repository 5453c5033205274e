package org.helenus.query;

import org.helenus.query.expression.Scope;
import org.helenus.query.select.SelectPlan;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.request.ConsistencyLevel;

/// Which consistency levels one replica can serve, and which statements may ask for them.
final class ConsistencyRules {
    private ConsistencyRules() {}

    static void checkRead(ConsistencyLevel level, SelectPlan plan, Scope scope) {
        if (level.isSerial() && plan.partitions(scope) > 1) {
            throw new InvalidRequest(
                    "SERIAL/LOCAL_SERIAL consistency may only be requested for one partition at a time");
        }
        if (level == ConsistencyLevel.ANY) {
            throw new InvalidRequest("ANY ConsistencyLevel is only supported for writes");
        }
        checkReplicas(level);
    }

    static void checkWrite(Parameters parameters, boolean conditional, boolean counter) {
        ConsistencyLevel level = parameters.consistency();
        if (conditional) {
            if (level.isSerial()) {
                throw new InvalidRequest(level + " is not supported as conditional update commit consistency. Use ANY"
                        + " if you mean \"make sure it is accepted but I don't care how many replicas commit it for"
                        + " non-SERIAL reads\"");
            }
            ConsistencyLevel serial = parameters.serialConsistency().orElse(ConsistencyLevel.SERIAL);
            if (!serial.isSerial()) {
                throw new InvalidRequest(
                        "Invalid consistency for conditional update. Must be one of SERIAL or LOCAL_SERIAL");
            }
        } else if (level.isSerial()) {
            throw new InvalidRequest("You must use conditional updates for serializable writes");
        }
        if (counter && level == ConsistencyLevel.ANY) {
            throw new InvalidRequest("Consistency level ANY is not yet supported for counter table");
        }
        checkReplicas(level);
    }

    private static void checkReplicas(ConsistencyLevel level) {
        int required = switch (level) {
            case TWO -> 2;
            case THREE -> 3;
            case ANY, ONE, QUORUM, ALL, LOCAL_QUORUM, EACH_QUORUM, SERIAL, LOCAL_SERIAL, LOCAL_ONE -> 1;
        };
        if (required > 1) {
            throw new Unavailable("Cannot achieve consistency level " + level, level, required, 1);
        }
    }
}
