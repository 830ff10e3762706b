package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODATA;
import static io.github.bpf4j.abi.Errno.EPERM;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.memory.GuestMemory;

/**
 * What programs of security modules ask of files, of which nobody said anything: no attributes, no digests. Stateless. Source: what Linux 6.12
 * answers of a file that has none.
 */
final class FileKfuncs {
    private static final String USER = "user.";

    /** Of {@code struct fsverity_digest} in front of the digest. */
    private static final int DIGEST_HEAD = 4;

    private FileKfuncs() {}

    static void register(KfuncTable table) {
        table.put(Kfunc.GET_FILE_XATTR, (cpu, file, name, value, r4, r5) -> attribute(cpu.memory(), name, value))
                .put(Kfunc.GET_DENTRY_XATTR, (cpu, entry, name, value, r4, r5) -> attribute(cpu.memory(), name, value))
                .put(Kfunc.GET_FSVERITY_DIGEST, (cpu, file, digest, r3, r4, r5) -> digest(cpu.memory(), digest));
    }

    /** Programs may read the attributes of users alone. */
    private static long attribute(GuestMemory memory, long name, long value) {
        for (int i = 0; i < USER.length(); i++) {
            if (memory.getU8(name + i) != USER.charAt(i)) {
                return EPERM.result();
            }
        }
        boolean nameless = memory.getU8(name + USER.length()) == 0;
        return nameless || !isWritable(memory, value, 0) ? EINVAL.result() : ENODATA.result();
    }

    private static long digest(GuestMemory memory, long digest) {
        return isWritable(memory, digest, DIGEST_HEAD) ? ENODATA.result() : EINVAL.result();
    }

    private static boolean isWritable(GuestMemory memory, long pointer, int bytes) {
        long state = DynamicPointers.state(memory, pointer);
        return !DynamicPointers.isNull(state)
                && !DynamicPointers.isReadOnly(state)
                && DynamicPointers.has(state, 0, bytes);
    }
}
