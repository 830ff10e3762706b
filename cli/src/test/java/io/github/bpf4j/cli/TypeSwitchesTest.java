package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Switches over types, as javac writes them and with methods of their class instead. */
class TypeSwitchesTest {
    /** Types alone, with null, guards and a case that is tried again behind one. */
    static final class Plain implements Function<@Nullable Object, String> {
        @Override
        public String apply(@Nullable Object object) {
            return switch (object) {
                case null -> "nothing";
                case Integer number when number > 10 -> "large";
                case Integer number when number < 0 -> "negative";
                case Integer _ -> "number";
                case String text -> "text " + text;
                case List<?> list when list.isEmpty() -> "empty";
                case List<?> list -> list.size() + " of " + apply(list.getFirst());
                case byte[] bytes -> bytes.length + " bytes";
                case Object[] _ -> "objects";
                default -> "else";
            };
        }
    }

    /** Null is no case of it. */
    static final class WithoutNull implements Function<@Nullable Object, String> {
        @Override
        public String apply(@Nullable Object object) {
            return switch (object) {
                case CharSequence _ -> "text";
                default -> "else";
            };
        }
    }

    /** Constants that are cases beside types: they stay as they are. */
    static final class WithConstants implements Function<Letter, String> {
        @Override
        public String apply(Letter letter) {
            return switch (letter) {
                case Letter.Greek.ALPHA -> "first";
                case Letter.Greek _ -> "Greek";
                case Letter.Latin _ -> "Latin";
            };
        }
    }

    sealed interface Letter {
        enum Greek implements Letter {
            ALPHA,
            BETA
        }

        record Latin() implements Letter {}
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private static boolean hasSwitch(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .anyMatch(element -> element instanceof InvokeDynamicInstruction call
                        && call.name().equalsString("typeSwitch"));
    }

    @SuppressWarnings("unchecked")
    private static Function<@Nullable Object, String> replaced(Class<?> type)
            throws IOException, ReflectiveOperationException {
        byte[] original = bytes(type);
        assertThat(hasSwitch(original)).isTrue();
        byte[] replaced = TypeSwitches.replace(ClassFile.of(), original);
        assertThat(hasSwitch(replaced)).isFalse();
        assertThat(ClassFile.of().verify(replaced)).isEmpty();
        assertThat(TypeSwitches.replace(ClassFile.of(), replaced)).isSameAs(replaced);
        Class<?> made = MethodHandles.lookup().defineHiddenClass(replaced, true).lookupClass();
        var constructor = made.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Function<@Nullable Object, String>) constructor.newInstance();
    }

    @Test
    void casesAreThoseOfBefore() throws IOException, ReflectiveOperationException {
        Function<@Nullable Object, String> replaced = replaced(Plain.class);
        for (@Nullable
        Object each : Arrays.asList(
                null, 5, 11, -1, "a", List.of(), List.of("b", 1), List.of(List.of()), new byte[3], new String[0], 2L)) {
            assertThat(replaced.apply(each)).isEqualTo(new Plain().apply(each));
        }
        assertThat(replaced.apply(List.of(11))).isEqualTo("1 of large");
    }

    @Test
    void nullIsRefusedAsBefore() throws IOException, ReflectiveOperationException {
        Function<@Nullable Object, String> replaced = replaced(WithoutNull.class);
        assertThat(replaced.apply("a")).isEqualTo("text");
        assertThat(replaced.apply(1)).isEqualTo("else");
        assertThatThrownBy(() -> replaced.apply(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void switchesWithConstantsStayAsTheyAre() throws IOException {
        byte[] bytes = bytes(WithConstants.class);
        assertThat(hasSwitch(bytes)).isTrue();
        assertThat(TypeSwitches.replace(ClassFile.of(), bytes)).isSameAs(bytes);
        assertThat(new WithConstants().apply(Letter.Greek.ALPHA)).isEqualTo("first");
    }

    @Test
    void classesWithoutSuchASwitchStayAsTheyAre() throws IOException {
        byte[] bytes = bytes(TypeSwitchesTest.class);
        assertThat(TypeSwitches.replace(ClassFile.of(), bytes)).isSameAs(bytes);
    }
}
