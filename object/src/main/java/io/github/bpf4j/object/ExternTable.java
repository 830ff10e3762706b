package io.github.bpf4j.object;

import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.LinkException.Feature;
import io.github.bpf4j.object.core.Relocator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the externs of an object are in a kernel (runtime spec 2.5). */
final class ExternTable {
    static final String KSYMS = ".ksyms";

    /** What an extern is. */
    sealed interface Meaning {}

    /** A variable of the kernel, named without its flavour; its {@code VAR} in the object's BTF. */
    record Variable(String name, int typeId) implements Meaning {}

    /** A function of the kernel or of the host, its number, its {@code FUNC} in the object's BTF. */
    record Function(String name, int id, int typeId) implements Meaning {}

    /** A setting of the kernel, or something else that the loader knows; where it lies in the map of all of them. */
    record Setting(String mapName, int byteOffset) implements Meaning {}

    /** A symbol of the kernel, of which nothing but its address is known; named without its flavour. */
    record Symbol(String name, long address) implements Meaning {}

    /** Something that the kernel does not have and that the program can do without; named without its flavour. */
    record Missing(String name, boolean function) implements Meaning {}

    /** Something that the program cannot do without. */
    record Unresolved(@Nullable Feature feature, String reason) implements Meaning {}

    private final CollectionSpec collection;
    private final LinkEnvironment kernel;
    private final Map<String, ExternSpec> externs = new HashMap<>();
    private final Map<String, VariableSpec> settings;

    ExternTable(CollectionSpec collection, LinkEnvironment kernel) {
        this.collection = collection;
        this.kernel = kernel;
        this.settings = collection.kernelSettings();
        collection.externs().forEach(extern -> externs.put(extern.name(), extern));
    }

    Meaning resolve(String name) {
        ExternSpec extern = externs.get(name);
        if (extern != null && extern.section().equals(KconfigSection.NAME)) {
            VariableSpec variable = Objects.requireNonNull(settings.get(name));
            return new Setting(variable.mapName(), variable.byteOffset());
        }
        if (extern == null || !extern.section().equals(KSYMS)) {
            return new Unresolved(
                    null,
                    "extern " + name + " is said to be in neither " + KconfigSection.NAME + " nor " + KSYMS
                            + ": declare it __kconfig or __ksym, and compile with -g");
        }
        if (!extern.function()) {
            return variable(extern);
        }
        Meaning meaning = function(extern);
        return meaning instanceof Unresolved && extern.weak() ? new Missing(extern.essentialName(), true) : meaning;
    }

    private Meaning variable(ExternSpec extern) {
        String name = extern.essentialName();
        Meaning missing = new Missing(name, false);
        if (extern.isAddress(collection.btf())
                || !(collection.btf().type(extern.typeId()) instanceof BtfType.Var declared)) {
            Long address = kernel.symbols().get(name);
            if (address != null) {
                return new Symbol(name, address);
            }
            return extern.weak()
                    ? missing
                    : new Unresolved(
                            Feature.EXTERN,
                            "extern " + name
                                    + " is an address without a type, and nobody says what it is: declare it weak"
                                    + " and compare it with NULL, or give it (World.Builder.symbol, verify --kallsyms)");
        }
        Optional<KernelVariable> known = KernelVariable.byName(name);
        if (known.isPresent()) {
            // A strong variable that only another kernel has is refused by the verifier, which names the profile.
            return kernel.has(known.get()) || !extern.weak() ? new Variable(name, extern.typeId()) : missing;
        }
        Btf types = kernel.types().types();
        OptionalInt id = types.find(BtfKind.VAR, name);
        if (id.isEmpty()) {
            return extern.weak() ? missing : new Unresolved(null, "the kernel's types have no variable " + name);
        }
        BtfType.Var variable = (BtfType.Var) types.type(id.getAsInt());
        return Relocator.isAlike(collection.btf(), declared.typeId(), types, variable.typeId())
                ? new Variable(name, extern.typeId())
                : new Unresolved(null, "variable " + name + " is of another type in the kernel");
    }

    private Meaning function(ExternSpec extern) {
        String name = extern.essentialName();
        Optional<HostPrototype> host = kernel.hostFunctions().kfunc(name);
        if (host.isPresent()) {
            return function(
                    extern, name, host.get().id(), host.get().arguments().size());
        }
        Optional<Kfunc> known = extern.kfunc();
        String declaration = "kernel function " + name;
        if (known.isEmpty()) {
            return new Unresolved(Feature.KFUNC, declaration);
        }
        Kfunc kfunc = known.get();
        if (!kernel.has(kfunc)) {
            String absence = kernel.absence(kfunc);
            return absence.isEmpty()
                    ? new Unresolved(Feature.KFUNC, declaration)
                    : new Unresolved(null, declaration + " " + absence);
        }
        return function(extern, name, kfunc.id(), kfunc.arguments().size());
    }

    private Meaning function(ExternSpec extern, String name, int id, int arguments) {
        int parameters = parameters(extern.typeId());
        return parameters == arguments
                ? new Function(name, id, extern.typeId())
                : new Unresolved(
                        null,
                        "kernel function " + name + " takes " + arguments + " arguments, not the " + parameters
                                + " that it is declared with");
    }

    private int parameters(int typeId) {
        return collection.btf().type(typeId) instanceof BtfType.Func function
                        && collection.btf().type(function.prototypeId()) instanceof BtfType.FuncProto prototype
                ? prototype.parameters().size()
                : -1;
    }
}
