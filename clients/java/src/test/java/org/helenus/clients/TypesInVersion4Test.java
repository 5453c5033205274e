package org.helenus.clients;

class TypesInVersion4Test extends TypesInVersion5Test {
    @Override
    String protocolVersion() {
        return "V4";
    }
}
