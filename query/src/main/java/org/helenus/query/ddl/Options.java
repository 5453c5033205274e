package org.helenus.query.ddl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.helenus.cql.tree.Properties;
import org.helenus.cql.tree.PropertyValue;

/// The properties of a statement as the schema's options take them.
final class Options {
    private Options() {}

    static Map<String, Object> of(Properties properties) {
        var options = new LinkedHashMap<String, Object>();
        properties
                .values()
                .forEach((name, value) -> options.put(
                        name,
                        switch (value) {
                            case PropertyValue.Text(var text, var _) -> text;
                            case PropertyValue.Options(var entries) -> entries;
                        }));
        return options;
    }
}
