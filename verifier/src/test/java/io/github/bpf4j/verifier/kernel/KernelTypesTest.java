package io.github.bpf4j.verifier.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.btf.Btf;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads from kernel objects by the built-in types; offsets are those of Linux 6.12 on x86-64. */
class KernelTypesTest {
    private static final int PID = 2432;
    private static final int REAL_PARENT = 2448;
    private static final int COMM = 2976;
    private static final int COMM_SIZE = 16;

    private final KernelTypes types = new KernelTypes(KernelBtf.builtIn());
    private final int task = types.struct("task_struct");

    private Errno refusal(int typeId, long offset, int size) {
        return ((Walk.Refused) types.walk(typeId, offset, size)).errno();
    }

    @Test
    void numbersAreLoadedInPartsOfTheirMember() {
        assertThat(types.walk(task, PID, 4)).isEqualTo(new Walk.Plain());
        assertThat(types.walk(task, PID + 1, 1)).isEqualTo(new Walk.Plain());
        assertThat(refusal(task, PID + 2, 4)).isEqualTo(Errno.EACCES);
        assertThat(refusal(task, PID, 8)).as("two members").isEqualTo(Errno.EACCES);
    }

    @Test
    void arraysOfNumbersAreLoadedAcrossTheirElements() {
        assertThat(types.walk(task, COMM + 5, 8)).isEqualTo(new Walk.Plain());
        assertThat(types.walk(task, COMM + COMM_SIZE - 1, 1)).isEqualTo(new Walk.Plain());
        assertThat(refusal(task, COMM + COMM_SIZE - 4, 8)).isEqualTo(Errno.EACCES);
    }

    @Test
    void pointersAreLoadedAsAWhole() {
        assertThat(types.walk(task, REAL_PARENT, 8)).isEqualTo(new Walk.Pointer(task, "real_parent", "", false));
        assertThat(refusal(task, REAL_PARENT, 4)).isEqualTo(Errno.EACCES);
        assertThat(refusal(task, REAL_PARENT + 4, 8)).isEqualTo(Errno.EACCES);
    }

    @Test
    void pointersToNumbersAreNumbers() {
        int skb = types.struct("sk_buff");
        assertThat(types.walk(skb, 208, 8)).as("sk_buff.data").isEqualTo(new Walk.Plain());
        assertThat(types.walk(skb, 24, 8)).isEqualTo(new Walk.Pointer(types.struct("sock"), "sk", "", false));
    }

    @Test
    void pointersInUnionsMayBeSomethingElse() {
        int skb = types.struct("sk_buff");
        assertThat(types.walk(skb, 16, 8)).isEqualTo(new Walk.Pointer(types.struct("net_device"), "dev", "", true));
    }

    @Test
    void nothingIsOutsideOfAnObject() {
        assertThat(refusal(task, -8, 8)).isEqualTo(Errno.EACCES);
        assertThat(refusal(task, 9792, 1)).isEqualTo(Errno.EACCES);
        assertThat(refusal(task, Integer.MAX_VALUE, 8)).isEqualTo(Errno.EACCES);
        assertThat(refusal(task, Long.MAX_VALUE, 1)).isEqualTo(Errno.EACCES);
    }

    @ParameterizedTest
    @CsvSource({
        "sock, 0, sock_common, true",
        "sock, 8, sock_common, false",
        "bpf_cpumask, 0, cpumask, true",
        "cpumask, 0, bpf_cpumask, false",
        "task_struct, 0, task_struct, true",
        "task_struct, 8, task_struct, false",
        "file, 0, task_struct, false"
    })
    void pointerStandsForWhatBeginsThere(String struct, long offset, String wanted, boolean stands) {
        assertThat(types.matches(types.struct(struct), offset, types.struct(wanted), false))
                .isEqualTo(stands);
        assertThat(types.matches(types.struct(struct), offset, types.struct(wanted), true))
                .isEqualTo(stands && struct.equals(wanted));
    }

    @Test
    void structsOfAnUnknownKernelAreToldApartAndNotLookedInto() {
        KernelTypes none = new KernelTypes(Btf.empty(ByteOrder.LITTLE_ENDIAN));
        int one = none.struct("task_struct");
        int other = none.struct("cgroup");
        assertThat(none.struct("task_struct")).isEqualTo(one).isNotEqualTo(other);
        assertThat(none.name(one)).isEqualTo("task_struct");
        assertThat(none.matches(one, 0, one, false)).isTrue();
        assertThat(none.matches(one, 0, other, false)).isFalse();
        assertThat(none.walk(one, 0, 8)).isInstanceOf(Walk.Refused.class);
    }

    @Test
    void listsSayWhatCanBeReliedOn() {
        assertThat(Trust.of("task_struct", "real_parent")).isEqualTo(Trust.RCU);
        assertThat(Trust.of("task_struct", "parent")).isEqualTo(Trust.NONE);
        assertThat(Trust.of("file", "f_inode")).isEqualTo(Trust.TRUSTED);
        assertThat(Trust.of("socket", "sk")).isEqualTo(Trust.TRUSTED_OR_NULL);
        assertThat(Trust.of("sk_buff", "sk")).isEqualTo(Trust.RCU_OR_NULL);
        assertThat(Trust.of("inode", "f_inode")).isEqualTo(Trust.NONE);
    }
}
