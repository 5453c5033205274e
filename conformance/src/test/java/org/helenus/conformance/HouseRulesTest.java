package org.helenus.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The floors of the house and the seams that tests stand on, held by the class files themselves.
///
/// Each rule names who may do a thing; everybody else may not. A rule that hinders is changed here, in the open,
/// not worked around.
class HouseRulesTest {
    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.helenus");
    }

    @Test
    void importsPointDownTheFloors() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.helenus..")
                .layer("schema")
                .definedBy("org.helenus.schema..")
                .layer("cql-parser")
                .definedBy("org.helenus.cql..")
                .layer("storage")
                .definedBy("org.helenus.storage..")
                .layer("compaction")
                .definedBy("org.helenus.compaction..")
                .layer("query")
                .definedBy("org.helenus.query..")
                .layer("protocol")
                .definedBy("org.helenus.protocol..")
                .layer("server")
                .definedBy("org.helenus.server..")
                .layer("tools")
                .definedBy("org.helenus.tools..")
                .layer("junit")
                .definedBy("org.helenus.junit..")
                .whereLayer("schema")
                .mayNotAccessAnyLayer()
                .whereLayer("cql-parser")
                .mayNotAccessAnyLayer()
                .whereLayer("storage")
                .mayOnlyAccessLayers("schema")
                .whereLayer("compaction")
                .mayOnlyAccessLayers("storage", "schema")
                .whereLayer("query")
                .mayOnlyAccessLayers("cql-parser", "schema", "storage")
                .whereLayer("protocol")
                .mayOnlyAccessLayers("schema")
                .whereLayer("server")
                .mayOnlyAccessLayers("schema", "cql-parser", "storage", "compaction", "query", "protocol")
                .whereLayer("tools")
                .mayOnlyAccessLayers("schema", "cql-parser", "storage", "compaction", "query", "protocol")
                .whereLayer("junit")
                .mayOnlyAccessLayers("cql-parser", "protocol", "server")
                .check(house);
    }

    /// Of all the query floor, the tools ask only what a script of `CREATE` statements means.
    @Test
    void toolsBindAndRunNoQueries() {
        noClasses()
                .that(resideInAPackage("org.helenus.tools.."))
                .and()
                .haveNameNotMatching("org\\.helenus\\.tools\\.load\\.SchemaFile")
                .should()
                .dependOnClassesThat(resideInAPackage("org.helenus.query.."))
                .check(house);
    }

    /// Who embeds a server needs neither; who has tests needs the driver only for its sessions.
    @Test
    void testsAndTheDriverStayOutside() {
        noClasses()
                .that(not(resideInAnyPackage("org.helenus.junit..", "org.helenus.conformance..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.junit..", "com.datastax.."))
                .check(house);
        noClasses()
                .that(resideInAPackage("org.helenus.junit.."))
                .and()
                .haveNameNotMatching("org\\.helenus\\.junit\\.DriverSession")
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.datastax.."))
                .check(house);
    }

    @Test
    void noModuleStandsInACircle() {
        slices().matching("org.helenus.(*)..").should().beFreeOfCycles().check(house);
    }

    /// Nothing reaches a file around the `Disk` seam: what a crash test cannot see cannot be claimed.
    /// The server reads its configuration, the tools read scripts and write captures.
    @Test
    void onlyTheSystemDiskTouchesFiles() {
        noClasses()
                .that(resideInAnyPackage(
                        "org.helenus.schema..",
                        "org.helenus.cql..",
                        "org.helenus.storage..",
                        "org.helenus.compaction..",
                        "org.helenus.query..",
                        "org.helenus.protocol.."))
                .and()
                .haveNameNotMatching("org\\.helenus\\.storage\\.disk\\.System.*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.nio\\.file\\.(Files|FileSystems?|Paths?)|java\\.nio\\.channels\\.(Asynchronous)?FileChannel|"
                                + "java\\.io\\.(File|RandomAccessFile|File(In|Out)putStream|FileReader|FileWriter)")
                .check(house);
    }

    /// Time comes by constructor, so that a test can move it. `NativeServer.drain` waits for real sockets, for a
    /// real time.
    @Test
    void onlyTheSystemClockReadsTheTime() {
        noClasses()
                .that(not(resideInAnyPackage("org.helenus.tools..")))
                .and()
                .haveNameNotMatching("org\\.helenus\\.storage\\.SystemClock.*|org\\.helenus\\.server\\.Main.*"
                        + "|org\\.helenus\\.protocol\\.netty\\.NativeServer")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .check(house);
    }

    /// Randomness comes by constructor too: a failing seed must fail again.
    @Test
    void nobodyRollsDiceOfHisOwn() {
        noClasses()
                .that(not(resideInAnyPackage("org.helenus.tools..", "org.helenus.server..")))
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current")
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(house);
    }

    /// A server never reads objects out of a stream of bytes, and never runs what a setting names.
    @Test
    void noDeserialisationAndNoReflection() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.ObjectInputStream|javax\\.management\\.remote\\..*|java\\.rmi\\..*")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .check(house);
    }

    @Test
    void nettyStaysInTheProtocol() {
        noClasses()
                .that(not(resideInAnyPackage("org.helenus.protocol..", "org.helenus.server..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .check(house);
    }

    @Test
    void noRoomForOddsAndEnds() {
        classes()
                .should()
                .haveNameNotMatching(".*\\.(common|util|utils|helper|helpers|misc)\\..*|.*(Util|Utils|Helper|Impl)")
                .check(house);
    }
}
