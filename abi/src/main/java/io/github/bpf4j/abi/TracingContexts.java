package io.github.bpf4j.abi;

import io.github.bpf4j.abi.ContextField.Kind;
import io.github.bpf4j.abi.ContextField.Width;
import java.util.ArrayList;
import java.util.List;

/** The contexts of tracing programs; registers are those of x86-64, or of arm64. */
final class TracingContexts {
    /** Most arguments of a traced function that are passed on. */
    private static final int MAX_ARGUMENTS = 12;

    /** Largest record of a tracepoint. */
    private static final int MAX_RECORD_SIZE = 8192;

    /** The header that all tracepoint records share and that programs may not read. */
    private static final int RECORD_HEADER_SIZE = 8;

    private static final List<String> REGISTERS = List.of(
            "r15",
            "r14",
            "r13",
            "r12",
            "rbp",
            "rbx",
            "r11",
            "r10",
            "r9",
            "r8",
            "rax",
            "rcx",
            "rdx",
            "rsi",
            "rdi",
            "orig_rax",
            "rip",
            "cs",
            "eflags",
            "rsp",
            "ss");

    static final ContextLayout.Struct PT_REGS = new ContextLayout.Struct("pt_regs", 168, registers());

    private static final int GENERAL_REGISTERS_OF_ARM64 = 31;

    static final ContextLayout.Struct PT_REGS_ARM64 = new ContextLayout.Struct("pt_regs", 272, registersOfArm64());

    static final ContextLayout.Struct PERF_EVENT_ARM64 =
            new ContextLayout.Struct("bpf_perf_event_data", 288, perfEvent(registersOfArm64()));

    static final ContextLayout.Struct PERF_EVENT =
            new ContextLayout.Struct("bpf_perf_event_data", 184, perfEvent(registers()));

    static final ContextLayout.Bytes TRACEPOINT =
            new ContextLayout.Bytes("tracepoint record", RECORD_HEADER_SIZE, MAX_RECORD_SIZE, false);

    static final ContextLayout.Arguments RAW_TRACEPOINT =
            new ContextLayout.Arguments("bpf_raw_tracepoint_args", MAX_ARGUMENTS);

    static final ContextLayout.Arguments TRAMPOLINE = new ContextLayout.Arguments("u64[]", MAX_ARGUMENTS + 1);

    private TracingContexts() {}

    private static List<ContextField> registers() {
        List<ContextField> fields = new ArrayList<>();
        for (String register : REGISTERS) {
            fields.add(new ContextField(
                    register, fields.size() * Long.BYTES, Long.BYTES, 1, Kind.SCALAR, Width.ANY, false));
        }
        return fields;
    }

    /** As user space sees them: {@code struct user_pt_regs}. */
    private static List<ContextField> registersOfArm64() {
        List<ContextField> fields = new ArrayList<>();
        fields.add(new ContextField("regs", 0, Long.BYTES, GENERAL_REGISTERS_OF_ARM64, Kind.SCALAR, Width.ANY, false));
        int behind = GENERAL_REGISTERS_OF_ARM64 * Long.BYTES;
        for (String register : List.of("sp", "pc", "pstate")) {
            fields.add(new ContextField(register, behind, Long.BYTES, 1, Kind.SCALAR, Width.ANY, false));
            behind += Long.BYTES;
        }
        return fields;
    }

    private static List<ContextField> perfEvent(List<ContextField> registers) {
        List<ContextField> fields = new ArrayList<>(registers);
        int size = fields.getLast().endOffset();
        fields.replaceAll(field -> new ContextField(
                field.name(), field.byteOffset(), field.elementSize(), field.count(), Kind.SCALAR, Width.FULL, false));
        fields.add(new ContextField("sample_period", size, Long.BYTES, 1, Kind.SCALAR, Width.NARROW_LOADS, false));
        fields.add(new ContextField("addr", size + Long.BYTES, Long.BYTES, 1, Kind.SCALAR, Width.NARROW_LOADS, false));
        return fields;
    }
}
