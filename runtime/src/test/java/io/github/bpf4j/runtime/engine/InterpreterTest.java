package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterpreterTest {
    /** HotSpot never compiles a method of this many bytes. */
    private static final int HUGE_METHOD_BYTES = 8000;

    @Test
    void everyHotMethodIsSmallEnoughToBeCompiled() throws IOException {
        int dispatchBytes = 0;
        for (Class<?> type : List.of(
                Interpreter.class, PlainInterpreter.class, CheckedInterpreter.class, Alu.class, Atomics.class)) {
            for (MethodModel method : model(type).methods()) {
                int bytes = method.code()
                        .map(code -> ((CodeAttribute) code).codeLength())
                        .orElse(0);
                assertThat(bytes)
                        .as("%s.%s", type.getSimpleName(), method.methodName())
                        .isLessThan(HUGE_METHOD_BYTES);
                if (method.methodName().equalsString("dispatch")) {
                    dispatchBytes = bytes;
                }
            }
        }
        assertThat(dispatchBytes).as("the dispatch was looked at").isGreaterThan(1000);
    }

    private static ClassModel model(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }
}
