package io.github.bpf4j.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compiled programs; how each rule is judged is tested with the passes in the package structure. */
class VerifierTest {
    private static final Set<Integer> ALL_HELPERS =
            HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());

    private static CollectionSpec read(String object) throws IOException {
        try (InputStream in = VerifierTest.class.getResourceAsStream("/objects/" + object)) {
            return CollectionSpec.read(in.readAllBytes(), object);
        }
    }

    private static Map<String, MapDescription> shapes(CollectionSpec collection, KernelProfile profile) {
        Map<String, MapDescription> shapes = new HashMap<>();
        for (MapSpec map : collection.maps()) {
            SpecialFields fields = SpecialFields.parse(collection.btf(), map.valueTypeId(), profile);
            shapes.put(
                    map.name(),
                    MapDescription.of(
                            MapShape.of(map.type(), map.keySize(), map.valueSize(), map.maxEntries(), map.flags())
                                    .withFields(fields)));
        }
        return shapes;
    }

    private static Facts verify(String object, String program, KernelProfile profile) throws IOException {
        CollectionSpec collection = read(object);
        LinkedProgram linked = Linker.link(collection, program);
        return Verifier.checkStructure(
                linked,
                new VerifierEnvironment(
                        profile, ALL_HELPERS, Set.of(), shapes(collection, profile), VerifierLimits.KERNEL));
    }

    private static VerifierException refusal(String object, String program) {
        VerifierException refusal =
                catchThrowableOfType(VerifierException.class, () -> verify(object, program, KernelProfile.V6_12));
        assertThat(refusal).as("refusal of " + program).isNotNull();
        return refusal;
    }

    @Test
    void acceptedProgramProvesNothing() throws IOException {
        assertThat(verify("verify.o", "arms_timer", KernelProfile.V6_12)).isEqualTo(new Facts.None());
    }

    @Test
    void refusalNamesReasonSourceLineAndInstruction() {
        VerifierException refusal = refusal("verify.o", "uses_foreign_helper");
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refusal.log())
                .startsWith("program uses_foreign_helper refused (-EINVAL) at instruction ")
                .contains("of uses_foreign_helper: program of type XDP cannot use helper bpf_skb_store_bytes#9")
                .contains("; skb_store_bytes(ctx, 0, &word, sizeof(word), 0); @ ./verify.bpf.c:33")
                .containsPattern("\n=> \\d+: call [^\n]*bpf_skb_store_bytes[^\n]*$")
                .isEqualTo(refusal.getMessage());
        assertThat(refusal.source().orElseThrow().line()).isEqualTo(33);
        assertThat(refusal.log()).contains("\n=> " + refusal.insnOffset().orElseThrow() + ": call");
        assertThat(refusal.log().lines().filter(line -> line.matches("   \\d+: .*")))
                .hasSize(4);
        assertThat(refusal.log())
                .contains("\n   ; line 31: u32 word = 1;\n   3: r3 += -0x4\n   ; line 33: skb_store_bytes(")
                .contains("\n   4: w2 = 0x0\n");
        assertThat(refusal.reason()).isEqualTo("program of type XDP cannot use helper bpf_skb_store_bytes#9");
        assertThat(refusal.instructions())
                .isEqualTo(refusal.log().lines().skip(2).toList())
                .hasSize(7);
    }

    @Test
    void globalFunctionIsNoCallback() {
        VerifierException refusal = refusal("verify.o", "sets_global_callback");
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refusal.log()).contains("callback global_on_timer must be static");
    }

    @Test
    void tracingProgramMayNotNameATimerMap() throws IOException {
        VerifierException refusal = refusal("verify.o", "traces_with_timer");
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refusal.log()).contains("map timers has a bpf_timer at offset 8");
        assertThat(verify("verify.o", "traces_with_timer", KernelProfile.V7_0)).isEqualTo(new Facts.None());
    }

    @Test
    void mutualRecursionIsRefusedWhereItCloses() {
        VerifierException refusal = refusal("verify.o", "recurses");
        assertThat(refusal.errno()).isEqualTo(Errno.E2BIG);
        assertThat(refusal.log()).contains("recursive").contains("of pong:");
    }

    @Test
    void proprietaryProgramMayNotUseTimers() {
        VerifierException refusal = refusal("unlicensed.o", "starts_timer");
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refusal.log()).contains("bpf_timer_start#171 is reserved to GPL-compatible programs");
    }

    @Test
    void refusalOfTheWholeProgramHasNoInstruction() {
        VerifierException refusal = refusal("verify.o", "has_no_type");
        assertThat(refusal.insnOffset()).isEmpty();
        assertThat(refusal.source()).isEmpty();
        assertThat(refusal.instructions()).isEmpty();
        assertThat(refusal.reason()).startsWith("the program's type is unknown");
        assertThat(refusal.log()).startsWith("program has_no_type refused (-EINVAL): the program's type is unknown");
    }

    @Test
    void limitsAreTheEnvironments() throws IOException {
        CollectionSpec collection = read("verify.o");
        LinkedProgram linked = Linker.link(collection, "arms_timer");
        Map<String, MapDescription> maps = shapes(collection, KernelProfile.V6_12);
        VerifierLimits oneMap = new VerifierLimits(1_000_000, 256, 1, 8, 1_000_000, 8192);
        assertThatThrownBy(() -> Verifier.checkStructure(
                        linked, new VerifierEnvironment(KernelProfile.V6_12, ALL_HELPERS, Set.of(), maps, oneMap)))
                .isInstanceOf(VerifierException.class)
                .hasMessageContaining("more than 1 maps");
        assertThat(VerifierLimits.KERNEL).isEqualTo(new VerifierLimits(1_000_000, 256, 64, 8, 1_000_000, 8192));
        assertThatThrownBy(() -> new VerifierLimits(0, 1, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void helpersAreTheEnvironments() throws IOException {
        CollectionSpec collection = read("verify.o");
        LinkedProgram linked = Linker.link(collection, "arms_timer");
        VerifierEnvironment bare = VerifierEnvironment.of(Set.of(1), shapes(collection, KernelProfile.V6_12));
        assertThatThrownBy(() -> Verifier.checkStructure(linked, bare))
                .isInstanceOf(VerifierException.class)
                .hasMessageContaining("bpf_timer_init#169 is not implemented");
    }

    @Test
    void kernelFunctionsAreTheEnvironments() throws IOException {
        CollectionSpec collection = read("verify.o");
        LinkedProgram linked = Linker.link(collection, "calls_kernel_functions");
        Map<String, MapDescription> maps = shapes(collection, KernelProfile.V6_12);
        Set<Kfunc> both = Set.of(Kfunc.RCU_READ_LOCK, Kfunc.RCU_READ_UNLOCK);
        assertThat(Verifier.checkStructure(linked, environment(both, maps))).isEqualTo(new Facts.None());
        assertThatThrownBy(() -> Verifier.checkStructure(linked, environment(Set.of(Kfunc.RCU_READ_LOCK), maps)))
                .isInstanceOfSatisfying(
                        VerifierException.class,
                        refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EACCES))
                .hasMessageContaining("calling kernel function bpf_rcu_read_unlock is not allowed")
                .hasMessageContaining("call kfunc 0x6 <bpf_rcu_read_lock>")
                .hasMessageContaining("=> 1: call kfunc 0x7 <bpf_rcu_read_unlock>");
        assertThatThrownBy(() -> Verifier.checkStructure(linked, VerifierEnvironment.of(ALL_HELPERS, maps)))
                .hasMessageContaining("calling kernel function bpf_rcu_read_lock is not allowed");
    }

    private static VerifierEnvironment environment(Set<Kfunc> kfuncs, Map<String, MapDescription> maps) {
        return new VerifierEnvironment(KernelProfile.V6_12, ALL_HELPERS, kfuncs, maps, VerifierLimits.KERNEL);
    }
}
