package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.StoreAnswers.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectStorage;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.Inode;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.World;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** INODE_STORAGE: programs and user space are answered what Linux 6.12 answered them (features/inode_storage-6.12.tsv). */
class InodeStorageTest {
    private static final KernelValue ONE = KernelValue.inode(4711);
    private static final KernelValue TWO = KernelValue.inode(4712);
    private static final KernelValue NOT_THERE = KernelValue.inode(999);

    private static Runtime runtime(EngineKind engine) {
        World world = World.builder()
                .inode(Inode.of(4711).with("i_mode", KernelValue.of(0x81a4)))
                .inode(Inode.of(4712))
                .build();
        return Runtime.builder().engine(engine).world(world).build();
    }

    private static void opens(
            StoreAnswers answers, Collection collection, String name, String program, KernelValue inode) {
        KernelStruct file = KernelStruct.of("file").with("f_inode", inode);
        answers.ran(
                name,
                collection
                        .program(program)
                        .run(EventContext.arguments(KernelValue.of(file)))
                        .run());
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("inode_storage"))) {
            StoreAnswers answers = new StoreAnswers(collection);
            BpfMap map = collection.map("pairs");
            ObjectStorage values = ObjectStorage.of(map);
            collection.variable("wanted").setLong(4711);
            for (String program : List.of("created", "odd_flags", "of_none", "counts")) {
                values.remove(ONE);
                opens(answers, collection, program, program, ONE);
            }
            opens(answers, collection, "counts again", "counts", ONE);
            answers.read("get counted", () -> values.get(ONE));
            assertThat(values.objects()).containsExactly(ONE);
            values.remove(ONE);
            answers.read("get", () -> values.get(ONE));
            answers.found("delete", () -> values.remove(ONE));
            answers.is("update EXIST", () -> values.set(ONE, longs(1, 2), UpdateFlags.EXIST));
            answers.is("update ANY", () -> values.set(ONE, longs(1, 2)));
            answers.read("get stored", () -> values.get(ONE));
            answers.read("get other", () -> values.get(TWO));
            answers.is("update NOEXIST", () -> values.set(ONE, longs(1, 2), UpdateFlags.NOEXIST));
            answers.is("update EXIST stored", () -> values.set(ONE, longs(3, 2), UpdateFlags.EXIST));
            answers.read("get replaced", () -> values.get(ONE));
            answers.is("update 3", () -> values.set(ONE, longs(3, 2), 3));
            answers.is("update LOCK", () -> values.set(ONE, longs(3, 2), UpdateFlags.LOCK));
            answers.read("get LOCK", () -> values.get(ONE, UpdateFlags.LOCK));
            answers.read("get bad", () -> values.get(NOT_THERE));
            answers.is("update bad", () -> values.set(NOT_THERE, longs(1, 2)));
            answers.found("delete bad", () -> values.remove(NOT_THERE));
            answers.read("next_key", () -> map.nextKey(null));
            answers.read("take", () -> map.lookupAndDelete(new byte[4], 0));
            answers.is("lookup_batch", () -> map.lookupBatch(0, 1));
            answers.found("delete stored", () -> values.remove(ONE));
            answers.found("delete again", () -> values.remove(ONE));
            answers.assertAreThoseOfLinux("inode_storage");
        }
    }

    /** An inode that the host only describes for a run is none of the world's: it has no value. */
    @ParameterizedTest
    @EnumSource
    void describedInodesHaveNoValues(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("inode_storage"))) {
            StoreAnswers answers = new StoreAnswers(collection);
            collection.variable("wanted").setLong(5);
            opens(
                    answers,
                    collection,
                    "counts",
                    "counts",
                    KernelValue.of(KernelStruct.of("inode").with("i_ino", 5)));
            assertThat(collection.map("pairs").size()).isZero();
        }
    }
}
