package io.github.bpf4j.object;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.core.Flavours;
import java.util.Optional;

/**
 * Something that an object expects its loader to supply: a kernel configuration value, a kernel variable or a kernel
 * function (runtime spec 2.5). Immutable.
 *
 * @param name name of the symbol
 * @param section {@code .kconfig}, {@code .ksyms} or empty if the object's BTF does not tell
 * @param function whether it is called rather than read
 * @param weak whether the program can do without
 * @param typeId its {@code VAR} or {@code FUNC} in the object's BTF, 0 if unknown
 */
public record ExternSpec(String name, String section, boolean function, boolean weak, int typeId) {
    /** The name without its flavour: the last exactly three underscores with something on either side, and what follows. */
    public String essentialName() {
        return Flavours.essentialName(name);
    }

    /**
     * Whether it is a symbol of the kernel's without a type, of which programs see nothing but the address.
     *
     * @param btf the object's types
     */
    public boolean isAddress(Btf btf) {
        return section.equals(ExternTable.KSYMS)
                && !function
                && !(btf.type(typeId) instanceof BtfType.Var declared
                        && !(btf.resolved(declared.typeId()) instanceof BtfType.Void));
    }

    /** The kernel function that it declares; empty if none is known by this name. */
    public Optional<Kfunc> kfunc() {
        return function ? Kfunc.byName(essentialName()) : Optional.empty();
    }
}
