package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;

/** A struct of which only those members are said that the kernel's types know: kernels differ. For one thread. */
final class Description {
    private final KernelStructs structs;
    private KernelStruct struct;

    Description(KernelStructs structs, String type) {
        this.structs = structs;
        struct = KernelStruct.of(type);
    }

    void set(String path, KernelValue value) {
        if (structs.hasMember(struct.type(), path) && structs.knows(value)) {
            struct = struct.with(path, value);
        }
    }

    KernelStruct struct() {
        return struct;
    }
}
