package io.github.bpf4j.runtime.engine;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SUPER;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a hidden class of an image: a static method of each function, and one that finds them by their first instructions. */
final class JitCompiler {
    static final ClassDesc CPU = desc(Cpu.class);
    static final ClassDesc IMAGE = desc(Image.class);
    static final ClassDesc FUNCTION = desc(HelperFunction.class);
    static final ClassDesc SEGMENT = desc(MemorySegment.class);
    static final ClassDesc MEMORY = desc(GuestMemory.class);
    static final ClassDesc ENGINE = desc(JitEngine.class);
    static final ClassDesc TAIL_CALLS = desc(TailCalls.class);
    static final ClassDesc SUPPORT = desc(JitSupport.class);
    private static final ClassDesc CONSTANTS = desc(JitSupport.Constants.class);
    static final MethodTypeDesc METHOD =
            MethodTypeDesc.of(CD_long, CPU, CD_long, CD_long, CD_long, CD_long, CD_long);
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_long, CD_int, CPU, CD_long, CD_long, CD_long, CD_long, CD_long);

    private final Image image;
    private final GuestMemory memory;
    private final ClassDesc self;
    private final List<HelperFunction> functions = new ArrayList<>();
    private final SortedMap<Integer, JitFlow> flows = new TreeMap<>();

    private JitCompiler(Image image, GuestMemory memory) {
        this.image = image;
        this.memory = memory;
        self = ClassDesc.of(getClass().getPackageName(), "Jit$" + image.id());
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(0);
        Arrays.stream(image.entries()).forEach(open::add);
        while (!open.isEmpty()) {
            int entry = open.pop();
            if (!flows.containsKey(entry)) {
                JitFlow flow = JitFlow.of(image.code(), entry);
                flows.put(entry, flow);
                open.addAll(flow.callees());
            }
        }
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Compiles all functions of an image. */
    static CompiledCode compile(Image image, GuestMemory memory, TailCalls tailCalls, JitEngine engine) {
        JitCompiler compiler = new JitCompiler(image, memory);
        byte[] bytes = compiler.generate();
        JitSupport.Constants constants = new JitSupport.Constants(
                memory.segment(), image, engine, tailCalls, memory, compiler.functions.toArray(new HelperFunction[0]));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants, true);
            return (CompiledCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the generated class of " + image.name() + " cannot be made", e);
        }
    }

    private byte[] generate() {
        return ClassFile.of().build(self, this::build);
    }

    private void build(ClassBuilder type) {
        type.withFlags(ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC)
                .withInterfaceSymbols(desc(CompiledCode.class))
                .withMethodBody(INIT_NAME, ConstantDescs.MTD_void, ACC_PUBLIC, code -> code.aload(0)
                        .invokespecial(ConstantDescs.CD_Object, INIT_NAME, ConstantDescs.MTD_void)
                        .return_())
                .withMethodBody("run", RUN, ACC_PUBLIC, this::dispatch);
        flows.forEach((entry, flow) -> type.withMethodBody(
                methodName(entry),
                METHOD,
                ACC_PRIVATE | ACC_STATIC,
                code -> new JitMethod(this, image, memory, flow, code).emit(entry)));
        constants(type);
    }

    static String methodName(int entry) {
        return "at" + entry;
    }

    ClassDesc self() {
        return self;
    }

    /** The name of the static field of a helper or kernel function; the same one is there once. */
    String fieldOf(HelperFunction function) {
        int index = functions.indexOf(function);
        if (index < 0) {
            index = functions.size();
            functions.add(function);
        }
        return "f" + index;
    }

    private void dispatch(CodeBuilder code) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int entry : flows.keySet()) {
            cases.add(SwitchCase.of(entry, code.newLabel()));
        }
        Label none = code.newLabel();
        if (cases.size() > 1) {
            code.iload(1).lookupswitch(none, cases);
        } else {
            code.iload(1).loadConstant(flows.firstKey()).if_icmpne(none);
        }
        for (SwitchCase each : cases) {
            code.labelBinding(each.target()).aload(2);
            for (int argument = 0; argument < 5; argument++) {
                code.lload(3 + 2 * argument);
            }
            code.invokestatic(self, methodName(each.caseValue()), METHOD).lreturn();
        }
        code.labelBinding(none)
                .aload(2)
                .iload(1)
                .invokestatic(SUPPORT, "outOfProgram", MethodTypeDesc.of(JitMethod.FAULT, CPU, CD_int))
                .athrow();
    }

    private void constants(ClassBuilder type) {
        int flags = ACC_PRIVATE | ACC_STATIC | ACC_FINAL;
        type.withField("segment", SEGMENT, flags)
                .withField("image", IMAGE, flags)
                .withField("engine", ENGINE, flags)
                .withField("tailCalls", TAIL_CALLS, flags)
                .withField("memory", MEMORY, flags);
        for (int i = 0; i < functions.size(); i++) {
            type.withField("f" + i, FUNCTION, flags);
        }
        type.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ACC_STATIC, code -> {
            code.invokestatic(
                            desc(MethodHandles.class), "lookup", MethodTypeDesc.of(desc(MethodHandles.Lookup.class)))
                    .ldc(ConstantDescs.DEFAULT_NAME)
                    .ldc(CONSTANTS)
                    .invokestatic(
                            desc(MethodHandles.class),
                            "classData",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_Object,
                                    desc(MethodHandles.Lookup.class),
                                    ConstantDescs.CD_String,
                                    ConstantDescs.CD_Class))
                    .checkcast(CONSTANTS)
                    .astore(0);
            set(code, "segment", SEGMENT);
            set(code, "image", IMAGE);
            set(code, "engine", ENGINE);
            set(code, "tailCalls", TAIL_CALLS);
            set(code, "memory", MEMORY);
            for (int i = 0; i < functions.size(); i++) {
                code.aload(0)
                        .invokevirtual(CONSTANTS, "functions", MethodTypeDesc.of(FUNCTION.arrayType()))
                        .loadConstant(i)
                        .aaload()
                        .putstatic(self, "f" + i, FUNCTION);
            }
            code.return_();
        });
    }

    private void set(CodeBuilder code, String name, ClassDesc type) {
        code.aload(0).invokevirtual(CONSTANTS, name, MethodTypeDesc.of(type)).putstatic(self, name, type);
    }

    static MethodTypeDesc voidOf(ClassDesc... parameters) {
        return MethodTypeDesc.of(CD_void, parameters);
    }
}
