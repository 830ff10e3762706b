package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.bpf4j.cli.scenario.ScenarioFile;
import io.github.bpf4j.cli.scenario.ScenarioSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The JSON schema that editors complete scenario files with. */
class ScenarioSchemaTest {
    private final JsonNode tree = new ObjectMapper().readTree(ScenarioSchema.text());
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(tree);

    @Test
    void theCatalogueIsAsTheSchemaSays() throws IOException {
        for (Path path : ScenarioFilesTest.files()) {
            assertThat(schema.validate(new YAMLMapper().readTree(Files.readString(path))))
                    .as(path.toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cases: [{name: a, steps: [{bogus: 1}]}]",
                "cases: [{name: a, steps: [{update: m, kye: 1}]}]",
                "cases: [{name: a}]",
                "case: []",
                "{profile: '6.13', cases: []}",
            })
    void whatTheReaderRefusesTheSchemaRefusesToo(String yaml) {
        assertThat(schema.validate(new YAMLMapper().readTree(yaml))).isNotEmpty();
    }

    @Test
    void theSchemaKnowsEveryStepWithItsKeys() {
        Map<String, Set<String>> steps = ScenarioFile.steps();
        Map<String, Set<String>> described = new java.util.TreeMap<>();
        for (JsonNode step : tree.get("$defs").get("steps").get("items").get("anyOf")) {
            String verb = step.get("required").get(0).asString();
            Set<String> keys = new TreeSet<>(step.get("properties").propertyNames());
            keys.remove(verb);
            described.put(verb, keys);
        }
        described.remove("repeat");
        described.remove("use");
        assertThat(described.keySet()).isEqualTo(steps.keySet());
        steps.forEach((verb, keys) -> {
            Set<String> known = new TreeSet<>(keys);
            known.add("error");
            known.add("note");
            assertThat(described.get(verb)).as(verb).isEqualTo(known);
        });
    }
}
