package io.github.bpf4j.cli;

import tools.jackson.databind.json.JsonMapper;

/** Writes records as JSON: fields in the order of their declaration, so that equal results are equal bytes. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Json() {}

    /** In one line. */
    static String line(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static String write(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }
}
