package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.TracedFunction;
import java.util.HashMap;
import java.util.Map;

/**
 * How an object is loaded: what exists already and takes the place of what it declares, and what its programs take the place of. Immutable.
 *
 * @param maps maps by the names of those that they stand for
 * @param replaced for programs of type EXT, by their names, the functions that they are verified as; for those of fentry and fexit that
 *     trace programs, the functions that they are around
 */
public record LoadOptions(Map<String, BpfMap> maps, Map<String, Function> replaced) {
    /** All that the object needs is made anew. */
    public static final LoadOptions NONE = new LoadOptions(Map.of(), Map.of());

    /**
     * A global function of a loaded program, or the program itself.
     *
     * @param name the name of the function; of the program itself for the whole of it
     */
    public record Function(Program program, String name) {}

    /** Copies the maps. */
    public LoadOptions {
        maps = Map.copyOf(maps);
        replaced = Map.copyOf(replaced);
    }

    /** The same with a map in place of one that the object declares. */
    public LoadOptions with(String declared, BpfMap existing) {
        Map<String, BpfMap> all = new HashMap<>(maps);
        all.put(declared, existing);
        return new LoadOptions(all, replaced);
    }

    /**
     * The same with a program of type EXT, which is to take the place of a function, or one of fentry or fexit, which is to be around it:
     * {@code bpf_program__set_attach_target}.
     *
     * @param extension the name of the program in the object
     */
    public LoadOptions replacing(String extension, Program program, String function) {
        Map<String, Function> all = new HashMap<>(replaced);
        all.put(extension, new Function(program, function));
        return new LoadOptions(maps, all);
    }

    /**
     * The same with all programs of type EXT that an object loads, which are to take the place of the functions that their sections name:
     * {@code freplace/FUNCTION}; and those of {@code fentry/FUNCTION} and {@code fexit/FUNCTION} whose function the program has, which
     * are to be around it.
     *
     * @param object what is loaded with these options
     * @param program whose functions they are
     */
    public LoadOptions replacing(CollectionSpec object, Program program) {
        LoadOptions all = this;
        for (ProgramSpec each : object.programs()) {
            boolean isFor = each.type() == ProgramType.EXT || TracedFunction.isTraced(program.linked(), each);
            if (isFor && each.autoload() && !each.attachTarget().isEmpty()) {
                all = all.replacing(each.name(), program, each.attachTarget());
            }
        }
        return all;
    }
}
