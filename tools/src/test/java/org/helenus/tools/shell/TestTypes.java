package org.helenus.tools.shell;

import java.util.List;
import org.helenus.cql.CqlParser;
import org.helenus.cql.tree.CreateTable;
import org.helenus.cql.tree.TypeName;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Types by the names that CQL gives them; the only user type is `person`.
final class TestTypes {
    private static final UserType PERSON =
            new UserType("ks", "person", List.of("name", "Age"), List.of(NativeType.TEXT, NativeType.INT), false);

    private TestTypes() {}

    static CqlType of(String cql) {
        var table = (CreateTable) CqlParser.parse("CREATE TABLE t (a " + cql + ")");
        return of(table.columns().getFirst().type());
    }

    private static CqlType of(TypeName name) {
        return switch (name) {
            case TypeName.Native(var kind) -> NativeType.named(kind.cqlName()).orElseThrow();
            case TypeName.ListOf(var element) -> new ListType(of(element), false);
            case TypeName.SetOf(var element) -> new SetType(of(element), false);
            case TypeName.MapOf(var key, var value) -> new MapType(of(key), of(value), false);
            case TypeName.Tuple(var elements) ->
                new TupleType(elements.stream().map(TestTypes::of).toList());
            case TypeName.Vector(var element, int dimension) -> new VectorType(of(element), dimension);
            case TypeName.Frozen(var inner) -> of(inner);
            case TypeName.User _ -> PERSON;
            case TypeName.Custom(var className) -> new CustomType(className);
        };
    }
}
