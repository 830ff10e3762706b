package io.github.bpf4j.runtime.objects;

/** Something that runs hold references on, and fields own. For whoever has the heap. */
abstract sealed class HeldObject permits ProgramObject, KernelReferences {
    final long address;

    /** Programs' references, and those of lists, trees and fields. */
    int references;

    HeldObject(long address, int references) {
        this.address = address;
        this.references = references;
    }
}
