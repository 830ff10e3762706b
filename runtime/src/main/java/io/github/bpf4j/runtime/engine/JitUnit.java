package io.github.bpf4j.runtime.engine;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SUPER;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One hidden class: static methods of functions and of pieces of functions, and two methods that find them. */
final class JitUnit {
    static final MethodTypeDesc METHOD =
            MethodTypeDesc.of(CD_long, JitCompiler.CPU, CD_long, CD_long, CD_long, CD_long, CD_long);
    static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_long, CD_int, JitCompiler.CPU, CD_long, CD_long, CD_long, CD_long, CD_long);
    private static final MethodTypeDesc RUN_CHUNKS = RUN;
    private static final MethodTypeDesc PIECE = MethodTypeDesc.of(CD_int, JitCompiler.CPU, CD_long.arrayType(), CD_int);
    private static final MethodTypeDesc CHUNK = MethodTypeDesc.of(CD_int, CD_int, JitCompiler.CPU, CD_long.arrayType());
    private static final MethodTypeDesc FAULT_AT = MethodTypeDesc.of(JitCode.FAULT, JitCompiler.CPU, CD_int);
    private static final ClassDesc CONSTANTS = JitCompiler.desc(JitSupport.Constants.class);
    private static final ClassDesc HANDLES = JitCompiler.desc(MethodHandles.class);
    private static final ClassDesc LOOKUP = JitCompiler.desc(MethodHandles.Lookup.class);

    private final JitCompiler compiler;
    private final ClassDesc self;
    private final JitNames names;
    private final SortedSet<Integer> functions = new TreeSet<>();
    private final SortedMap<Integer, JitCompiler.Piece> pieces = new TreeMap<>();
    private final List<HelperFunction> called = new ArrayList<>();

    JitUnit(JitCompiler compiler, int number) {
        this.compiler = compiler;
        names = new JitNames(compiler.image());
        self = ClassDesc.of(getClass().getPackageName(), names.type(number));
    }

    void addFunction(int entry) {
        functions.add(entry);
    }

    void addPiece(JitCompiler.Piece piece) {
        pieces.put(piece.number(), piece);
    }

    Image image() {
        return compiler.image();
    }

    GuestMemory memory() {
        return compiler.memory();
    }

    JitLimits limits() {
        return compiler.limits();
    }

    ClassDesc self() {
        return self;
    }

    boolean holds(int entry) {
        return functions.contains(entry);
    }

    /** The number of a place in a function that is entered from another of its pieces. */
    int place(JitFlow flow, int at) {
        return compiler.cut(flow.entry()).place(at);
    }

    /** The line of the class's source file that an instruction comes from; 0 if unknown or in another file. */
    int line(int at) {
        return names.line(at);
    }

    /** The helper and kernel functions that are called, in the order of their fields. */
    HelperFunction[] called() {
        return called.toArray(new HelperFunction[0]);
    }

    /** The name of the static field of a helper or kernel function; the same one is there once. */
    String fieldOf(HelperFunction function) {
        int index = called.indexOf(function);
        if (index < 0) {
            index = called.size();
            called.add(function);
        }
        return "f" + index;
    }

    String methodName(int entry) {
        return names.function(entry);
    }

    /** The class file. */
    byte[] generate() {
        name();
        return ClassFile.of().build(self, this::build);
    }

    private void build(ClassBuilder type) {
        type.withFlags(ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC)
                .withInterfaceSymbols(JitCompiler.desc(CompiledCode.class))
                .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        ACC_PUBLIC,
                        code -> code.aload(0)
                                .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                .return_())
                .withMethodBody("run", RUN, ACC_PUBLIC, this::run)
                .withMethodBody("chunk", CHUNK, ACC_PUBLIC, this::chunk);
        for (int entry : functions) {
            type.withMethodBody(methodName(entry), METHOD, ACC_PRIVATE | ACC_STATIC, code -> function(entry, code));
        }
        pieces.forEach((_, piece) -> type.withMethodBody(
                names.piece(piece),
                PIECE,
                ACC_PRIVATE | ACC_STATIC,
                code -> new JitCode(this, piece.flow(), piece.chunk(), false, code).emit()));
        constants(type);
        names.file().ifPresent(file -> type.with(SourceFileAttribute.of(file)));
    }

    /** Decides on names, now that all functions and pieces are known. */
    private void name() {
        functions.forEach(names::addFunction);
        functions.stream()
                .map(compiler::cut)
                .filter(JitCompiler.Cut::isWhole)
                .forEach(cut -> names.addInstructions(cut.flow().instructions()));
        pieces.forEach((_, piece) -> names.addInstructions(piece.chunk().instructions()));
    }

    private void function(int entry, CodeBuilder code) {
        JitCompiler.Cut cut = compiler.cut(entry);
        if (cut.isWhole()) {
            new JitCode(this, cut.flow(), cut.pieces().getFirst().chunk(), true, code).emit();
            return;
        }
        code.getstatic(self, "linkage", JitCompiler.LINKAGE)
                .loadConstant(cut.place(entry))
                .aload(0);
        arguments(code, 1);
        code.invokevirtual(JitCompiler.LINKAGE, "runChunks", RUN_CHUNKS).lreturn();
    }

    private static void arguments(CodeBuilder code, int firstLocal) {
        for (int argument = 0; argument < 5; argument++) {
            code.lload(firstLocal + 2 * argument);
        }
    }

    private void run(CodeBuilder code) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int entry : functions) {
            cases.add(SwitchCase.of(entry, code.newLabel()));
        }
        Label none = code.newLabel();
        code.iload(1).lookupswitch(none, cases);
        for (SwitchCase each : cases) {
            code.labelBinding(each.target()).aload(2);
            arguments(code, 3);
            code.invokestatic(self, methodName(each.caseValue()), METHOD).lreturn();
        }
        code.labelBinding(none)
                .aload(2)
                .iload(1)
                .invokestatic(JitCompiler.SUPPORT, "outOfProgram", FAULT_AT)
                .athrow();
    }

    /** Goes from piece to piece as long as they are in this class. */
    private void chunk(CodeBuilder code) {
        if (pieces.isEmpty()) {
            code.iload(1).ireturn();
            return;
        }
        SortedMap<Integer, Label> labels = new TreeMap<>();
        pieces.keySet().forEach(number -> labels.put(number, code.newLabel()));
        List<SwitchCase> cases = labels.entrySet().stream()
                .map(each -> SwitchCase.of(each.getKey(), each.getValue()))
                .toList();
        Label again = code.newLabel();
        Label elsewhere = code.newLabel();
        code.labelBinding(again)
                .iload(1)
                .loadConstant(JitLinkage.shift())
                .ishr()
                .tableswitch(pieces.firstKey(), pieces.lastKey(), elsewhere, cases);
        pieces.forEach((number, piece) -> code.labelBinding(Objects.requireNonNull(labels.get(number)))
                .aload(2)
                .aload(3)
                .iload(1)
                .loadConstant((1 << JitLinkage.shift()) - 1)
                .iand()
                .invokestatic(self, names.piece(piece), PIECE)
                .istore(1)
                .goto_(again));
        code.labelBinding(elsewhere).iload(1).ireturn();
    }

    private void constants(ClassBuilder type) {
        int flags = ACC_PRIVATE | ACC_STATIC | ACC_FINAL;
        type.withField("segment", JitCompiler.SEGMENT, flags)
                .withField("image", JitCompiler.IMAGE, flags)
                .withField("engine", JitCompiler.ENGINE, flags)
                .withField("linkage", JitCompiler.LINKAGE, flags)
                .withField("tailCalls", JitCompiler.TAIL_CALLS, flags)
                .withField("memory", JitCompiler.MEMORY, flags);
        for (int i = 0; i < called.size(); i++) {
            type.withField("f" + i, JitCompiler.FUNCTION, flags);
        }
        type.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ACC_STATIC, code -> {
            code.invokestatic(HANDLES, "lookup", MethodTypeDesc.of(LOOKUP))
                    .loadConstant(ConstantDescs.DEFAULT_NAME)
                    .loadConstant(CONSTANTS)
                    .invokestatic(
                            HANDLES,
                            "classData",
                            MethodTypeDesc.of(
                                    ConstantDescs.CD_Object, LOOKUP, ConstantDescs.CD_String, ConstantDescs.CD_Class))
                    .checkcast(CONSTANTS)
                    .astore(0);
            set(code, "segment", JitCompiler.SEGMENT);
            set(code, "image", JitCompiler.IMAGE);
            set(code, "engine", JitCompiler.ENGINE);
            set(code, "linkage", JitCompiler.LINKAGE);
            set(code, "tailCalls", JitCompiler.TAIL_CALLS);
            set(code, "memory", JitCompiler.MEMORY);
            for (int i = 0; i < called.size(); i++) {
                code.aload(0)
                        .invokevirtual(CONSTANTS, "functions", MethodTypeDesc.of(JitCompiler.FUNCTION.arrayType()))
                        .loadConstant(i)
                        .aaload()
                        .putstatic(self, "f" + i, JitCompiler.FUNCTION);
            }
            code.return_();
        });
    }

    private void set(CodeBuilder code, String name, ClassDesc type) {
        code.aload(0).invokevirtual(CONSTANTS, name, MethodTypeDesc.of(type)).putstatic(self, name, type);
    }
}
