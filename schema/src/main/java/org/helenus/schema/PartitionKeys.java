package org.helenus.schema;

import java.util.ArrayList;
import java.util.List;
import org.helenus.schema.error.InvalidRequest;

/// The wire bytes of a partition key. One component: its bytes as they are. More: for each, its length as an unsigned
/// short, its bytes, and a zero byte.
public final class PartitionKeys {
    public static final int MAX_COMPONENT_BYTES = 0xFFFF;

    private PartitionKeys() {}

    /// @throws InvalidRequest when a component, or the key, is longer than 65535 bytes
    public static byte[] compose(List<byte[]> components) {
        if (components.size() == 1) {
            byte[] only = components.getFirst();
            checkLength(only.length);
            return only;
        }
        int total = 0;
        for (byte[] component : components) {
            checkLength(component.length);
            total += component.length + 3;
        }
        checkLength(total);
        var key = new byte[total];
        int at = 0;
        for (byte[] component : components) {
            key[at++] = (byte) (component.length >>> 8);
            key[at++] = (byte) component.length;
            System.arraycopy(component, 0, key, at, component.length);
            at += component.length + 1;
        }
        return key;
    }

    private static void checkLength(int length) {
        if (length > MAX_COMPONENT_BYTES) {
            throw new InvalidRequest("Key length of " + length + " is longer than maximum of " + MAX_COMPONENT_BYTES);
        }
    }

    /// The components of a key of a table with `componentCount` partition key columns.
    ///
    /// @throws InvalidRequest when the bytes are not such a key
    public static List<byte[]> split(byte[] key, int componentCount) {
        if (componentCount == 1) {
            return List.of(key);
        }
        var components = new ArrayList<byte[]>(componentCount);
        int at = 0;
        for (int i = 0; i < componentCount; i++) {
            if (key.length - at < 2) {
                throw malformed(key);
            }
            int length = (key[at] & 0xFF) << 8 | key[at + 1] & 0xFF;
            at += 2;
            if (key.length - at < length + 1 || key[at + length] != 0) {
                throw malformed(key);
            }
            var component = new byte[length];
            System.arraycopy(key, at, component, 0, length);
            components.add(component);
            at += length + 1;
        }
        if (at != key.length) {
            throw malformed(key);
        }
        return components;
    }

    private static InvalidRequest malformed(byte[] key) {
        return new InvalidRequest("Malformed partition key of " + key.length + " bytes");
    }
}
