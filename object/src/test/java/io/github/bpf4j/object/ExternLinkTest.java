package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.LinkException.Feature;
import io.github.bpf4j.object.LinkedProgram.KfuncReference;
import io.github.bpf4j.object.LinkedProgram.VariableReference;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What externs of section {@code .ksyms} become. */
final class ExternLinkTest {
    private static LinkEnvironment kernel(KernelProfile profile) {
        return LinkEnvironment.of(
                profile,
                Arrays.stream(Kfunc.values())
                        .filter(kfunc -> kfunc.isIn(profile))
                        .collect(Collectors.toSet()));
    }

    private static LinkedProgram link(String program, KernelProfile profile) {
        return Linker.link(TestObjects.read("kfuncs.bpfel.o"), program, kernel(profile));
    }

    private static void assertCall(LinkedProgram program, int insn, int id) {
        assertThat(program.code()[insn]).isEqualTo(Instruction.pack(0x85, 0, 2, 0, id));
    }

    private static void assertConstant(LinkedProgram program, int insn, long value) {
        assertThat(Instruction.src(program.code()[insn])).isZero();
        assertThat(Instruction.wideImm(program.code()[insn], program.code()[insn + 1]))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void callsHaveTheNumberOfTheirFunctionWithoutItsFlavour(String target) {
        LinkedProgram calls =
                Linker.link(TestObjects.read("kfuncs." + target + ".o"), "calls", kernel(KernelProfile.V6_12));
        assertCall(calls, 0, Kfunc.RCU_READ_LOCK.id());
        assertCall(calls, 1, Kfunc.RCU_READ_UNLOCK.id());
        assertCall(calls, 6, Kfunc.ITER_NUM_NEW.id());
        assertThat(calls.kfuncReferences())
                .containsExactly(
                        KfuncReference.of(0, Kfunc.RCU_READ_LOCK, KfuncReference.Use.CALL),
                        KfuncReference.of(1, Kfunc.RCU_READ_UNLOCK, KfuncReference.Use.CALL),
                        KfuncReference.of(6, Kfunc.ITER_NUM_NEW, KfuncReference.Use.CALL));
    }

    @Test
    void weakFunctionThatNoKernelHasIsZeroAndItsCallStays() {
        LinkedProgram guarded = link("guarded", KernelProfile.V6_12);
        assertConstant(guarded, 0, 0);
        assertCall(guarded, 4, Kfunc.MISSING);
        assertThat(Instruction.src(guarded.code()[7])).isEqualTo(3);
        assertThat(guarded.btf().type(Instruction.imm(guarded.code()[7])))
                .isInstanceOfSatisfying(
                        BtfType.Func.class,
                        function -> assertThat(function.name()).isEqualTo("bpf_rcu_read_unlock"));
        assertThat(guarded.kfuncReferences())
                .extracting(
                        KfuncReference::insnOffset, KfuncReference::kfuncName, KfuncReference::id, KfuncReference::use)
                .containsExactly(
                        tuple(4, "bpf_made_up_too", Kfunc.MISSING, KfuncReference.Use.CALL),
                        tuple(7, "bpf_rcu_read_unlock", Kfunc.RCU_READ_UNLOCK.id(), KfuncReference.Use.ADDRESS));
    }

    @Test
    void weakFunctionOfALaterKernelIsThereOnlyInThatKernel() {
        LinkedProgram old = link("newer", KernelProfile.V6_12);
        assertConstant(old, 1, 0);
        assertCall(old, 6, Kfunc.MISSING);
        assertThat(old.kfuncReferences()).extracting(KfuncReference::kfuncName).containsExactly("bpf_wq_set_callback");
        LinkedProgram young = link("newer", KernelProfile.V7_0);
        assertCall(young, 6, Kfunc.WQ_SET_CALLBACK.id());
        assertThat(young.kfuncReferences())
                .extracting(KfuncReference::use)
                .containsExactly(KfuncReference.Use.ADDRESS, KfuncReference.Use.CALL);
    }

    @Test
    void weakVariableOfAnotherKernelIsZero() {
        LinkedProgram there = link("variables", KernelProfile.V7_0);
        assertThat(there.variableReferences()).containsExactly(new VariableReference(1, "__preempt_count"));
        assertConstant(there, 6, 0);
        LinkedProgram elsewhere = link("variables", KernelProfile.V6_12);
        assertThat(elsewhere.variableReferences()).isEmpty();
        assertConstant(elsewhere, 1, 0);
        assertConstant(elsewhere, 6, 0);
    }

    @Test
    void weakAddressWithoutATypeIsZero() {
        LinkedProgram typeless = link("typeless", KernelProfile.V6_12);
        assertThat(typeless.variableReferences()).isEmpty();
        assertConstant(typeless, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "strong, V6_12, KFUNC, sockops, 8, kernel function bpf_made_up (most kernel functions are not supported yet)",
        "strong, V7_0, KFUNC, sockops, 8, kernel function bpf_made_up (most",
        "later, V6_12, , sk_msg, 0, kernel function bpf_timer_cancel_async is not in Linux 6.12 but in 7.0",
        "earlier, V7_0, , lwt_in, 24, kernel function bpf_wq_set_callback_impl is not in Linux 7.0 but in 6.12",
        "calls, V5_15, , tc, 0, kernel function bpf_rcu_read_lock is not in Linux 5.15 but in 6.12 and 7.0",
        "misdeclared, V6_12, , lwt_out, 8, 'bpf_preempt_disable takes 0 arguments, not the 1 that it is declared with'",
    })
    void strongFunctionThatIsMissingIsNamed(
            String program, KernelProfile profile, Feature feature, String section, long byteOffset, String reason) {
        assertThatThrownBy(() -> link(program, profile))
                .isInstanceOfSatisfying(LinkException.class, e -> {
                    assertThat(e.section()).isEqualTo(section);
                    assertThat(e.byteOffset()).isEqualTo(byteOffset);
                    assertThat(e.feature().orElse(null)).isEqualTo(feature);
                })
                .hasMessageContaining(reason);
    }

    @Test
    void functionThatTheKernelHasAndTheRuntimeDoesNotIsNotSupportedYet() {
        Set<Kfunc> most = EnumSet.complementOf(EnumSet.of(Kfunc.TIMER_CANCEL_ASYNC, Kfunc.RCU_READ_UNLOCK));
        CollectionSpec spec = TestObjects.read("kfuncs.bpfel.o");
        LinkEnvironment kernel = LinkEnvironment.of(KernelProfile.V7_0, most);
        assertThatThrownBy(() -> Linker.link(spec, "later", kernel))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.feature()).contains(Feature.KFUNC))
                .hasMessageContaining("kernel function bpf_timer_cancel_async (most");
        assertCall(Linker.link(spec, "calls", kernel), 1, Kfunc.MISSING);
    }

    @Test
    void weakFunctionThatIsDeclaredOtherwiseIsZero() {
        LinkedProgram misdeclared = link("misdeclared_weak", KernelProfile.V6_12);
        assertConstant(misdeclared, 0, 0);
        assertThat(misdeclared.kfuncReferences()).extracting(KfuncReference::id).containsExactly(Kfunc.MISSING);
    }

    @Test
    void withoutAKernelThereIsWhateverAnyKernelHas() {
        CollectionSpec spec = TestObjects.read("kfuncs.bpfel.o");
        assertCall(Linker.link(spec, "later"), 0, Kfunc.TIMER_CANCEL_ASYNC.id());
        assertCall(Linker.link(spec, "earlier"), 3, Kfunc.WQ_SET_CALLBACK_IMPL.id());
        assertCall(Linker.link(spec, "newer"), 6, Kfunc.WQ_SET_CALLBACK.id());
        assertThat(Linker.link(spec, "variables").variableReferences()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "bpf_iter, bpf_iter",
        "bpf_iter___old, bpf_iter",
        "bpf_iter___old___older, bpf_iter___old",
        "bpf_iter____old, bpf_iter____old",
        "bpf_iter___, bpf_iter___",
        "___bpf_iter, ___bpf_iter",
        "a___b____c, a",
    })
    void flavourIsWhatFollowsTheLastThreeUnderscores(String name, String essential) {
        assertThat(new ExternSpec(name, ".ksyms", true, false, 0).essentialName())
                .isEqualTo(essential);
    }

    @Test
    void aVariableThatTheKernelsTypesDoNotHaveIsNamed() {
        CollectionSpec spec = TestObjects.read("unsupported.bpfel.o");
        assertThatThrownBy(() -> Linker.link(spec, "ksym", kernel(KernelProfile.V6_12)))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.feature()).isEmpty())
                .hasMessageContaining("the kernel's types have no variable kernel_variable");
    }
}
