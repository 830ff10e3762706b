package io.github.bpf4j.object;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfLiteral;
import io.github.bpf4j.btf.BtfType.Linkage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a BPF object, read but not loaded: programs, maps, global variables, types (runtime spec 2).
 *
 * <p>Immutable and safe for use by several threads. The same bytes give the same specification on every system. Features
 * that cannot be linked yet do not hinder reading; {@link Linker#link} names them if a program uses them.
 */
public final class CollectionSpec {
    /** Largest object file in bytes. */
    public static final int MAX_OBJECT_BYTES = 256 << 20;

    /** The parts of an object; lists and maps are in file order. */
    record Parts(
            ByteOrder byteOrder,
            String license,
            int version,
            List<ProgramSpec> programs,
            List<MapSpec> maps,
            List<VariableSpec> variables,
            List<ExternSpec> externs,
            List<StructOpsSpec> structOps,
            Btf btf,
            Map<String, CodeSection> code) {
        Parts {
            programs = List.copyOf(programs);
            maps = List.copyOf(maps);
            variables = List.copyOf(variables);
            externs = List.copyOf(externs);
            structOps = List.copyOf(structOps);
            code = Collections.unmodifiableMap(new LinkedHashMap<>(code));
        }

        Parts withStructOps(List<StructOpsSpec> tables) {
            return new Parts(byteOrder, license, version, programs, maps, variables, externs, tables, btf, code);
        }
    }

    private final Parts parts;
    private final MapSettings settings;
    private final Map<String, ProgramSpec> programsByName = new LinkedHashMap<>();
    private final Map<String, MapSpec> mapsByName = new LinkedHashMap<>();

    CollectionSpec(Parts parts) {
        this(parts, MapSettings.NONE);
    }

    private CollectionSpec(Parts parts, MapSettings settings) {
        this.parts = parts;
        this.settings = settings;
        parts.programs().forEach(program -> programsByName.put(program.name(), program));
        parts.maps().forEach(map -> mapsByName.put(map.name(), map));
    }

    /**
     * The contents of an object file. Data sections are named after the file, as libbpf does: {@code flow_gc.bss}.
     *
     * @throws ObjectFormatException if the file is no well-formed BPF object
     * @throws IOException if the file cannot be read
     */
    public static CollectionSpec read(Path path) throws IOException {
        long size = Files.size(path);
        if (size > MAX_OBJECT_BYTES) {
            throw new ObjectFormatException("", 0, "file of " + size + " bytes, at most " + MAX_OBJECT_BYTES);
        }
        Path fileName = path.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        int dot = name.indexOf('.');
        return read(Files.readAllBytes(path), dot < 0 ? name : name.substring(0, dot));
    }

    /**
     * The contents of an object, data sections named without a prefix: {@code .bss}.
     *
     * @throws ObjectFormatException if the bytes are no well-formed BPF object
     */
    public static CollectionSpec read(byte[] object) {
        return read(object, "");
    }

    /**
     * The contents of an object whose data sections are named after {@code objectName}.
     *
     * @throws ObjectFormatException if the bytes are no well-formed BPF object
     */
    public static CollectionSpec read(byte[] object, String objectName) {
        return new CollectionReader(object, objectName).read();
    }

    /** Byte order that the object was compiled for; code is normalised, values and data sections are not. */
    public ByteOrder byteOrder() {
        return parts.byteOrder();
    }

    /** Licence, empty if the object names none. */
    public String license() {
        return parts.license();
    }

    /** Kernel version that the object names, 0 if none: {@code (major << 16) | (minor << 8) | patch}. */
    public int version() {
        return parts.version();
    }

    /** Entry programs, section by section. */
    public List<ProgramSpec> programs() {
        return parts.programs();
    }

    /** Maps: those of .maps first, then data sections. */
    public List<MapSpec> maps() {
        return parts.maps();
    }

    /** Global variables, section by section in the order of their offsets. */
    public List<VariableSpec> variables() {
        return parts.variables();
    }

    /** What the object expects its loader to supply. */
    public List<ExternSpec> externs() {
        return parts.externs();
    }

    /** Tables of kernel operations that the object implements. */
    public List<StructOpsSpec> structOps() {
        return parts.structOps();
    }

    /** The object's types, with data sections laid out; none but void if the object has no BTF. */
    public Btf btf() {
        return parts.btf();
    }

    /**
     * The program with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ProgramSpec program(String name) {
        ProgramSpec program = programsByName.get(name);
        if (program == null) {
            throw new IllegalArgumentException("no program " + name + ", there are: " + programsByName.keySet());
        }
        return program;
    }

    /**
     * The map with a name; data sections also answer to their section's name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public MapSpec map(String name) {
        return findMap(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("no map " + name + ", there are: " + mapsByName.keySet()));
    }

    private Optional<MapSpec> findMap(String name) {
        MapSpec map = mapsByName.get(name);
        if (map != null) {
            return Optional.of(map);
        }
        return parts.maps().stream()
                .filter(candidate -> candidate.isData() && candidate.section().equals(name))
                .findFirst();
    }

    /**
     * The variable with a name; a global one comes before static ones.
     *
     * @throws IllegalArgumentException if there is none, or only several static ones
     */
    public VariableSpec variable(String name) {
        VariableSpec variable = findVariable(name);
        if (variable == null) {
            throw new IllegalArgumentException("no variable " + name);
        }
        return variable;
    }

    /** The externs of section .kconfig by name. */
    Map<String, VariableSpec> kernelSettings() {
        return parts.variables().stream()
                .filter(variable -> variable.linkage() == Linkage.EXTERN)
                .collect(Collectors.toMap(VariableSpec::name, variable -> variable, (first, _) -> first));
    }

    private @Nullable VariableSpec findVariable(String name) {
        List<VariableSpec> named = parts.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .toList();
        for (VariableSpec variable : named) {
            if (variable.linkage() != Linkage.STATIC) {
                return variable;
            }
        }
        if (named.size() > 1) {
            throw new IllegalArgumentException("several static variables are named " + name);
        }
        return named.isEmpty() ? null : named.getFirst();
    }

    /** The bytes that a variable begins with; zeros for settings of the kernel before {@link #forKernel}. */
    public byte[] initialValue(VariableSpec variable) {
        MapSpec map = map(variable.mapName());
        DataImage contents = map.contents();
        if (contents == null && map.isData()) {
            return new byte[variable.size()];
        }
        if (contents == null) {
            throw new IllegalArgumentException("map " + variable.mapName() + " holds no variables");
        }
        return contents.slice(variable.byteOffset(), variable.size());
    }

    /**
     * The same collection with a variable set to what a literal says, see {@link BtfLiteral}. A name may go on with a
     * path to one of the variable's fields: {@code config.limits[2]}.
     *
     * @throws IllegalArgumentException if there is no such variable or its type is unknown
     * @throws io.github.bpf4j.btf.BtfTypeException if the path leads nowhere or the literal does not fit
     */
    public CollectionSpec withVariable(String name, String literal) {
        int end = name.length();
        VariableSpec variable = findVariable(name);
        while (variable == null && end > 0) {
            end = Math.max(name.lastIndexOf('.', end - 1), name.lastIndexOf('[', end - 1));
            variable = end <= 0 ? null : findVariable(name.substring(0, end));
        }
        if (variable == null) {
            throw new IllegalArgumentException("no variable " + name);
        }
        if (variable.typeId() == 0) {
            throw new IllegalArgumentException("the type of variable " + variable.name() + " is unknown");
        }
        String path = name.substring(end);
        BtfField field = BtfField.of(btf(), variable.typeId(), path.startsWith(".") ? path.substring(1) : path);
        if (field.bitfieldSize() != 0) {
            throw new IllegalArgumentException(name + " is a bit-field");
        }
        byte[] bytes = BtfLiteral.encode(btf(), field.typeId(), literal);
        if (field.byteOffset() + bytes.length > variable.size()) {
            throw new IllegalArgumentException(name + " lies outside its variable");
        }
        return withBytes(variable, (int) field.byteOffset(), bytes);
    }

    /**
     * The same collection with a variable set to some bytes, in the object's byte order.
     *
     * @throws IllegalArgumentException if there is no such variable or it has another size
     */
    public CollectionSpec withVariable(String name, byte[] value) {
        VariableSpec variable = variable(name);
        if (value.length != variable.size()) {
            throw new IllegalArgumentException(
                    "variable " + name + " has " + variable.size() + " bytes, not " + value.length);
        }
        return withBytes(variable, 0, value);
    }

    private CollectionSpec withBytes(VariableSpec variable, int byteOffset, byte[] bytes) {
        if (variable.linkage() == Linkage.EXTERN) {
            throw new IllegalArgumentException(
                    variable.name() + " is a setting of the kernel: change the kernel's configuration");
        }
        return withMap(variable.mapName(), map -> {
            DataImage contents = map.contents();
            return contents == null ? map : map.withContents(contents.with(variable.byteOffset() + byteOffset, bytes));
        });
    }

    /**
     * The same collection with the externs of section {@code .kconfig} as a kernel has them. Runtimes do this when they load.
     *
     * @throws ExternException if the kernel does not say what a strong extern is, or a value and its type do not agree
     */
    public CollectionSpec forKernel(LinkEnvironment kernel) {
        Optional<MapSpec> settings = parts.maps().stream()
                .filter(map -> map.section().equals(KconfigSection.NAME))
                .findFirst();
        return settings.map(MapSpec::name)
                .map(name -> withMap(name, map -> map.withContents(KconfigSection.fill(this, map, kernel))))
                .orElse(this);
    }

    /**
     * The same collection with another number of elements for a map.
     *
     * @throws IllegalArgumentException if there is no such map, it is a data section, or the number exceeds 32 bits
     */
    public CollectionSpec withMaxEntries(String mapName, long maxEntries) {
        if (map(mapName).isData()) {
            throw new IllegalArgumentException("map " + mapName + " is a data section");
        }
        return withMap(mapName, map -> map.withMaxEntries(maxEntries));
    }

    /**
     * The same collection with another size for a map's values in bytes. A data section gets zeros at its end or loses what is there; if its
     * last variable is an array whose elements end where the section does, that has as many as there is room for, and else the map is
     * without types. Of other maps see {@link MapSpec#withSizes}.
     *
     * @throws IllegalArgumentException if there is no such map, the size is negative or that of a section 0, or the map holds settings of
     *     the kernel
     */
    public CollectionSpec withValueSize(String mapName, int valueSize) {
        MapSpec map = map(mapName);
        DataImage contents = map.contents();
        if (!map.isData()) {
            return withMap(mapName, old -> old.withSizes(old.keySize(), valueSize));
        }
        if (contents == null || map.section().equals(KconfigSection.NAME) || valueSize <= 0) {
            throw new IllegalArgumentException("map " + mapName + " cannot have values of " + valueSize + " bytes");
        }
        return new CollectionSpec(DataSize.change(parts, map, contents, valueSize), settings);
    }

    /**
     * The same collection with a map, or a table of operations, to be created or left out; all are created unless told. A program that uses one that is left out is
     * refused, unless it cannot reach the place.
     *
     * @throws IllegalArgumentException if there is no such map
     */
    public CollectionSpec withAutocreate(String mapName, boolean autocreate) {
        if (parts.structOps().stream().anyMatch(table -> table.name().equals(mapName))) {
            return new CollectionSpec(
                    parts.withStructOps(parts.structOps().stream()
                            .map(table -> table.name().equals(mapName) ? table.withAutocreate(autocreate) : table)
                            .toList()),
                    settings);
        }
        return new CollectionSpec(parts, settings.withCreated(map(mapName).name(), autocreate));
    }

    /**
     * Whether a map is created when the collection is loaded.
     *
     * @throws IllegalArgumentException if there is no such map
     */
    public boolean isAutocreated(String mapName) {
        return !settings.notCreated().contains(map(mapName).name());
    }

    /**
     * The same collection with a map that is shared under a path, whatever the object says.
     *
     * @param path absolute, in a file system of pins
     * @throws IllegalArgumentException if there is no such map
     */
    public CollectionSpec withPinPath(String mapName, String path) {
        return new CollectionSpec(parts, settings.withPinPath(map(mapName).name(), path));
    }

    /**
     * Where a map is shared if that was said by {@link #withPinPath}.
     *
     * @throws IllegalArgumentException if there is no such map
     */
    public Optional<String> pinPath(String mapName) {
        return Optional.ofNullable(settings.pinPaths().get(map(mapName).name()));
    }

    /**
     * The same collection with a map changed; its name must stay.
     *
     * @throws IllegalArgumentException if there is no such map or the change renames it
     */
    public CollectionSpec withMap(String mapName, UnaryOperator<MapSpec> change) {
        MapSpec old = map(mapName);
        MapSpec changed = change.apply(old);
        if (!changed.name().equals(old.name())) {
            throw new IllegalArgumentException("map " + old.name() + " would become " + changed.name());
        }
        List<MapSpec> maps = new ArrayList<>(parts.maps());
        maps.set(maps.indexOf(old), changed);
        return with(parts.programs(), maps);
    }

    /**
     * The same collection with a type for a program, whatever its section says.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public CollectionSpec withProgramType(String name, ProgramType type, @Nullable AttachType expectedAttachType) {
        return withProgram(name, old -> old.withType(type, expectedAttachType));
    }

    /**
     * The same collection with a program to be loaded or left out, whatever the question mark in its section's name says.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public CollectionSpec withAutoload(String name, boolean autoload) {
        return withProgram(name, old -> old.withAutoload(autoload));
    }

    /**
     * The same collection with a program that may sleep or not, whatever its section says.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public CollectionSpec withSleepable(String name, boolean sleepable) {
        return withProgram(name, old -> old.withFlags(sleepable, old.frags()));
    }

    /**
     * The same collection with a program that takes packets in several buffers or not, whatever its section says.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public CollectionSpec withFrags(String name, boolean frags) {
        return withProgram(name, old -> old.withFlags(old.sleepable(), frags));
    }

    /**
     * The same collection with another function, event or hook that a program is for.
     *
     * @param target as it follows the slash in the name of a section
     * @throws IllegalArgumentException if there is no such program
     */
    public CollectionSpec withAttachTarget(String name, String target) {
        return withProgram(name, old -> old.withAttachTarget(target));
    }

    private CollectionSpec withProgram(String name, UnaryOperator<ProgramSpec> change) {
        ProgramSpec old = program(name);
        List<ProgramSpec> programs = new ArrayList<>(parts.programs());
        programs.set(programs.indexOf(old), change.apply(old));
        return with(programs, parts.maps());
    }

    private CollectionSpec with(List<ProgramSpec> programs, List<MapSpec> maps) {
        return new CollectionSpec(
                new Parts(
                        parts.byteOrder(),
                        parts.license(),
                        parts.version(),
                        programs,
                        maps,
                        parts.variables(),
                        parts.externs(),
                        parts.structOps(),
                        parts.btf(),
                        parts.code()),
                settings);
    }

    /**
     * The packed instruction words of an entry function as they stand in the file, neither relocated nor joined with
     * what it calls: for looking at programs that cannot be linked.
     *
     * @throws IllegalArgumentException if there is no such program
     */
    public long[] entryCode(String programName) {
        ProgramSpec program = program(programName);
        CodeSection section = code(program.section());
        long[] words = new long[program.insnCount()];
        for (int i = 0; i < words.length; i++) {
            words[i] = section.words().get(program.insnOffset() + i);
        }
        return words;
    }

    /** A code section that is known to exist. */
    boolean hasCode(String section) {
        return parts.code().containsKey(section);
    }

    CodeSection code(String section) {
        CodeSection code = parts.code().get(section);
        if (code == null) {
            throw new IllegalStateException("no code section " + section);
        }
        return code;
    }
}
