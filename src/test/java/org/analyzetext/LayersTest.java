package org.analyzetext;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages are layers: each uses only what stands below it. ARCHITECTURE.md draws them. */
class LayersTest {
    private static final String ROOT = "org.analyzetext";

    /** From the bottom up. Packages on one line do not know each other. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("error", "page"),
            List.of("config"),
            List.of("document"),
            List.of("job"),
            List.of("results"),
            List.of("service"),
            List.of("service.identity"),
            List.of("observe"),
            List.of("schedule"),
            List.of("spending", "account"),
            List.of("report"),
            List.of("stage"),
            List.of("edge"),
            List.of("edge.files", "edge.kafka", "edge.host"),
            List.of("route"),
            List.of(""),
            List.of("spring", "localservice", "evaluate", "live"),
            List.of("app"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages(ROOT);

    private final Map<String, Integer> floors = LAYERS.stream()
            .flatMap(layer -> layer.stream().map(name -> Map.entry(name, LAYERS.indexOf(layer))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    @Test
    void everyPackageHasItsLayer() {
        assertThat(CLASSES.stream().map(LayersTest::packageOf).distinct())
                .containsExactlyInAnyOrderElementsOf(floors.keySet());
    }

    @Test
    void everyPackageUsesOnlyWhatStandsBelowIt() {
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass();
                if (isOurs(used) && !isBelow(packageOf(used), packageOf(user))) {
                    wrong.add(user.getName() + " uses " + used.getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private boolean isBelow(String used, String user) {
        return used.equals(user) || floors.get(used) < floors.get(user);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void kafkasClassesStayInTheKafkaEdge() {
        onlyIn(ROOT + ".edge.kafka", "org.apache.kafka..", "org.apache.camel.component.kafka..");
    }

    @Test
    void micrometersClassesStayInObserve() {
        onlyIn(ROOT + ".observe", "io.micrometer..", "io.prometheus..");
    }

    @Test
    void azuresClassesStayInServiceIdentity() {
        onlyIn(ROOT + ".service.identity", "com.azure..", "reactor..");
    }

    @Test
    void springsClassesStayInSpring() {
        onlyIn(ROOT + ".spring", "org.springframework..");
    }

    @Test
    void onlyTheApplicationKnowsTheLocalService() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".localservice")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(ROOT + ".localservice", ROOT + ".app")
                .check(CLASSES);
    }

    private static void onlyIn(String home, String... packages) {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(resideInAPackage(home).negate()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }
}
