package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.CoreRelocationKind;
import io.github.bpf4j.object.core.KernelIndex;
import io.github.bpf4j.object.core.RelocationException;
import io.github.bpf4j.object.core.Relocator;
import io.github.bpf4j.object.core.Relocator.Answer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Types that few bytes describe and that unfold into very many: relocations against them end soon, in an answer or an error. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class UnfoldingTypesTest {
    private static final int MANY = 60_000;
    private static final int LEVELS = 30;

    private static int number(RawTypes types) {
        return types.add(types.add("number"), 1, 0, 4, 32);
    }

    private static Answer ask(RawTypes local, RawTypes kernel, int typeId, String access, CoreRelocationKind kind)
            throws RelocationException {
        KernelIndex index = new KernelIndex(Btf.parse(kernel.toBytes()));
        return new Relocator(Btf.parse(local.toBytes()), index).answer(new CoreRelocation(0, typeId, access, kind));
    }

    private static long valueOf(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Value.class);
        return ((Answer.Value) answer).number();
    }

    /** struct thing with one member of a name. */
    private static RawTypes thing(String member) {
        RawTypes types = RawTypes.empty();
        int number = number(types);
        types.add(types.add("thing"), RawTypes.STRUCT, 1, 4, types.add(member), number, 0);
        return types;
    }

    @Test
    void aMemberIsSoughtInEachUnionWithoutANameOnce() throws RelocationException {
        RawTypes kernel = RawTypes.empty();
        int last = number(kernel);
        int name = kernel.add("other");
        for (int i = 0; i < LEVELS; i++) {
            last = kernel.add(0, RawTypes.UNION, 2, 4, name, last, 0, name, last, 0);
            name = 0;
        }
        kernel.add(kernel.add("thing"), RawTypes.STRUCT, 1, 4, 0, last, 0);
        assertThat(valueOf(ask(thing("sought"), kernel, 2, "0:0", CoreRelocationKind.FIELD_EXISTS)))
                .isZero();
        assertThat(valueOf(ask(thing("other"), kernel, 2, "0:0", CoreRelocationKind.FIELD_EXISTS)))
                .isOne();
    }

    /** A typedef of functions that take functions that take functions, each twice. */
    private static RawTypes functions() {
        RawTypes types = RawTypes.empty();
        int last = number(types);
        for (int i = 0; i < LEVELS; i++) {
            last = types.add(0, RawTypes.FUNC_PROTO, 2, last, 0, last, 0, last);
        }
        types.add(types.add("function"), RawTypes.TYPEDEF, 0, last);
        return types;
    }

    @Test
    void functionsThatUnfoldAreTooMuch() throws RelocationException {
        RawTypes types = functions();
        int id = types.count();
        assertThatThrownBy(() -> ask(types, functions(), id, "0", CoreRelocationKind.TYPE_EXISTS))
                .isInstanceOf(RelocationException.class)
                .hasMessageContaining("steps");
    }

    /** struct thing with very many members, each a pointer to a type of its own. */
    private static RawTypes wide(String prefix) {
        RawTypes types = RawTypes.empty();
        int[] members = new int[3 * MANY];
        for (int i = 0; i < MANY; i++) {
            members[3 * i] = prefix.isEmpty() ? 0 : types.add(prefix + i);
            int size = prefix.isEmpty() ? i + 9 : 8;
            members[3 * i + 1] = types.add(0, RawTypes.ARRAY, 0, 0, 0, 0, size);
        }
        int number = number(types);
        for (int i = 0; i < MANY; i++) {
            types.setArray(i + 1, number);
        }
        types.add(types.add("thing"), RawTypes.STRUCT, MANY, 1 << 28, members);
        return types;
    }

    @Test
    void membersAreComparedByName() throws RelocationException {
        RawTypes local = wide("a");
        assertThat(valueOf(ask(local, wide("a"), local.count(), "0", CoreRelocationKind.TYPE_MATCHES)))
                .isOne();
        assertThat(valueOf(ask(local, wide("b"), local.count(), "0", CoreRelocationKind.TYPE_MATCHES)))
                .isZero();
    }

    @Test
    void membersWithoutNamesAreTooMany() {
        RawTypes local = wide("");
        RawTypes kernel = wide("");
        for (int i = 0; i < MANY; i++) {
            kernel.records.get(i)[5] = local.records.get(MANY - 1 - i)[5];
        }
        assertThatThrownBy(() -> ask(local, kernel, local.count(), "0", CoreRelocationKind.TYPE_MATCHES))
                .isInstanceOf(RelocationException.class)
                .hasMessageContaining("steps");
    }

    /** enum colour with very many enumerators. */
    private static RawTypes enumeration(String prefix) {
        RawTypes types = RawTypes.empty();
        int[] enumerators = new int[2 * MANY];
        for (int i = 0; i < MANY; i++) {
            enumerators[2 * i] = types.add(prefix + i);
            enumerators[2 * i + 1] = i;
        }
        types.add(types.add("colour"), RawTypes.ENUM, MANY, 4, enumerators);
        return types;
    }

    @Test
    void enumeratorsAreComparedByName() throws RelocationException {
        RawTypes local = enumeration("a");
        assertThat(valueOf(ask(local, enumeration("a"), 1, "0", CoreRelocationKind.TYPE_MATCHES)))
                .isOne();
        assertThat(valueOf(ask(local, enumeration("b"), 1, "0", CoreRelocationKind.TYPE_MATCHES)))
                .isZero();
    }

    @Test
    void namesInErrorsAreShort() throws RelocationException {
        RawTypes local = thing("a".repeat(1 << 20));
        Answer answer = ask(local, thing("b"), 2, "0:0", CoreRelocationKind.FIELD_BYTE_OFFSET);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Missing.class,
                        missing -> assertThat(missing.reason())
                                .startsWith("struct thing.aaa")
                                .hasSizeLessThan(1000));
    }
}
