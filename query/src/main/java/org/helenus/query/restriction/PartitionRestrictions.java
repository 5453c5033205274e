package org.helenus.query.restriction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;

/// Which partitions a statement is about.
public sealed interface PartitionRestrictions {
    /// Partitions named by their keys.
    ///
    /// @param components one [Restriction.Equal] or [Restriction.In] per partition key column
    record Keys(List<Restriction> components) implements PartitionRestrictions {
        public Keys {
            components = List.copyOf(components);
        }

        /// Whether every component has one value.
        public boolean isSingle() {
            for (int i = 0; i < components.size(); i++) {
                if (!(components.get(i) instanceof Restriction.Equal)) {
                    return false;
                }
            }
            return true;
        }

        /// Whether it is written as several keys, be they all the same.
        public boolean listsSeveral() {
            for (Restriction component : components) {
                if (component instanceof Restriction.In(var _, Restriction.Listed(var values)) && values.size() > 1) {
                    return true;
                }
            }
            return false;
        }

        /// The wire keys, in the order of their columns' types, each once.
        ///
        /// @throws InvalidRequest for a null or unset component, or a key that is empty or too long
        public List<byte[]> wireKeys(Scope scope) {
            return checked(givenKeys(scope));
        }

        /// Keys that may be read or written.
        ///
        /// @throws InvalidRequest for a key that is empty
        public static List<byte[]> checked(List<byte[]> keys) {
            for (byte[] key : keys) {
                if (key.length == 0) {
                    throw new InvalidRequest("Key may not be empty");
                }
            }
            return keys;
        }

        /// The wire keys as [#wireKeys] has them, still to be [#checked].
        public List<byte[]> givenKeys(Scope scope) {
            var scratch = new Slice();
            List<List<byte[]>> keys = List.of(List.of());
            for (Restriction component : components) {
                var longer = new ArrayList<List<byte[]>>();
                List<byte[]> values = switch (component) {
                    case Restriction.Equal(var column, Expression value) ->
                        List.of(KeyValues.value(column, value, scope, scratch));
                    case Restriction.In in ->
                        KeyValues.choices(in, scope).stream()
                                .map(List::getFirst)
                                .toList();
                    case Restriction.Range _ -> throw new IllegalStateException("a range of keys");
                };
                KeyValues.checkProduct(keys.size(), values.size());
                for (List<byte[]> key : keys) {
                    for (byte[] value : values) {
                        var extended = new ArrayList<>(key);
                        extended.add(value);
                        longer.add(extended);
                    }
                }
                keys = longer;
            }
            var wire = new ArrayList<byte[]>(keys.size());
            for (List<byte[]> key : keys) {
                wire.add(PartitionKeys.compose(key));
            }
            return wire;
        }

        /// The one wire key; only where [#isSingle()].
        public byte[] wireKey(Scope scope, Slice scratch) {
            if (components.size() == 1 && components.getFirst() instanceof Restriction.Equal(var column, var value)) {
                byte[] key = KeyValues.value(column, value, scope, scratch);
                if (key.length == 0) {
                    throw new InvalidRequest("Key may not be empty");
                }
                return key;
            }
            return wireKeys(scope).getFirst();
        }
    }

    /// All partitions, or those in a range of tokens.
    record Tokens(Optional<TokenBound> lower, Optional<TokenBound> upper) implements PartitionRestrictions {
        public static final Tokens ALL = new Tokens(Optional.empty(), Optional.empty());

        /// The range of row keys. No key has the lowest token, so as an upper bound it stands for the end of
        /// the ring.
        public KeyRange range(KeyCodec codec, Scope scope) {
            byte[] start = KeyRange.ALL.start();
            byte[] end = KeyRange.ALL.end();
            if (lower.isPresent()) {
                long token = lower.get().token(scope);
                start = lower.get().inclusive() ? codec.tokenStart(token) : codec.tokenEnd(token);
            }
            if (upper.isPresent()) {
                long token = upper.get().token(scope);
                if (token != Long.MIN_VALUE) {
                    end = upper.get().inclusive() ? codec.tokenEnd(token) : codec.tokenStart(token);
                }
            }
            return new KeyRange(start, end);
        }

        boolean contains(long token, Scope scope) {
            if (lower.isPresent()) {
                long bound = lower.get().token(scope);
                if (lower.get().inclusive() ? token < bound : token <= bound) {
                    return false;
                }
            }
            if (upper.isPresent()) {
                long bound = upper.get().token(scope);
                return bound == Long.MIN_VALUE || (upper.get().inclusive() ? token <= bound : token < bound);
            }
            return true;
        }
    }

    /// One end of a range of tokens.
    record TokenBound(Expression value, boolean inclusive) {
        long token(Scope scope) {
            var scratch = new Slice();
            value.evaluate(scope, scratch);
            if (scratch.length <= 0) {
                throw new InvalidRequest(
                        scratch.isUnset() ? "Invalid unset value for partition key token" : "Invalid null token value");
            }
            return Numbers.integer(scratch.array, scratch.offset, scratch.length);
        }
    }
}
