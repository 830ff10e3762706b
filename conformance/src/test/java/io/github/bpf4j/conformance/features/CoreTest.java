package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfExt;
import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.CoreRelocationKind;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One object against kernels that lay its types out differently: CO-RE relocations of every kind, run in the runtime. */
class CoreTest {
    private static final CollectionSpec READER = CollectionSpec.read(Corpus.bytes("core/reader.bpf.o"), "reader");

    private static Btf kernel(String name) {
        return CollectionSpec.read(Corpus.bytes("core/kernel_" + name + ".bpf.o"), name)
                .btf();
    }

    /** The reader, loaded for a kernel, with an image of that kernel's struct. */
    private static final class Rig implements AutoCloseable {
        private final Btf kernel;
        private final int thing;
        private final byte[] image = new byte[256];
        private final Runtime runtime;
        private final Collection collection;

        Rig(String kernelName, EngineKind engine) {
            this(READER, kernelName, engine);
        }

        Rig(CollectionSpec spec, String kernelName, EngineKind engine) {
            kernel = kernel(kernelName);
            thing = kernel.find(BtfKind.STRUCT, "thing").orElseThrow();
            runtime = Runtime.builder().engine(engine).kernelTypes(kernel).build();
            collection = runtime.load(spec);
        }

        /** Puts a number where the kernel's own types say that a field is. */
        Rig put(String path, long value) {
            BtfField field = BtfField.of(kernel, thing, path);
            int bits =
                    field.bitfieldSize() > 0 ? field.bitfieldSize() : (int) kernel.sizeOf(field.typeId()) * Byte.SIZE;
            for (int bit = 0; bit < bits; bit++) {
                long at = field.bitOffset() + bit;
                if ((value >>> bit & 1) != 0) {
                    image[(int) (at / Byte.SIZE)] |= (byte) (1 << at % Byte.SIZE);
                }
            }
            return this;
        }

        RunResult run(String program) {
            collection.variable("image").set(image);
            return collection.program(program).run(new byte[0]).run();
        }

        long result(String member) {
            byte[] bytes = collection.variable("result").bytes();
            BtfField field =
                    BtfField.of(READER.btf(), collection.variable("result").typeId(), member);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong((int) field.byteOffset());
        }

        @Override
        public void close() {
            collection.close();
            runtime.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "same, later, 8, 8, 1",
        "moved, later, 72, 16, 1",
        "before, earlier, 16, 4, 0",
    })
    void fieldsAreReadWhereTheKernelHasThem(String kernel, String later, long offset, long size, long exists) {
        for (EngineKind engine : EngineKind.values()) {
            try (Rig rig = new Rig(kernel, engine)) {
                rig.put("number", -5)
                        .put("small", 200)
                        .put("name[3]", 'x')
                        .put("inner.first", 77)
                        .put("list[1].second", -9)
                        .put(later, 1L << 40)
                        .put("high", 101)
                        .put("negative", -3);
                assertThat(rig.run("fields").fault()).isEmpty();
                assertThat(rig.result("number")).isEqualTo(-5);
                assertThat(rig.result("small")).isEqualTo(200);
                assertThat(rig.result("element")).isEqualTo('x');
                assertThat(rig.result("inner")).isEqualTo(77);
                assertThat(rig.result("second")).isEqualTo(-9);
                assertThat(rig.result("later")).isEqualTo(1L << 40);
                assertThat(rig.result("exists")).isEqualTo(exists);
                assertThat(rig.result("high")).isEqualTo(101);
                assertThat(rig.result("negative")).isEqualTo(-3);
                assertThat(rig.result("offset")).isEqualTo(offset);
                assertThat(rig.result("size")).isEqualTo(size);
                assertThat(rig.result("sign_of_number")).isOne();
                assertThat(rig.result("sign_of_small")).isZero();
                assertThat(rig.result("negative_is_signed")).isOne();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"same, 1", "moved, 0", "before, 0"})
    void typesAreComparedByShapeAndByContents(String kernel, long matches) {
        try (Rig rig = new Rig(kernel, EngineKind.INTERPRETER)) {
            assertThat(rig.run("types").fault()).isEmpty();
            assertThat(rig.result("type_exists")).isOne();
            assertThat(rig.result("type_size")).isEqualTo(rig.kernel.sizeOf(rig.thing));
            assertThat(rig.result("type_matches")).isEqualTo(matches);
            assertThat(rig.result("gone_exists")).isZero();
            assertThat(rig.result("gone_size")).isZero();
            assertThat(rig.result("gone_matches")).isZero();
            assertThat(rig.result("id_local"))
                    .isEqualTo(READER.btf().find(BtfKind.STRUCT, "thing").orElseThrow());
            assertThat(rig.result("id_target")).isEqualTo(rig.thing);
        }
    }

    @ParameterizedTest
    @CsvSource({"same, 2, 1, 3", "moved, 20, 1, 2147483647", "before, 4, 0, 0"})
    void enumeratorsHaveTheKernelsNumbers(String kernel, long green, long blueExists, long blue) {
        try (Rig rig = new Rig(kernel, EngineKind.INTERPRETER)) {
            assertThat(rig.run("enumerators").fault()).isEmpty();
            assertThat(rig.result("green")).isEqualTo(green);
            assertThat(rig.result("blue_exists")).isEqualTo(blueExists);
            assertThat(rig.result("blue")).isEqualTo(blue);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unguarded, before, struct thing.later",
        "unguarded_enumerator, before, enumerator BLUE",
        "signed_number, moved, struct thing.sign",
        "of_no_kernel, same, there is no struct gone",
    })
    void whatTheKernelDoesNotHaveIsNamedWhereItIsReached(String program, String kernel, String words) {
        CollectionSpec spec = READER.withAutoload(program, true);
        assertThatThrownBy(() -> new Rig(spec, kernel, EngineKind.INTERPRETER))
                .isInstanceOfSatisfying(
                        VerifierException.class,
                        refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EINVAL))
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"unguarded, moved", "unguarded_enumerator, moved", "signed_number, before"})
    void whatTheKernelHasNeedsNoTest(String program, String kernel) {
        try (Rig rig = new Rig(READER.withAutoload(program, true), kernel, EngineKind.INTERPRETER)) {
            assertThat(rig.run(program).fault()).isEmpty();
        }
    }

    @Test
    void everyKindOfRelocationIsAskedFor() {
        byte[] object = Corpus.bytes("core/reader.bpf.o");
        byte[] header = {(byte) 0x9f, (byte) 0xeb, 1, 0, 32, 0, 0, 0};
        int at = 0;
        while (!Arrays.equals(object, at, at + header.length, header, 0, header.length)) {
            at++;
        }
        BtfExt ext = BtfExt.parse(Arrays.copyOfRange(object, at, object.length), READER.btf());
        assertThat(ext.relocations().values().stream().flatMap(List::stream).map(CoreRelocation::kind))
                .contains(CoreRelocationKind.values());
    }

    /** A member must be at one place in all types of a name that have it, whatever is asked: so it is for libbpf 1.6. */
    @ParameterizedTest
    @ValueSource(strings = {"differ_exists", "differ_offset", "differ_size", "differ_signed"})
    void typesThatDisagreeGiveNoAnswer(String program) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("core/flavours.bpf.o"), "flavours");
        assertThatThrownBy(() ->
                        Linker.link(spec, program, LinkEnvironment.anyKernel().withKernelTypes(kernel("two"))))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("they disagree about struct asked.a");
    }

    @ParameterizedTest
    @CsvSource({"agree_exists, 1", "one_exists, 1", "one_offset, 8"})
    void typesThatAgreeGiveOneAnswer(String program, long gives) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("core/flavours.bpf.o"), "flavours")
                .withAutoload(program, true);
        try (Runtime runtime = Runtime.builder().kernelTypes(kernel("two")).build();
                Collection collection = runtime.load(spec)) {
            assertThat(collection.program(program).run(new byte[0]).run().returnValue())
                    .isEqualTo(gives);
        }
    }

    @Test
    void anUnverifiedProgramFaultsWhereItReachesWhatIsMissing() {
        Btf kernel = kernel("before");
        try (Runtime runtime = Runtime.builder()
                        .engine(EngineKind.CHECKED)
                        .unverified()
                        .kernelTypes(kernel)
                        .build();
                Collection collection = runtime.load(READER.withAutoload("unguarded", true))) {
            assertThat(collection.program("fields").run(new byte[0]).run().fault())
                    .isEmpty();
            assertThat(collection.program("unguarded").run(new byte[0]).run().fault())
                    .hasValueSatisfying(fault -> assertThat(fault.toString()).contains("struct thing.later"));
        }
    }

    @Test
    void theNumberOfALocalTypeNeedsNoKernel() {
        Btf nothing = Btf.empty(ByteOrder.LITTLE_ENDIAN);
        LinkEnvironment environment =
                LinkEnvironment.of(KernelProfile.V6_12, Set.of()).withKernelTypes(nothing);
        assertThat(Linker.link(READER, "types", environment).code()).contains(localIdLoad());
    }

    /** The instruction of {@code types} that the number of {@code struct thing} is in. */
    private static long localIdLoad() {
        long id = READER.btf().find(BtfKind.STRUCT, "thing").orElseThrow();
        for (long word : READER.entryCode("types")) {
            if (word >>> Integer.SIZE == id) {
                return word;
            }
        }
        throw new AssertionError("no instruction has " + id);
    }

    @ParameterizedTest
    @EnumSource(KernelProfile.class)
    void withoutASettingTheTypesAreLinuxs(KernelProfile profile) {
        LinkEnvironment environment = LinkEnvironment.of(profile, Set.of());
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("core/linux.bpf.o"), "linux");
        Btf linux = KernelBtf.builtIn();
        long offset = BtfField.of(
                        linux, linux.find(BtfKind.STRUCT, "task_struct").orElseThrow(), "prio")
                .byteOffset();
        assertThat(offset).isGreaterThan(4);
        assertThat(Arrays.stream(Linker.link(spec, "read_field", environment).code()))
                .anySatisfy(word -> assertThat(Instruction.offset(word)).isEqualTo((int) offset));
    }
}
