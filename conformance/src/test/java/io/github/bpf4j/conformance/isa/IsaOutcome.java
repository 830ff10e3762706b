package io.github.bpf4j.conformance.isa;

/** What one run of a program came to. */
sealed interface IsaOutcome {
    record Returned(long r0) implements IsaOutcome {
        @Override
        public String toString() {
            return "result 0x" + Long.toHexString(r0);
        }
    }

    record Faulted(IsaFault fault, String detail) implements IsaOutcome {
        @Override
        public String toString() {
            return "fault " + fault.caseName() + (detail.isEmpty() ? "" : " (" + detail + ")");
        }
    }
}
