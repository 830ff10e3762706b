package io.github.bpf4j.runtime.objects;

/** The references on an object of the kernel's, which itself lives as long as the runtime. For whoever has the heap. */
final class KernelReferences extends HeldObject {
    KernelReferences(long address) {
        super(address, 0);
    }
}
