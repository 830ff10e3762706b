package io.github.bpf4j.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The dependency table of the modules, and what holds in all of them. */
class ModulesTest {
    private static final String ROOT = "io.github.bpf4j.";

    /** What each module may depend on, what those depend on included. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "asm", Set.of(),
            "time", Set.of(),
            "btf", Set.of(),
            "abi", Set.of("asm", "btf"),
            "object", Set.of("asm", "btf", "abi"),
            "verifier", Set.of("asm", "btf", "abi", "object"),
            "runtime", Set.of("asm", "btf", "abi", "object", "verifier", "time"),
            "net", Set.of("asm", "btf", "abi", "object", "verifier", "time", "runtime"),
            "junit", Set.of("asm", "btf", "abi", "object", "verifier", "time", "runtime", "net"),
            "cli", Set.of("asm", "btf", "abi", "object", "verifier", "time", "runtime", "net"));

    /** Packages that modules export beside their root. */
    private static final Set<String> ALSO_EXPORTED = Set.of(ROOT + "runtime.world", ROOT + "runtime.event");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.bpf4j");

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).replaceFirst("\\..*", "") : "";
    }

    private static boolean isExported(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT + module(type)) || ALSO_EXPORTED.contains(name);
    }

    @Test
    void everyModuleIsLookedAt() {
        Set<String> seen = new TreeSet<>();
        CLASSES.forEach(type -> seen.add(module(type)));
        assertThat(seen).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @Test
    void modulesDependOnWhatTheTableAllowsAndOnExportedPackagesOnly() {
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                String used = module(target);
                if (used.isEmpty() || used.equals(module(type))) {
                    continue;
                }
                assertThat(MAY_USE.get(module(type)))
                        .as(dependency.getDescription())
                        .contains(used);
                assertThat(isExported(target)).as(dependency.getDescription()).isTrue();
            }
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.bpf4j.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToTheConsole() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("io.github.bpf4j.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err");
        rule.check(CLASSES);
    }

    @Test
    void nothingSleepsOrLogsThroughJul() {
        noClasses().should(callMethod(Thread.class, "sleep", long.class)).check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void packagesAreNamedForWhatTheyHold() {
        List<String> refused = List.of("util", "utils", "impl", "internal", "common", "misc", "helper");
        noClasses()
                .should()
                .resideInAnyPackage(
                        refused.stream().map(name -> ".." + name + "..").toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void utilityClassesAndImplementationsAreFinal() {
        DescribedPredicate<JavaClass> hidden = DescribedPredicate.describe(
                "in packages that are not exported",
                type -> !isExported(type) && !module(type).isEmpty());
        CLASSES.that(hidden)
                .forEach(type -> assertThat(type.isInterface()
                                || type.getModifiers().contains(JavaModifier.FINAL)
                                || type.getModifiers().contains(JavaModifier.ABSTRACT)
                                || type.isEnum()
                                || type.isAnonymousClass()
                                || type.getSimpleName().equals("package-info"))
                        .as("%s is final, abstract or an interface", type.getName())
                        .isTrue());
    }
}
