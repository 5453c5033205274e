package org.helenus.clients;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypesInVersion3Test extends TypesInVersion5Test {
    @Override
    String protocolVersion() {
        return "V3";
    }

    @Override
    @ParameterizedTest
    @MethodSource({"nativeTypes", "collections"})
    void type(Values type) {
        roundTrip(type);
    }
}
