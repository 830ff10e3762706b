package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which helpers programs of a type have in which release: as kernels 6.1, 6.12 and 7.0 answered, and the release's notes say since when. */
class HelperReleasesTest {
    private static boolean offers(int helper, ProgramType type, int major, int minor) {
        return HelperReleases.offers(
                HelperPrototype.byId(helper).orElseThrow(), type, KernelProfile.release(major, minor));
    }

    @ParameterizedTest
    @CsvSource({
        // helper, type, 6.1, 6.2, 6.12, 6.13
        "14, SCHED_CLS, false, true, true, true",
        "14, XDP, false, true, true, true",
        "14, STRUCT_OPS, false, true, true, true",
        "80, SOCKET_FILTER, false, true, true, true",
        "120, SK_MSG, false, true, true, true",
        "37, CGROUP_DEVICE, false, true, true, true",
        "174, RAW_TRACEPOINT, false, true, true, true",
        "15, XDP, false, false, false, true",
        "16, XDP, false, false, false, true",
        "16, NETFILTER, false, false, false, true",
        "17, KPROBE, false, false, false, true",
        "109, SCHED_CLS, false, false, false, true",
        "109, KPROBE, true, true, true, true",
        "156, XDP, false, false, false, true",
        "39, LWT_SEG6LOCAL, false, false, false, true",
        "39, LWT_XMIT, true, true, true, true",
        "49, CGROUP_SOCK, false, false, false, true",
        "49, CGROUP_SOCK_ADDR, true, true, true, true",
        "122, SCHED_CLS, false, false, false, true",
        "5, LIRC_MODE2, true, true, true, true",
        "14, LIRC_MODE2, false, false, false, false",
        "109, LIRC_MODE2, false, false, false, false",
    })
    void typesGetHelpersWithReleases(
            int helper, ProgramType type, boolean at61, boolean at62, boolean at612, boolean at613) {
        assertThat(List.of(
                        offers(helper, type, 6, 1),
                        offers(helper, type, 6, 2),
                        offers(helper, type, 6, 12),
                        offers(helper, type, 6, 13)))
                .containsExactly(at61, at62, at612, at613);
    }

    /** The list of the program type's documentation. */
    @Test
    void programsOfInfraredReceiversHaveFewHelpers() {
        assertThat(HelperPrototype.all().stream()
                        .filter(helper -> helper.availableTo(ProgramType.LIRC_MODE2))
                        .map(HelperPrototype::name))
                .containsExactly(
                        "map_lookup_elem",
                        "map_update_elem",
                        "map_delete_elem",
                        "ktime_get_ns",
                        "trace_printk",
                        "get_prandom_u32",
                        "tail_call",
                        "rc_repeat",
                        "rc_keydown",
                        "map_push_elem",
                        "map_pop_elem",
                        "map_peek_elem",
                        "rc_pointer_rel",
                        "ktime_get_boot_ns");
    }
}
