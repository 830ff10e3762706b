package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.abi.KernelProfile.V5_15;
import static io.github.bpf4j.abi.KernelProfile.V6_12;
import static io.github.bpf4j.abi.KernelProfile.V7_0;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the code alone says of the kernel that it needs. */
class InstructionSetCheckTest {
    private static void isKnownFrom(KernelProfile first, String instruction) {
        String text = "r1 = 1\nr0 = 1\n" + instruction + "\nexit";
        for (KernelProfile older : EnumSet.range(V5_15, V7_0)) {
            TestProgram program = TestProgram.of(text).profile(older);
            if (older.compareTo(first) < 0) {
                program.isRefused(Errno.EINVAL, 2, "does not know this instruction");
            } else {
                program.isAccepted();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r0 = (s8)r1",
                "w0 = (s16)w1",
                "r0 = *(s32 *)(r10 - 8)",
                "r0 s/= r1",
                "w0 s%= 3",
                "r0 = bswap64 r0",
                "gotol +0"
            })
    void version4CameBetween515And612(String instruction) {
        isKnownFrom(V6_12, instruction);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r0 = load_acquire((u64 *)(r10 - 8))", "store_release((u64 *)(r10 - 8), r1)"})
    void orderedAccessesCameAfter612(String instruction) {
        isKnownFrom(V7_0, instruction);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r0 = r1", "r0 /= r1", "w0 %= 3", "r0 = be64 r0", "goto +0", "r0 = *(u32 *)(r10 - 8)"})
    void whatIsOlderIsKnown(String instruction) {
        isKnownFrom(V5_15, instruction);
    }

    @Test
    void mapsOfTypesThatCameLaterCannotBeNamed() {
        MapShape filter = MapShape.of(MapType.BLOOM_FILTER, 0, 8, 4, 0);
        String program = "r1 = map_fd 0 ll\nr0 = 0\nexit";
        TestProgram.of(program).map(0, "filter", filter).profile(V6_12).isAccepted();
        TestProgram.of(program)
                .map(0, "filter", filter)
                .profile(V5_15)
                .isRefused(Errno.EINVAL, 0, "Linux 5.15 has no maps of type BLOOM_FILTER");
    }
}
