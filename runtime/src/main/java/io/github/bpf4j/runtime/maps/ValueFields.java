package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is special about the values of a map: the fields that every copy leaves alone (timers spec 3.2). Immutable.
 *
 * @param valueSize size of a value in bytes
 * @param timerOffset byte offset of the {@code bpf_timer}, or -1
 * @param workOffset byte offset of the {@code bpf_wq}, or -1
 * @param lockOffset byte offset of the {@code bpf_spin_lock}, or -1
 * @param special all special fields, ascending by offset
 */
public record ValueFields(int valueSize, int timerOffset, int workOffset, int lockOffset, List<Field> special) {
    /** Size of {@code struct bpf_timer} (timers spec 1.1). */
    public static final int TIMER_BYTES = 16;

    private static final Set<String> OWNERS = Set.of(
            SpecialField.Kind.KPTR_REF.typeName(),
            SpecialField.Kind.KPTR_PERCPU.typeName(),
            SpecialField.Kind.LIST_HEAD.typeName(),
            SpecialField.Kind.RB_ROOT.typeName());

    /** A range of bytes that copies skip. */
    public record Field(String kind, int byteOffset, int sizeBytes) {}

    public ValueFields {
        special = List.copyOf(special);
    }

    /** Values without special fields. */
    public static ValueFields plain(int valueSize) {
        return new ValueFields(valueSize, -1, -1, -1, List.of());
    }

    public boolean hasTimer() {
        return timerOffset >= 0;
    }

    public boolean hasWork() {
        return workOffset >= 0;
    }

    /** Whether something in a value lives on its own, and must be freed with its element. */
    public boolean hasAsync() {
        return hasTimer() || hasWork();
    }

    public boolean hasLock() {
        return lockOffset >= 0;
    }

    /** What a lookup from user space with these flags answers: 0 or a negative errno. */
    public long refuseLookup(long flags) {
        return flags == 0 || flags == UpdateFlags.LOCK && hasLock() ? 0 : Errno.EINVAL.result();
    }

    /** Copies what is not special from one value to another. */
    void copy(GuestMemory memory, long from, long to) {
        int start = 0;
        for (int i = 0; i < special.size(); i++) { // without the iterator, which is much of a small copy
            Field field = special.get(i);
            memory.copy(from + start, to + start, field.byteOffset() - start);
            start = field.byteOffset() + field.sizeBytes();
        }
        memory.copy(from + start, to + start, valueSize - start);
    }

    /** Sets the special fields to zero: uninitialised, unlocked. */
    void clear(GuestMemory memory, long value) {
        for (int i = 0; i < special.size(); i++) {
            Field field = special.get(i);
            memory.zero(value + field.byteOffset(), field.sizeBytes());
        }
    }

    /** Sets pointers to zero that own nothing. */
    void clearPointers(GuestMemory memory, long value) {
        for (int i = 0; i < special.size(); i++) {
            Field field = special.get(i);
            if (field.kind().equals(SpecialField.Kind.KPTR_UNREF.typeName())) {
                memory.setLong(value + field.byteOffset(), 0);
            }
        }
    }

    /** Copies a value out to the host; its special fields read as zero. */
    void read(GuestMemory memory, long value, byte[] to, int toIndex) {
        memory.read(value, to, toIndex, valueSize);
        for (Field field : special) {
            java.util.Arrays.fill(
                    to, toIndex + field.byteOffset(), toIndex + field.byteOffset() + field.sizeBytes(), (byte) 0);
        }
    }

    /** The kind of the special field that begins at an offset, or an empty string. */
    String at(long byteOffset) {
        for (Field field : special) {
            if (field.byteOffset() == byteOffset) {
                return field.kind();
            }
        }
        return "";
    }

    /** Whether values can own objects of programs. */
    boolean ownsObjects() {
        return special.stream().anyMatch(field -> OWNERS.contains(field.kind()));
    }

    /** The special field that a range of bytes of the value touches, or an empty string. */
    String overlapped(long byteOffset, long sizeBytes) {
        List<String> hit = new ArrayList<>(1);
        for (Field field : special) {
            if (byteOffset < field.byteOffset() + field.sizeBytes() && field.byteOffset() < byteOffset + sizeBytes) {
                hit.add(field.kind());
            }
        }
        return hit.isEmpty() ? "" : hit.getFirst();
    }
}
