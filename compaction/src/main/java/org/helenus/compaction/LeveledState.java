package org.helenus.compaction;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// What leveled compaction remembers: for each level where the last merge out of it ended, so that the next goes on
/// from there, and for how many merges the level was left alone. As bytes, per level: u16 rounds, u16 length, key.
final class LeveledState {
    private final byte[][] lastKeys = new byte[LeveledStrategy.LEVELS][0];
    private final int[] idleRounds = new int[LeveledStrategy.LEVELS];

    static LeveledState decode(CompactionStrategy.State state) {
        var decoded = new LeveledState();
        var in = ByteBuffer.wrap(state.bytes());
        try {
            for (int level = 0; level < LeveledStrategy.LEVELS && in.hasRemaining(); level++) {
                int rounds = Short.toUnsignedInt(in.getShort());
                var key = new byte[Math.min(in.remaining(), Short.toUnsignedInt(in.getShort()))];
                in.get(key);
                decoded.idleRounds[level] = rounds;
                decoded.lastKeys[level] = key;
            }
        } catch (BufferUnderflowException e) {
            return new LeveledState(); // another strategy's: starting anew does no harm
        }
        return decoded;
    }

    CompactionStrategy.State encode() {
        int length = 0;
        for (byte[] key : lastKeys) {
            length += 2 * Short.BYTES + Math.min(key.length, 0xFFFF);
        }
        var out = ByteBuffer.allocate(length);
        for (int level = 0; level < lastKeys.length; level++) {
            int keyBytes = Math.min(lastKeys[level].length, 0xFFFF);
            out.putShort((short) idleRounds[level]).putShort((short) keyBytes);
            out.put(lastKeys[level], 0, keyBytes);
        }
        return new CompactionStrategy.State(out.array());
    }

    /// Where the last merge out of a level ended; empty: there was none.
    byte[] lastKey(int level) {
        return lastKeys[level];
    }

    int idleRounds(int level) {
        return idleRounds[level];
    }

    void merged(int fromLevel, byte[] lastKey) {
        lastKeys[fromLevel] = lastKey;
    }

    /// A merge into a level: all others have waited one more round.
    void countRound(int intoLevel) {
        for (int level = 1; level < idleRounds.length; level++) {
            idleRounds[level] = level == intoLevel ? 0 : Math.min(0xFFFF, idleRounds[level] + 1);
        }
    }
}
