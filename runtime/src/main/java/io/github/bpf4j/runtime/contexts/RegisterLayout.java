package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.btf.Btf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the registers of a machine lie in the {@code struct pt_regs} that probes get, by all their names. Immutable.
 *
 * @param sizeBytes of what programs see
 * @param offsets in bytes, by the names of the struct's members and by what the registers are for
 * @param callArguments the registers of a system call's arguments
 * @param callBytes of what the wrapper of a system call leads to, in which the first argument lies once more
 * @param firstOfCall where that is; -1 if it is not
 */
record RegisterLayout(
        int sizeBytes, Map<String, Integer> offsets, List<String> callArguments, int callBytes, int firstOfCall) {
    private static final int ARM64_REGISTERS = 31;
    private static final int MOST_ARGUMENTS = 8;

    static final RegisterLayout X86_64 = x86();
    static final RegisterLayout ARM64 = arm64();

    /** The layout of the machine whose kernel has these types; that of x86-64 if they do not say. */
    static RegisterLayout of(Btf kernel) {
        return ContextLayout.isOfArm64(kernel) ? ARM64 : X86_64;
    }

    private static RegisterLayout x86() {
        Map<String, Integer> offsets = new LinkedHashMap<>();
        String members = "r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs flags sp ss";
        for (String member : members.split(" ", -1)) {
            offsets.put(member, offsets.size() * Long.BYTES);
        }
        for (String member : "bp bx ax cx dx si di ip sp".split(" ", -1)) {
            offsets.put("r" + member, place(offsets, member));
        }
        offsets.put("orig_rax", place(offsets, "orig_ax"));
        offsets.put("eflags", place(offsets, "flags"));
        offsets.put("ret", place(offsets, "ax"));
        offsets.put("fp", place(offsets, "bp"));
        int argument = 1;
        for (String member : "di si dx cx r8 r9".split(" ", -1)) {
            offsets.put("arg" + argument++, place(offsets, member));
        }
        return new RegisterLayout(168, offsets, List.of("di", "si", "dx", "r10", "r8", "r9"), 168, -1);
    }

    private static RegisterLayout arm64() {
        Map<String, Integer> offsets = new LinkedHashMap<>();
        for (int i = 0; i < ARM64_REGISTERS; i++) {
            offsets.put("regs[" + i + "]", i * Long.BYTES);
        }
        int behind = ARM64_REGISTERS * Long.BYTES;
        for (String member : "sp pc pstate".split(" ", -1)) {
            offsets.put(member, behind);
            behind += Long.BYTES;
        }
        offsets.put("ip", place(offsets, "pc"));
        offsets.put("fp", place(offsets, "regs[29]"));
        offsets.put("ret", 0);
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            offsets.put("arg" + (i + 1), i * Long.BYTES);
        }
        // Behind what programs see the kernel keeps orig_x0: what the first register was when the system call began.
        return new RegisterLayout(
                behind,
                offsets,
                List.of("regs[0]", "regs[1]", "regs[2]", "regs[3]", "regs[4]", "regs[5]"),
                behind + Long.BYTES,
                behind);
    }

    private static int place(Map<String, Integer> offsets, String name) {
        Integer offset = offsets.get(name);
        if (offset == null) {
            throw new IllegalStateException(name);
        }
        return offset;
    }

    /** Where a register lies; null if there is none of this name. */
    @Nullable
    Integer offset(String name) {
        return offsets.get(name);
    }
}
