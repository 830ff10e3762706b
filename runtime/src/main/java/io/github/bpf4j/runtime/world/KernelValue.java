package io.github.bpf4j.runtime.world;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The value of a member of a {@link KernelStruct}, or of an argument of a function of the kernel's. How it is written depends on the type
 * of the place: a struct where a pointer is expected becomes one of its own, to which the pointer leads.
 *
 * <p>All values are immutable.
 */
public sealed interface KernelValue {
    /** A number, a pointer's too; of a shorter member the low bytes. */
    record Scalar(long value) implements KernelValue {}

    /**
     * Bytes as they are, for a member that has room for them, or for a pointer to that many.
     *
     * @param bytes copied when the value is made
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out to be changed: see bytes()
    record Bytes(byte[] bytes) implements KernelValue {
        /** Copies the bytes. */
        public Bytes {
            bytes = bytes.clone();
        }

        /** A copy of the bytes. */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /** Text with a NUL behind it, for an array of characters, cut there to what it has room for, or for a pointer to characters. */
    record Text(String text) implements KernelValue {
        /** The text as C holds it, a NUL behind it. */
        public byte[] bytes() {
            return (text + "\0").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A struct, in the place itself or behind a pointer. */
    record Struct(KernelStruct struct) implements KernelValue {}

    /** The elements of an array, from the first on, in the place itself or behind a pointer to their type. */
    record Elements(List<KernelValue> elements) implements KernelValue {
        /** Copies the list. */
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /** A pointer to the {@code struct task_struct} of a task of the world; null if it holds none of this number. */
    record TaskPointer(int pid) implements KernelValue {}

    /** A pointer to the {@code struct cgroup} of a control group of the world; null if it holds none of this path. */
    record CgroupPointer(String path) implements KernelValue {}

    /** A pointer to the {@code struct sock} of a socket of the world; null if it holds none of this cookie. */
    record SocketPointer(long cookie) implements KernelValue {}

    /** A pointer to the {@code struct inode} of an inode of the world; null if it holds none of this number. */
    record InodePointer(long number) implements KernelValue {}

    /** A number. */
    static KernelValue of(long value) {
        return new Scalar(value);
    }

    /** Text. */
    static KernelValue of(String text) {
        return new Text(text);
    }

    /** Bytes. */
    static KernelValue of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** A struct, or a pointer to it. */
    static KernelValue of(KernelStruct struct) {
        return new Struct(struct);
    }

    /** An array, or a pointer to its first element. */
    static KernelValue of(List<KernelValue> elements) {
        return new Elements(elements);
    }

    /** A pointer to a task of the world. */
    static KernelValue task(int pid) {
        return new TaskPointer(pid);
    }

    /** A pointer to a control group of the world. */
    static KernelValue cgroup(String path) {
        return new CgroupPointer(path);
    }

    /** A pointer to a socket of the world, by its cookie. */
    static KernelValue socket(long cookie) {
        return new SocketPointer(cookie);
    }

    /** A pointer to an inode of the world. */
    static KernelValue inode(long number) {
        return new InodePointer(number);
    }
}
