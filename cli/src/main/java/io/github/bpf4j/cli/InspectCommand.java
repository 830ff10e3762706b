package io.github.bpf4j.cli;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ExternSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.object.StructOpsSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: what an object holds. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows what an object holds: licence, programs, maps with their special fields, externs, kernel operations, BTF.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OBJECT", description = "An object that clang made.")
    private Path object;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    record Field(String name, int offset, int size) {}

    record ProgramView(String name, String section, String type, int instructions) {}

    record MapView(
            String name, String type, int keySize, int valueSize, long maxEntries, String flags, List<Field> fields) {}

    record ExternView(String name, String section, boolean weak, boolean function, List<String> kernels) {}

    record StructOpsView(String name, String section, String type, Map<String, String> programs) {}

    record ObjectView(
            String license,
            String byteOrder,
            List<ProgramView> programs,
            List<MapView> maps,
            List<ExternView> externs,
            List<StructOpsView> structOps,
            int btfTypes) {}

    @Override
    public Integer call() throws IOException {
        CollectionSpec collection = CollectionSpec.read(object);
        ObjectView view = new ObjectView(
                collection.license(),
                collection.byteOrder().toString(),
                collection.programs().stream().map(InspectCommand::program).toList(),
                collection.maps().stream().map(map -> map(collection, map)).toList(),
                collection.externs().stream().map(InspectCommand::extern).toList(),
                collection.structOps().stream()
                        .map(table -> structOps(collection, table))
                        .toList(),
                collection.btf().typeCount());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(view));
        } else {
            print(view, out);
        }
        out.flush();
        return 0;
    }

    private static ProgramView program(ProgramSpec program) {
        return new ProgramView(
                program.name(),
                program.section(),
                program.programType().map(Enum::name).orElse("unknown"),
                program.insnCount());
    }

    private static MapView map(CollectionSpec collection, MapSpec map) {
        return new MapView(
                map.name(),
                map.type().name(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags() == 0 ? "" : MapFlags.format(map.flags()),
                fields(collection, map));
    }

    private static List<Field> fields(CollectionSpec collection, MapSpec map) {
        if (map.valueTypeId() == 0 || !map.type().takesBtf()) {
            return List.of();
        }
        return SpecialFields.parse(collection.btf(), map.valueTypeId(), KernelProfile.V6_12).list().stream()
                .map(InspectCommand::field)
                .toList();
    }

    private static Field field(SpecialField field) {
        return new Field(
                field.kind().typeName(), field.byteOffset(), field.kind().size());
    }

    private static ExternView extern(ExternSpec extern) {
        return new ExternView(extern.name(), extern.section(), extern.weak(), extern.function(), kernels(extern));
    }

    private static StructOpsView structOps(CollectionSpec collection, StructOpsSpec table) {
        return new StructOpsView(
                table.name(),
                table.section(),
                collection.btf().type(table.typeId()).name(),
                table.programs());
    }

    /** The releases of Linux of which it is known that they have the function. */
    private static List<String> kernels(ExternSpec extern) {
        return extern.kfunc().stream()
                .flatMap(kfunc -> kfunc.profiles().stream())
                .map(KernelProfile::release)
                .toList();
    }

    private static String describe(ExternView extern) {
        return (extern.weak() ? ", weak" : "")
                + (!extern.function()
                        ? ""
                        : extern.kernels().isEmpty()
                                ? ", unknown function"
                                : ", function of Linux " + String.join(", ", extern.kernels()));
    }

    private static void print(ObjectView view, PrintWriter out) {
        out.println("licence: " + (view.license().isEmpty() ? "none" : view.license()));
        if (!view.byteOrder().equals("LITTLE_ENDIAN")) {
            out.println("byte order: " + view.byteOrder() + " (cannot be run here)");
        }
        out.println("programs:");
        for (ProgramView program : view.programs()) {
            out.printf(
                    "  %-20s %-14s section %s, %d instructions%n",
                    program.name(), program.type(), program.section(), program.instructions());
        }
        out.println("maps:");
        for (MapView map : view.maps()) {
            out.printf(
                    "  %-20s %-14s key %d, value %d, entries %d%s%n",
                    map.name(),
                    map.type(),
                    map.keySize(),
                    map.valueSize(),
                    map.maxEntries(),
                    map.flags().isEmpty() ? "" : ", flags " + map.flags());
            for (Field field : map.fields()) {
                out.printf("  %-20s %s at byte %d%n", "", field.name(), field.offset());
            }
        }
        if (!view.externs().isEmpty()) {
            out.println("externs:");
            view.externs()
                    .forEach(extern ->
                            out.printf("  %-20s section %s%s%n", extern.name(), extern.section(), describe(extern)));
        }
        if (!view.structOps().isEmpty()) {
            out.println("kernel operations:");
            for (StructOpsView table : view.structOps()) {
                out.printf("  %-20s struct %s, section %s%n", table.name(), table.type(), table.section());
                table.programs().forEach((member, program) -> out.printf("  %-20s %s: %s%n", "", member, program));
            }
        }
        out.println("BTF: " + view.btfTypes() + " types");
    }
}
