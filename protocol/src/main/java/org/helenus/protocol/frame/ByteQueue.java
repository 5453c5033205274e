package org.helenus.protocol.frame;

/// Received bytes that are not used up. Slices of the array may be kept by whoever reads them, so a byte that was
/// received is never overwritten and never moved in place: new bytes go behind the old ones, or all that remain move
/// to a new array.
///
/// An array is at most twice as large as what was received and not used, whatever a length field says. One thread.
final class ByteQueue {
    private byte[] array = {};
    private int position;
    private int limit;
    /// The array is ours, so what lies behind the limit is free.
    private boolean owned;

    byte[] array() {
        return array;
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    void skip(int count) {
        position += count;
    }

    /// Appends bytes that the caller will not change any more.
    void append(byte[] bytes, int offset, int count) {
        if (position == limit) {
            array = bytes;
            position = offset;
            limit = offset + count;
            owned = false;
            return;
        }
        if (!owned || array.length - limit < count) {
            int remaining = remaining();
            byte[] larger = new byte[Math.max(remaining + count, 2 * remaining)];
            System.arraycopy(array, position, larger, 0, remaining);
            array = larger;
            position = 0;
            limit = remaining;
            owned = true;
        }
        System.arraycopy(bytes, offset, array, limit, count);
        limit += count;
    }
}
