package io.github.bpf4j.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Structs that a host describes lie in guest memory as the kernel's types say. */
class KernelObjectsTest {
    private static final Btf TYPES = KernelBtf.builtIn();

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final KernelStructs structs = new KernelStructs(memory, TYPES);

    @AfterEach
    void close() {
        memory.close();
    }

    private long at(long address, String struct, String path) {
        return address
                + BtfField.of(TYPES, structs.find(struct).orElseThrow(), path).byteOffset();
    }

    private String text(long address) {
        StringBuilder text = new StringBuilder();
        for (long at = address; memory.getU8(at) != 0; at++) {
            text.append((char) memory.getU8(at));
        }
        return text.toString();
    }

    private PlacedStruct place(KernelStruct struct) {
        return structs.place(struct, pointer -> 0x77);
    }

    @Test
    void tasksPointToEachOtherAndToTheirGroups() {
        World world = World.builder()
                .cgroup(5, "/a")
                .cgroup(6, "/a/b")
                .task(Task.of(1, "init"))
                .task(Task.of(40, "shell").childOf(1).as(1000, 100).in("/a/b").startedAt(77))
                .task(Task.of(41, "worker").inProcess(40).childOf(1).with("nvcsw", KernelValue.of(9)))
                .build();
        KernelObjects objects = new KernelObjects(memory, TYPES, world, 1, effect -> {});
        long worker = objects.taskAddress(41);
        assertThat(memory.getInt(at(worker, "task_struct", "tgid"))).isEqualTo(40);
        assertThat(memory.getLong(at(worker, "task_struct", "nvcsw"))).isEqualTo(9);
        assertThat(text(at(worker, "task_struct", "comm"))).isEqualTo("worker");
        long shell = memory.getLong(at(worker, "task_struct", "group_leader"));
        assertThat(shell).isEqualTo(objects.taskAddress(40));
        assertThat(memory.getLong(at(shell, "task_struct", "start_time"))).isEqualTo(77);
        assertThat(memory.getLong(at(shell, "task_struct", "group_leader"))).isEqualTo(shell);
        assertThat(objects.taskAt(memory.getLong(at(shell, "task_struct", "real_parent"))))
                .contains(world.task(1).orElseThrow());
        long cred = memory.getLong(at(shell, "task_struct", "cred"));
        assertThat(memory.getInt(at(cred, "cred", "euid.val"))).isEqualTo(1000);
        assertThat(memory.getInt(at(cred, "cred", "gid.val"))).isEqualTo(100);
        long set = memory.getLong(at(shell, "task_struct", "cgroups"));
        long b = memory.getLong(at(set, "css_set", "dfl_cgrp"));
        assertThat(b).isEqualTo(objects.cgroupAddress("/a/b"));
        long node = memory.getLong(at(b, "cgroup", "kn"));
        assertThat(memory.getLong(at(node, "kernfs_node", "id"))).isEqualTo(6);
        assertThat(text(memory.getLong(at(node, "kernfs_node", "name")))).isEqualTo("b");
        assertThat(memory.getInt(at(b, "cgroup", "level"))).isEqualTo(2);
        assertThat(memory.getLong(at(b, "cgroup", "ancestors[1]"))).isEqualTo(objects.cgroupAddress("/a"));
        assertThat(objects.taskAddress(2)).isZero();
        assertThat(objects.cgroupAt(b)).contains(world.cgroup("/a/b").orElseThrow());
    }

    @Test
    void longLinesOfParentsNeedNoDeepCalls() {
        World.Builder world = World.builder().task(Task.of(1, "init"));
        for (int pid = 2; pid <= 5000; pid++) {
            world.task(Task.of(pid, "child").childOf(pid - 1));
        }
        KernelObjects objects = new KernelObjects(memory, TYPES, world.build(), 1, effect -> {});
        long task = objects.taskAddress(5000);
        for (int pid = 5000; pid > 1; pid--) {
            task = memory.getLong(at(task, "task_struct", "real_parent"));
        }
        assertThat(memory.getInt(at(task, "task_struct", "pid"))).isEqualTo(1);
    }

    @Test
    void valuesTakeTheFormOfTheirPlaces() {
        KernelStruct sock = KernelStruct.of("sock")
                .with("__sk_common.skc_dport", 0x5000)
                .with("sk_kern_sock", 1)
                .with("sk_protocol", 6)
                .with("sk_socket", KernelStruct.of("socket").with("state", 3));
        long address = place(sock).address();
        assertThat(memory.getInt(at(address, "sock", "__sk_common.skc_dport")) & 0xffff)
                .isEqualTo(0x5000);
        long socket = memory.getLong(at(address, "sock", "sk_socket"));
        assertThat(memory.getInt(at(socket, "socket", "state"))).isEqualTo(3);
        int bits = (int) BtfField.of(TYPES, structs.find("sock").orElseThrow(), "sk_kern_sock")
                        .bitOffset()
                % 8;
        assertThat(memory.getU8(at(address, "sock", "sk_kern_sock")) >>> bits & 1)
                .isEqualTo(1);
    }

    @Test
    void textIsCutToItsArray() {
        long address = place(KernelStruct.of("task_struct").with("comm", "a name of more than sixteen"))
                .address();
        assertThat(text(at(address, "task_struct", "comm"))).isEqualTo("a name of more ");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        KernelStruct task = KernelStruct.of("task_struct");
        List<KernelStruct> wrong = List.of(
                KernelStruct.of("no_such_struct"),
                task.with("no_such_member", 1),
                task.with("comm[16]", 1),
                task.with("pid", "seven"),
                task.with("comm", KernelValue.of(new byte[17])),
                task.with("se", KernelStruct.of("cred")),
                task.with("pid_links", KernelValue.of(Collections.nCopies(5, KernelValue.of(0)))),
                task.with("mm", KernelStruct.of("no_such_struct")));
        for (KernelStruct each : wrong) {
            assertThatThrownBy(() -> place(each)).as(each.toString()).isInstanceOf(KernelTypesException.class);
        }
    }

    @Test
    void whatTheTypesDoNotKnowIsNotThere() {
        World world = World.builder().task(Task.of(7, "lone")).build();
        KernelObjects objects = new KernelObjects(memory, Btf.empty(ByteOrder.LITTLE_ENDIAN), world, 1, effect -> {});
        assertThat(objects.taskAddress(7)).isZero();
        assertThat(objects.cgroupAddress("/")).isZero();
        World odd = World.builder()
                .task(Task.of(7, "lone").with("no_such_member", KernelValue.of(1)))
                .build();
        assertThatThrownBy(() -> new KernelObjects(memory, TYPES, odd, 1, effect -> {}))
                .isInstanceOf(KernelTypesException.class);
    }

    @Test
    void runsHappenInTheTaskThatTheyWereBegunWith() {
        World world = World.builder()
                .cgroup(5, "/a")
                .task(Task.of(1, "init"))
                .task(Task.of(7, "lone").in("/a"))
                .currentTask(1)
                .build();
        List<Effect> told = new ArrayList<>();
        KernelObjects objects = new KernelObjects(memory, TYPES, world, 2, told::add);
        RunState outside =
                objects.begin(0, RunEnvironment.ofTask(7).withAttachCookie(5).withReturnValue(-5), true, null);
        assertThat(objects.current(0)).contains(world.task(7).orElseThrow());
        assertThat(objects.currentCgroup(0).path()).isEqualTo("/a");
        assertThat(objects.current(1)).contains(world.task(1).orElseThrow());
        RunState first = objects.begin(0, RunEnvironment.NONE, false, null);
        assertThat(objects.current(0)).as("a run inside").contains(world.task(7).orElseThrow());
        assertThat(objects.run(0).environment().attachCookie()).isZero();
        assertThat(objects.run(0).seesResult()).isFalse();
        Effect signal = new Effect.Signal(7, 9, false);
        objects.report(0, signal);
        assertThat(objects.end(0, first)).containsExactly(signal);
        assertThat(objects.run(0).environment().attachCookie()).isEqualTo(5);
        assertThat(objects.run(0).seesResult()).isTrue();
        assertThat(objects.run(0).returnValue()).isEqualTo(-5);
        assertThat(objects.end(0, outside)).isEmpty();
        assertThat(objects.current(0)).contains(world.task(1).orElseThrow());
        assertThat(told).containsExactly(signal);
        assertThatThrownBy(() -> objects.begin(0, RunEnvironment.ofTask(8), false, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memoryComesBack() {
        place(KernelStruct.of("task_struct").with("pid", 1)).close();
        long once = memory.committedBytes();
        for (int i = 0; i < 1000; i++) {
            place(KernelStruct.of("task_struct").with("pid", i)).close();
        }
        assertThat(memory.committedBytes()).isEqualTo(once);
        PlacedStruct fresh = place(KernelStruct.of("task_struct"));
        assertThat(memory.getInt(at(fresh.address(), "task_struct", "pid"))).isZero();
    }

    @Test
    void elementsOfArraysWithoutALengthInsideOtherStructsHaveRoomOrAreRefused() {
        KernelStruct padding = KernelStruct.of("cacheline_padding")
                .with("x", KernelValue.of(Collections.nCopies(3000, KernelValue.of(1))));
        assertThatThrownBy(() -> place(KernelStruct.of("cgroup").with("_pad_", padding)))
                .isInstanceOf(KernelTypesException.class);
    }
}
