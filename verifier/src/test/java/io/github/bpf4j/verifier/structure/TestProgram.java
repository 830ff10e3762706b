package io.github.bpf4j.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Assembler;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program written in assembly, with the rules that it is measured against. */
final class TestProgram {
    private static final int MAX_INSNS = 1_000_000;

    private final long[] code;
    private ProgramType type = ProgramType.SCHED_CLS;
    private boolean sleepable;
    private boolean gplCompatible = true;
    private KernelProfile profile = KernelProfile.V6_12;
    private final Map<Integer, ProgramDescription.Function> functions = new HashMap<>();
    private final Map<Integer, ProgramDescription.MapLoad> mapLoads = new HashMap<>();
    private final Map<Integer, String> variableLoads = new HashMap<>();
    private final Map<String, MapShape> maps = new HashMap<>();
    private final Map<Integer, String> kfuncNames = new HashMap<>();
    private final Set<Integer> helpers = new HashSet<>();
    private final Set<Kfunc> kfuncs = EnumSet.allOf(Kfunc.class);

    private TestProgram(long[] code) {
        this.code = code;
        HelperPrototype.all().forEach(helper -> helpers.add(helper.id()));
        functions.put(0, new ProgramDescription.Function("main", false, true));
    }

    static TestProgram of(String assembly) {
        return new TestProgram(Assembler.assemble(assembly));
    }

    static TestProgram of(long... code) {
        return new TestProgram(code);
    }

    TestProgram type(ProgramType newType) {
        type = newType;
        return this;
    }

    TestProgram sleepable() {
        sleepable = true;
        return this;
    }

    TestProgram notGpl() {
        gplCompatible = false;
        return this;
    }

    TestProgram profile(KernelProfile newProfile) {
        profile = newProfile;
        return this;
    }

    TestProgram withoutHelper(int id) {
        helpers.remove(id);
        return this;
    }

    TestProgram withoutKfunc(Kfunc kfunc) {
        kfuncs.remove(kfunc);
        return this;
    }

    TestProgram kfunc(int insnOffset, String name) {
        kfuncNames.put(insnOffset, name);
        return this;
    }

    TestProgram function(int start, boolean isStatic, boolean hasTypeInfo) {
        functions.put(start, new ProgramDescription.Function("f" + start, isStatic, hasTypeInfo));
        return this;
    }

    TestProgram map(int insnOffset, String name, MapShape shape) {
        mapLoads.put(insnOffset, new ProgramDescription.MapLoad(name, false, 0));
        maps.put(name, shape);
        return this;
    }

    TestProgram value(int insnOffset, String name, MapShape shape, int valueOffset) {
        mapLoads.put(insnOffset, new ProgramDescription.MapLoad(name, true, valueOffset));
        maps.put(name, shape);
        return this;
    }

    TestProgram variable(int insnOffset, String name) {
        variableLoads.put(insnOffset, name);
        return this;
    }

    TestProgram forgetMaps() {
        maps.clear();
        return this;
    }

    void check() {
        Structure.check(
                code,
                new ProgramDescription(
                        type,
                        sleepable,
                        gplCompatible,
                        functions,
                        List.of(),
                        mapLoads,
                        variableLoads,
                        kfuncNames,
                        false),
                new StructureRules(profile, helpers, kfuncs, maps, false, true, MAX_INSNS, 256, 64, 8));
    }

    void isAccepted() {
        check();
    }

    void isRefused(Errno errno, int insnOffset, String reason) {
        Violation violation = catchThrowableOfType(Violation.class, this::check);
        assertThat(violation).as("refusal").isNotNull();
        assertThat(violation.reason()).contains(reason);
        assertThat(violation.errno()).isEqualTo(errno);
        assertThat(violation.insnOffset()).isEqualTo(insnOffset);
    }
}
