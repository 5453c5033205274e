package org.helenus.query;

import java.net.InetAddress;
import java.util.List;
import java.util.UUID;

/// Who this node says it is, in `system.local` and in traces.
///
/// @param tokens the tokens the node owns, as text; one suffices for a node alone
public record NodeDescription(
        String clusterName,
        String dataCenter,
        String rack,
        UUID hostId,
        InetAddress listenAddress,
        int storagePort,
        InetAddress nativeAddress,
        int nativePort,
        String releaseVersion,
        List<String> tokens) {
    /// The version of Cassandra that drivers are to take us for: the major number chooses how they read the
    /// schema.
    public static final String RELEASE_VERSION = "5.0.2";

    public static final String CQL_VERSION = "3.4.7";
    public static final String PARTITIONER = "org.apache.cassandra.dht.Murmur3Partitioner";

    public NodeDescription {
        tokens = List.copyOf(tokens);
    }

    /// A node alone on the loopback address.
    public static NodeDescription local(UUID hostId, int nativePort) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new NodeDescription(
                "Test Cluster",
                "datacenter1",
                "rack1",
                hostId,
                loopback,
                7000,
                loopback,
                nativePort,
                RELEASE_VERSION,
                List.of("-9223372036854775808"));
    }
}
