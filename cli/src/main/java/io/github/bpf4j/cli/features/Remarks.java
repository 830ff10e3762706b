package io.github.bpf4j.cli.features;

import io.github.bpf4j.cli.features.Feature.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is to be said of features, from the file beside this class. */
final class Remarks {
    private static final String FILE = "remarks.yaml";

    private Remarks() {}

    /** The remarks of each kind by the names of features, in the order of the file. */
    static Map<Kind, Map<String, String>> read() {
        try (@Nullable InputStream in = Remarks.class.getResourceAsStream(FILE)) {
            return parse(new YAMLMapper().readTree(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    private static Map<Kind, Map<String, String>> parse(JsonNode file) {
        Map<Kind, Map<String, String>> remarks = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Map<String, String> named = new LinkedHashMap<>();
            for (JsonNode entry : file.path(kind.word())) {
                String remark = entry.path("remark").asString();
                for (String name : entry.path("names").asString().split(",\\s*", -1)) {
                    if (named.put(name, remark) != null) {
                        throw new IllegalStateException(FILE + ": two remarks on " + name);
                    }
                }
            }
            remarks.put(kind, named);
        }
        return remarks;
    }
}
