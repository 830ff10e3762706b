package io.github.bpf4j.verifier.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.fuzz.RawTypes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Objects of types that contain others in very many ways: an access or an allocation is judged all the same. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class UnfoldingObjectsTest {
    private static final int MANY = 60_000;

    private static int pointer(RawTypes types) {
        return types.add(0, RawTypes.PTR, 0, 0);
    }

    @Test
    void unionsOfTwiceTheSameUnion() {
        RawTypes types = RawTypes.empty();
        int last = pointer(types);
        for (int i = 0; i < 30; i++) {
            last = types.add(0, RawTypes.UNION, 2, 8, 0, last, 0, 0, last, 0);
        }
        ObjectMembers members = new ObjectMembers(Btf.parse(types.toBytes()));
        assertThat(members.check(last, 1, 4)).isNotNull();
        assertThat(members.check(last, 0, 8)).isNull();
    }

    @Test
    void structsWithVeryManyMembersOfOneType() {
        RawTypes types = RawTypes.empty();
        int last = types.add(types.add("byte"), 1, 0, 1, 8);
        for (int level = 0; level < 4; level++) {
            int[] members = new int[3 * MANY];
            for (int i = 0; i < MANY; i++) {
                members[3 * i + 1] = last;
            }
            last = types.add(0, RawTypes.STRUCT, MANY, 1, members);
        }
        ObjectTypes objects = new ObjectTypes(Btf.parse(types.toBytes()), KernelProfile.V6_12);
        assertThat(objects.isPlain(last, 4)).isTrue();
        assertThat(objects.isPlain(last, 3)).isFalse();
    }
}
