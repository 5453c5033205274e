package org.helenus.query.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.cql.tree.TypeName;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.MarshalNames;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Turns the type that a statement names into the type it is.
public final class TypeResolver {
    private final String keyspace;
    private final Map<String, UserType> userTypes;

    /// @param keyspace the keyspace of the table or type at hand: user types live nowhere else
    /// @param userTypes the user types of that keyspace
    public TypeResolver(String keyspace, Map<String, UserType> userTypes) {
        this.keyspace = keyspace;
        this.userTypes = userTypes;
    }

    /// The type as named: collections and user types are multi-cell unless frozen; whatever lies inside another is
    /// frozen, but a user type's field or a collection's element keeps what it was declared as for the caller to
    /// judge.
    ///
    /// @throws InvalidRequest in Cassandra's words when there is no such type
    public CqlType resolve(TypeName name) {
        return switch (name) {
            case TypeName.Native(TypeName.NativeKind kind) -> resolve(kind);
            case TypeName.ListOf(TypeName element) -> new ListType(inner(element, name), true);
            case TypeName.SetOf(TypeName element) -> {
                CqlType type = inner(element, name);
                if (type == NativeType.DURATION) {
                    throw new InvalidRequest("Durations are not allowed inside sets: set<duration>");
                }
                yield new SetType(type, true);
            }
            case TypeName.MapOf(TypeName key, TypeName value) -> {
                CqlType type = inner(key, name);
                if (type == NativeType.DURATION) {
                    throw new InvalidRequest("Durations are not allowed as map keys: map<duration, "
                            + resolve(value).cqlName() + ">");
                }
                yield new MapType(type, inner(value, name), true);
            }
            case TypeName.Tuple(List<TypeName> elements) -> {
                var types = new ArrayList<CqlType>(elements.size());
                for (TypeName element : elements) {
                    CqlType type = resolve(element);
                    if (type == NativeType.COUNTER) {
                        throw new InvalidRequest("Counters are not allowed inside tuples");
                    }
                    types.add(type.freeze());
                }
                yield new TupleType(types);
            }
            case TypeName.Vector(TypeName element, int dimension) -> {
                if (dimension <= 0) {
                    throw new InvalidRequest("vectors may only have positive dimensions; given " + dimension);
                }
                yield new VectorType(resolve(element).freeze(), dimension);
            }
            case TypeName.Frozen(TypeName inner) -> {
                if (inner instanceof TypeName.Native || inner instanceof TypeName.Custom) {
                    String message = "frozen<> is only allowed on collections, tuples, and user-defined types (got "
                            + resolve(inner).cqlName() + ")";
                    throw inner instanceof TypeName.Native ? new InvalidRequest(message) : new SyntaxError(message);
                }
                yield resolve(frozenInside(inner)).freeze();
            }
            case TypeName.User(QualifiedName user) -> userType(user);
            case TypeName.Custom(String className) -> custom(className);
        };
    }

    /// A class name in quotes stands for a type of ours; there are no classes of anyone else's. No name is
    /// `blob`'s.
    private static CqlType custom(String className) {
        if (className.isBlank()) {
            return NativeType.BLOB;
        }
        CqlType type = MarshalNames.parse(className);
        if (type instanceof CustomType custom && !custom.isUsable()) {
            String name = custom.className();
            int parameters = name.indexOf('(');
            throw new SyntaxError("Error setting type " + className + ": Unable to find abstract-type class '"
                    + (parameters < 0 ? name : name.substring(0, parameters)) + "'");
        }
        return type;
    }

    /// `frozen<list<list<int>>>` freezes the inner list too.
    private static TypeName frozenInside(TypeName outer) {
        return switch (outer) {
            case TypeName.ListOf(TypeName element) -> new TypeName.ListOf(frozen(element));
            case TypeName.SetOf(TypeName element) -> new TypeName.SetOf(frozen(element));
            case TypeName.MapOf(TypeName key, TypeName value) -> new TypeName.MapOf(frozen(key), frozen(value));
            default -> outer;
        };
    }

    private static TypeName frozen(TypeName type) {
        return switch (type) {
            case TypeName.ListOf _, TypeName.SetOf _, TypeName.MapOf _, TypeName.User _ -> new TypeName.Frozen(type);
            default -> type;
        };
    }

    private CqlType inner(TypeName element, TypeName collection) {
        if (element instanceof TypeName.User) {
            throw new InvalidRequest(
                    "Non-frozen UDTs are not allowed inside collections: " + TermText.type(collection));
        }
        CqlType type = resolve(element);
        if (type == NativeType.COUNTER) {
            throw new InvalidRequest("Counters are not allowed inside collections: " + TermText.type(collection));
        }
        if (type.isMultiCell()) {
            throw new InvalidRequest(
                    "Non-frozen collections are not allowed inside collections: " + TermText.type(collection));
        }
        return type;
    }

    private UserType userType(QualifiedName name) {
        if (name.keyspace().isPresent() && !name.keyspace().get().text().equals(keyspace)) {
            throw new InvalidRequest("Statement on keyspace " + keyspace
                    + " cannot refer to a user type in keyspace "
                    + name.keyspace().get()
                    + "; user types can only be used in the keyspace they are defined in");
        }
        UserType type = userTypes.get(name.name().text());
        if (type == null) {
            throw new InvalidRequest("Unknown type " + keyspace + "." + name.name());
        }
        return type;
    }

    public static NativeType resolve(TypeName.NativeKind kind) {
        return switch (kind) {
            case ASCII -> NativeType.ASCII;
            case BIGINT -> NativeType.BIGINT;
            case BLOB -> NativeType.BLOB;
            case BOOLEAN -> NativeType.BOOLEAN;
            case COUNTER -> NativeType.COUNTER;
            case DATE -> NativeType.DATE;
            case DECIMAL -> NativeType.DECIMAL;
            case DOUBLE -> NativeType.DOUBLE;
            case DURATION -> NativeType.DURATION;
            case FLOAT -> NativeType.FLOAT;
            case INET -> NativeType.INET;
            case INT -> NativeType.INT;
            case SMALLINT -> NativeType.SMALLINT;
            case TEXT, VARCHAR -> NativeType.TEXT;
            case TIME -> NativeType.TIME;
            case TIMESTAMP -> NativeType.TIMESTAMP;
            case TIMEUUID -> NativeType.TIMEUUID;
            case TINYINT -> NativeType.TINYINT;
            case UUID -> NativeType.UUID;
            case VARINT -> NativeType.VARINT;
        };
    }
}
