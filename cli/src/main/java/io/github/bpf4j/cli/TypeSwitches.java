package io.github.bpf4j.cli;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a class methods that find the case of its switches over types. What javac writes has the JVM make a class for each such switch when
 * it first comes there, at each start anew: it takes none of them into an AOT cache. Here they are made once, and do the same.
 */
final class TypeSwitches {
    private static final String BOOTSTRAPS = "java/lang/runtime/SwitchBootstraps";

    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<Finder> finders = new ArrayList<>();

    private TypeSwitches(ClassDesc owner, boolean isInterface) {
        this.owner = owner;
        this.isInterface = isInterface;
    }

    /** A method that finds a case. */
    private record Finder(String name, MethodTypeDesc type, List<ClassDesc> cases) {}

    /** The class with such methods, or itself if it has no switch that can be replaced. */
    static byte[] replace(ClassFile classFile, byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        if (model.methods().stream().noneMatch(TypeSwitches::hasSwitch)) {
            return bytes;
        }
        TypeSwitches switches = new TypeSwitches(
                model.thisClass().asSymbol(), (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0);
        ClassTransform replacing = ClassTransform.transformingMethodBodies(TypeSwitches::hasSwitch, switches::replace);
        return classFile.transformClass(model, replacing.andThen(ClassTransform.endHandler(switches::end)));
    }

    private void end(ClassBuilder builder) {
        finders.forEach(finder -> write(builder, finder));
    }

    private static boolean hasSwitch(MethodModel method) {
        return method.code().isPresent() && method.code().get().elementStream().anyMatch(TypeSwitches::isTypeSwitch);
    }

    /** Whether an element chooses by types alone: constants of enums and strings as cases stay as they are. */
    private static boolean isTypeSwitch(CodeElement element) {
        if (!(element instanceof InvokeDynamicInstruction call)) {
            return false;
        }
        DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
        return bootstrap.owner().descriptorString().equals("L" + BOOTSTRAPS + ";")
                && bootstrap.methodName().equals("typeSwitch")
                && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    }

    private void replace(CodeBuilder builder, CodeElement element) {
        if (!isTypeSwitch(element) || !(element instanceof InvokeDynamicInstruction call)) {
            builder.with(element);
            return;
        }
        List<ClassDesc> cases = new ArrayList<>();
        for (ConstantDesc each : call.bootstrapArgs()) {
            cases.add((ClassDesc) each);
        }
        Finder finder = new Finder("typeSwitch$" + finders.size(), call.typeSymbol(), cases);
        finders.add(finder);
        builder.invokestatic(owner, finder.name(), finder.type(), isInterface);
    }

    /** As {@link java.lang.runtime.SwitchBootstraps#typeSwitch} says: the first case from the given one on that the object is of. */
    private static void write(ClassBuilder builder, Finder finder) {
        int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
        builder.withMethodBody(finder.name(), finder.type(), flags, code -> {
            Label present = code.newLabel();
            code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
            for (int i = 0; i < finder.cases().size(); i++) {
                Label next = code.newLabel();
                code.iload(1).loadConstant(i).if_icmpgt(next);
                code.aload(0).instanceOf(finder.cases().get(i)).ifeq(next);
                code.loadConstant(i).ireturn().labelBinding(next);
            }
            code.loadConstant(finder.cases().size()).ireturn();
        });
    }
}
