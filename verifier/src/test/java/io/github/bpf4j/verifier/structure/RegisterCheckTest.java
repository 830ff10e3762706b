package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "r10 = 1",
                "r10 += r1",
                "w10 = w1",
                "r10 = -r10",
                "r10 = be16 r10",
                "r10 = (s8)r1",
                "r10 = 1 ll",
                "r10 = *(u64 *)(r1 + 0)",
                "r10 = *(s32 *)(r1 + 0)",
                "r10 = atomic_fetch_add((u64 *)(r1 + 0), r10)",
                "r10 = xchg_64(r1 + 0, r10)",
                "r10 = load_acquire((u64 *)(r1 + 0))"
            })
    void writesToTheFramePointerAreRefused(String instruction) {
        TestProgram.of("r0 = 0\n" + instruction + "\nexit")
                .profile(KernelProfile.V7_0)
                .isRefused(Errno.EACCES, 1, "read only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r1 = r10",
                "*(u64 *)(r10 - 8) = r10",
                "*(u64 *)(r10 - 8) = 1",
                "lock *(u64 *)(r10 - 8) += r10",
                "r1 = atomic_fetch_add((u64 *)(r10 - 8), r1)",
                "store_release((u64 *)(r10 - 8), r10)",
                "r0 = cmpxchg_64(r10 - 8, r0, r10)",
                "if r10 == 0 goto +0"
            })
    void readsOfTheFramePointerAreAccepted(String instruction) {
        TestProgram.of("r0 = 0\n" + instruction + "\nexit")
                .profile(KernelProfile.V7_0)
                .isAccepted();
    }
}
