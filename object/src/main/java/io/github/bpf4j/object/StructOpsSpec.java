package io.github.bpf4j.object;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of kernel operations that an object implements: a variable of section {@code .struct_ops}, {@code .struct_ops.link} or, if it
 * need not be registered, {@code ?.struct_ops} (runtime spec 2.1). {@link KernelOperations} is what a kernel makes of it. Immutable.
 *
 * @param name name of the variable
 * @param section section that it lies in
 * @param typeId its struct in the object's BTF
 * @param contents what its members are that are no functions
 * @param programs the members that are functions, in their order, and the programs that implement them
 * @param autocreate whether loaders create its map without being asked for
 */
public record StructOpsSpec(
        String name, String section, int typeId, DataImage contents, Map<String, String> programs, boolean autocreate) {
    /** Copies the programs. */
    public StructOpsSpec {
        programs = Collections.unmodifiableMap(new LinkedHashMap<>(programs));
    }

    /** Whether it is registered with a link, and as long as that lives. */
    public boolean hasLink() {
        return section.endsWith(".link");
    }

    StructOpsSpec withAutocreate(boolean wanted) {
        return new StructOpsSpec(name, section, typeId, contents, programs, wanted);
    }
}
