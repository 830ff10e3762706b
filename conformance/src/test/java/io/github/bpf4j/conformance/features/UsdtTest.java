package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.UsdtFile;
import io.github.bpf4j.object.UsdtProbe;
import io.github.bpf4j.runtime.AttachOptions;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.AddressSpace;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs at USDT probes find, is what a 6.12 kernel and libbpf 1.4 answered (features/usdt-6.12.tsv): programs, the probes that
 * they are attached to and their cookies; what they wrote when the process passed all its probes, or the error of attaching.
 */
class UsdtTest {
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/usdt.bpf.o"), "usdt");
    private static final CollectionSpec ARM64 =
            CollectionSpec.read(Corpus.bytes("features/probes_arm64.bpf.o"), "probes_arm64");
    private static final String PATH = "/bin/asked";
    private static final int PID = 7;
    private static final long HERE = 0x2021a6;
    private static final long STACK = 0x7ffd_0000_1000L;

    @TempDir
    private Path folder;

    private List<UsdtProbe> probes(String machine) throws IOException {
        return UsdtFile.read(Files.write(folder.resolve(machine), Corpus.bytes("usdt/asked." + machine)));
    }

    private World world(List<UsdtProbe> probes) {
        ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0).putShort((short) -2).putInt(-11).putInt(0).putLong(0x1020304050607080L);
        ByteBuffer stack = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        stack.putLong(-78).putLong(77);
        return World.builder()
                .task(Task.of(PID, "asked"))
                .process(PID, AddressSpace.empty().with(HERE - 4, data.array()).with(STACK - Long.BYTES, stack.array()))
                .currentTask(PID)
                .usdtProbes(PATH, probes)
                .build();
    }

    private static void attach(Collection collection, String word, List<Link> links) {
        String[] parts = word.split("=");
        String[] at = parts[0].split("@");
        String[] place = at[1].split(":");
        String path = place.length > 1 ? place[0] : PATH;
        AttachOptions options = at[0].equals(at[1])
                ? AttachOptions.BY_SECTION
                : AttachOptions.BY_SECTION.to("usdt/" + path + ":bpf4j:" + place[place.length - 1]);
        links.add(collection
                .program(at[0])
                .attach(parts.length == 1 ? options : options.withCookie(Long.parseLong(parts[1]))));
    }

    /** The process of usdt/asked.S. */
    private static void passAll(Runtime runtime, List<UsdtProbe> probes) {
        EventContext.Registers registers = EventContext.registers()
                .with("rdi", 0xfffffff9L)
                .with("rsi", 0x1122334455667788L)
                .with("rdx", 0xfe)
                .with("r8", 300)
                .with("rcx", HERE)
                .with("rbp", STACK)
                .with("rax", 5)
                .with("rbx", 6);
        for (UsdtProbe probe : probes) {
            runtime.trigger(
                    Event.at("usdt/" + PATH + ":bpf4j:" + probe.name(), registers.with("rip", probe.address())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void argumentsAreWhereTheNotesSay(EngineKind engine) throws IOException {
        List<UsdtProbe> probes = probes("x86_64");
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime =
                        Runtime.builder().engine(engine).world(world(probes)).build();
                Collection collection = runtime.load(SPEC)) {
            for (String[] line : lines("usdt")) {
                collection.variable("answered").setLong(0);
                softly.assertThat(answer(runtime, collection, line[0], probes))
                        .as(line[0])
                        .isEqualTo(line[1]);
            }
        }
        softly.assertAll();
    }

    private static String answer(Runtime runtime, Collection collection, String attached, List<UsdtProbe> probes) {
        List<Link> links = new ArrayList<>();
        try {
            for (String word : attached.split(" ")) {
                attach(collection, word, links);
            }
            passAll(runtime, probes);
            return WrittenAnswers.of(collection);
        } catch (BpfErrnoException e) {
            return "" + -e.errno().number();
        } finally {
            links.forEach(Link::close);
        }
    }

    /** Records of links that went are there for others; when all are taken, nothing more can be attached. */
    @Test
    void recordsAreGivenBack() throws IOException {
        try (Runtime runtime = Runtime.builder().world(world(probes("x86_64"))).build();
                Collection collection = runtime.load(SPEC)) {
            List<Link> links = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                attach(collection, "numbers@numbers=" + i, links);
            }
            assertThatThrownBy(() -> attach(collection, "memory@memory", links))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG));
            links.remove(100).close();
            attach(collection, "memory@memory", links);
            byte[] record = collection
                    .map("__bpf_usdt_specs")
                    .lookup(new byte[] {100, 0, 0, 0})
                    .orElseThrow();
            assertThat(record[200]).as("arguments of the probe in the record").isEqualTo((byte) 5);
            links.forEach(Link::close);
        }
    }

    /** Without an instruction pointer an event happens at the first place; at an address where no probe is, nothing can. */
    @ParameterizedTest
    @EnumSource
    void theInstructionPointerSaysWhichPlace(EngineKind engine) throws IOException {
        List<UsdtProbe> probes = probes("x86_64");
        try (Runtime runtime =
                        Runtime.builder().engine(engine).world(world(probes)).build();
                Collection collection = runtime.load(SPEC);
                Link _ = collection.program("twice").attach()) {
            String target = "usdt/" + PATH + ":bpf4j:twice";
            EventContext.Registers registers =
                    EventContext.registers().with("ax", 5).with("bx", 6);
            runtime.trigger(Event.at(target, registers));
            runtime.trigger(Event.at(target, registers.with("ip", probes.get(4).address())));
            assertThat(WrittenAnswers.of(collection)).isEqualTo("1 0 0 5 -2 0 1 0 0 6 -2 0");
            assertThatThrownBy(() -> runtime.trigger(Event.at(target, registers.with("ip", 4))))
                    .isInstanceOf(EventContextException.class)
                    .hasMessageContaining("it is at");
        }
    }

    /** On arm64; nobody could be asked: the notes are as its compilers write them. */
    @ParameterizedTest
    @EnumSource
    void argumentsOfArm64(EngineKind engine) throws IOException {
        List<UsdtProbe> probes = probes("aarch64");
        ByteBuffer stack = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        stack.putLong(77).putInt(-78);
        World world = World.builder()
                .task(Task.of(PID, "asked"))
                .process(
                        PID,
                        AddressSpace.empty().with(STACK, stack.array()).with(0x10000, new byte[] {0x34, 0x12, 0x56, 0}))
                .currentTask(PID)
                .usdtProbes(PATH, probes)
                .build();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .kernelTypes(ARM64.btf())
                        .world(world)
                        .build();
                Collection collection = runtime.load(SPEC);
                Link _ = collection.program("numbers").attach()) {
            runtime.trigger(Event.at(
                    "usdt/" + PATH + ":bpf4j:numbers",
                    EventContext.registers()
                            .with("regs[0]", -7)
                            .with("regs[1]", 8)
                            .with("regs[2]", 0x10010)
                            .with("sp", STACK)));
            assertThat(WrittenAnswers.of(collection)).isEqualTo("6 0 0 -7 0 8 0 5 0 77 0 -78 0 " + 0x1234 + " -2 0");
        }
    }

    @Test
    void notesOfAFile() throws IOException {
        assertThat(probes("x86_64").stream().collect(Collectors.groupingBy(UsdtProbe::name, Collectors.counting())))
                .containsAllEntriesOf(Map.of("numbers", 1L, "twice", 3L, "symbol", 1L, "many", 1L));
        assertThat(probes("x86_64").get(1).arguments())
                .isEqualTo("-4@(%rcx) 8@8(%rcx) -2@-2(%rcx) 8@(%rbp) -8@-8(%rbp)");
        assertThat(UsdtFile.read(Files.write(folder.resolve("none"), Corpus.bytes("features/usdt.bpf.o"))))
                .isEmpty();
    }

    @Test
    void notesThatSayWhatCannotBeAreRefused() {
        String twelve = "8@%rdi ".repeat(12);
        Map<String, Errno> notes = Map.of(
                "-2147483648@%rax",
                Errno.EINVAL,
                "-2147483648@$5",
                Errno.EINVAL,
                "0@%rax",
                Errno.EINVAL,
                "16@%rax",
                Errno.EINVAL,
                "8@%none",
                Errno.ENOENT,
                twelve + "8@%rax",
                Errno.E2BIG,
                twelve + "what is this",
                Errno.EINVAL);
        notes.forEach((note, errno) -> {
            World world = World.builder()
                    .usdtProbes(PATH, List.of(new UsdtProbe("bpf4j", "one", 0x1000, note)))
                    .build();
            try (Runtime runtime = Runtime.builder().world(world).build();
                    Collection collection = runtime.load(SPEC)) {
                Program program = collection.programs().values().iterator().next();
                assertThatThrownBy(() -> program.attach("usdt/" + PATH + ":bpf4j:one"))
                        .as(note)
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(errno));
            }
        });
    }
}
