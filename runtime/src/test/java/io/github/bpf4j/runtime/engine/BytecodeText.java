package io.github.bpf4j.runtime.engine;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints class files so that people can read what changed: an instruction per line, labels numbered, nothing that depends on a machine. */
final class BytecodeText {
    private final StringBuilder text = new StringBuilder();
    private final Map<Label, String> labels = new HashMap<>();
    private final Set<Label> used = new HashSet<>();

    private BytecodeText() {}

    /** A class: its fields, and its methods but for those that are the same in all. */
    static String of(ClassModel type, Set<String> without) {
        StringBuilder text = new StringBuilder("class " + simple(type.thisClass()) + "\n");
        type.attributes().stream()
                .filter(SourceFileAttribute.class::isInstance)
                .map(SourceFileAttribute.class::cast)
                .forEach(
                        file -> text.append("source ").append(file.sourceFile()).append('\n'));
        type.fields()
                .forEach(field -> text.append("field ")
                        .append(simple(field.fieldTypeSymbol()))
                        .append(' ')
                        .append(field.fieldName())
                        .append('\n'));
        for (MethodModel method : type.methods()) {
            if (!without.contains(method.methodName().stringValue())) {
                text.append('\n').append(new BytecodeText().method(method));
            }
        }
        return text.toString();
    }

    private static String simple(ClassDesc type) {
        return type.displayName();
    }

    private static String simple(ClassEntry type) {
        return simple(type.asSymbol());
    }

    private static String simple(MethodTypeDesc type) {
        return type.parameterList().stream().map(BytecodeText::simple).collect(Collectors.joining(", ", "(", ")"))
                + simple(type.returnType());
    }

    private String method(MethodModel method) {
        CodeModel code = method.code().orElseThrow();
        int bytes = code instanceof CodeAttribute attribute ? attribute.codeLength() : 0;
        text.append("method ")
                .append(method.methodName())
                .append(simple(method.methodTypeSymbol()))
                .append(", ")
                .append(bytes)
                .append(" bytes\n");
        List<CodeElement> elements = code.elementList();
        elements.forEach(this::use);
        for (CodeElement element : elements) {
            if (element instanceof LabelTarget target && used.contains(target.label())) {
                labels.put(target.label(), "L" + labels.size());
            }
        }
        elements.forEach(this::print);
        return text.toString();
    }

    private void use(CodeElement element) {
        switch (element) {
            case BranchInstruction branch -> used.add(branch.target());
            case TableSwitchInstruction table -> use(table.defaultTarget(), table.cases());
            case LookupSwitchInstruction lookup -> use(lookup.defaultTarget(), lookup.cases());
            case ExceptionCatch caught -> used.addAll(List.of(caught.tryStart(), caught.tryEnd(), caught.handler()));
            default -> {}
        }
    }

    private void use(Label otherwise, List<SwitchCase> cases) {
        used.add(otherwise);
        cases.forEach(each -> used.add(each.target()));
    }

    private void print(CodeElement element) {
        switch (element) {
            case LabelTarget target
            when used.contains(target.label()) ->
                text.append(labels.get(target.label())).append(":\n");
            case LineNumber line -> text.append("  line ").append(line.line()).append('\n');
            case ExceptionCatch caught ->
                text.append("  catch ")
                        .append(caught.catchType().map(BytecodeText::simple).orElse("everything"))
                        .append(Stream.of(caught.tryStart(), caught.tryEnd(), caught.handler())
                                .map(labels::get)
                                .collect(Collectors.joining(" ", " ", "\n")));
            case Instruction instruction ->
                text.append("    ").append(line(instruction)).append('\n');
            default -> {}
        }
    }

    private String line(Instruction instruction) {
        String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
        return switch (instruction) {
            case LoadInstruction load -> name.replaceFirst("_\\d$", "") + " " + load.slot();
            case StoreInstruction store -> name.replaceFirst("_\\d$", "") + " " + store.slot();
            case IncrementInstruction increment -> name + " " + increment.slot() + " " + increment.constant();
            case ConstantInstruction.IntrinsicConstantInstruction _ -> name;
            case ConstantInstruction constant -> name + " " + constant.constantValue();
            case FieldInstruction field -> name + " " + simple(field.owner()) + "." + field.name();
            case InvokeInstruction call ->
                name + " " + simple(call.owner()) + "." + call.name() + simple(call.typeSymbol());
            case BranchInstruction branch -> name + " " + labels.get(branch.target());
            case TableSwitchInstruction table -> name + cases(table.cases(), table.defaultTarget());
            case LookupSwitchInstruction lookup -> name + cases(lookup.cases(), lookup.defaultTarget());
            case TypeCheckInstruction check -> name + " " + simple(check.type());
            default -> name;
        };
    }

    private String cases(List<SwitchCase> cases, Label otherwise) {
        return cases.stream()
                        .map(each -> each.caseValue() + " " + labels.get(each.target()))
                        .collect(Collectors.joining(", ", " ", ", else "))
                + labels.get(otherwise);
    }
}
