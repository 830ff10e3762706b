package io.github.bpf4j.conformance.verifier;

import static io.github.bpf4j.abi.KernelProfile.V5_15;
import static io.github.bpf4j.abi.KernelProfile.V6_12;
import static io.github.bpf4j.abi.KernelProfile.V7_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Programs that Linux 6.1 and 7.0 were asked to verify, too: 6.1 stands for 5.15 where nothing came in between. What differs is named,
 * with the reason, in {@code verifier/profile-differences.tsv}, or in {@code differences.tsv} if it is the same for 6.12.
 */
class ProfilesTest {
    private static final Path RESOURCES = Path.of("src/test/resources/verifier");
    private static final Pattern HELPER = Pattern.compile("there is no helper bpf_\\w+#(\\d+) in Linux 5\\.15");

    /** The helpers that came after 5.15 and up to 6.1. */
    private static final int FIRST_NEW_HELPER = 176;

    private static final int LAST_NEW_HELPER = 209;

    /** What 6.1.192 has and 5.15 had not. */
    private static final Map<String, String> NEWER = Map.of(
            "has nothing to attach programs to as LSM_CGROUP", "came with 6.0",
            "has no maps of type BLOOM_FILTER", "came with 5.16",
            "has no maps of type USER_RINGBUF", "came with 6.1",
            "needs CAP_PERFMON and Linux 6.3", "6.1.y had it from there");

    @ParameterizedTest
    @CsvSource({"6.1,V5_15,5300", "7.0,V7_0,5900"})
    void verdictsAreThoseOfTheRelease(String release, KernelProfile profile, int least) throws IOException {
        Map<String, String> changes = new HashMap<>();
        for (JsonNode change : Judge.lines("verifier/changes-" + release + ".jsonl")) {
            changes.put(key(change), change.get("errno").asString());
        }
        Set<String> named = named("profile-differences.tsv", release);
        Set<String> unused = new HashSet<>(named);
        Set<String> common = named("differences.tsv", "");
        Map<String, Integer> counts = new TreeMap<>();
        List<String> differing = new ArrayList<>();
        Judge judge = new Judge(profile);
        for (JsonNode asked : Judge.asked()) {
            String key = key(asked);
            String theirs = changes.getOrDefault(key, asked.get("errno").asString());
            if (theirs.equals("error")) {
                counts.merge("not asked", 1, Integer::sum);
                continue;
            }
            String object = asked.get("obj").asString();
            String program = asked.get("prog").asString();
            Judge.Ours ours = judge.of(object, program, asked.has("unpriv"));
            String difference = String.join("\t", object, program, ours.answer());
            unused.remove(difference);
            if (ours.answer().equals(theirs)) {
                counts.merge("agrees", 1, Integer::sum);
            } else if (named.contains(difference) || common.contains(difference)) {
                counts.merge("named", 1, Integer::sum);
            } else if (profile == V5_15 && isNewer(ours.reason())) {
                counts.merge("newer than 5.15", 1, Integer::sum);
            } else {
                differing.add("%s\t%s\t%s\t%s says %s: %s"
                        .formatted(object, program, ours.answer(), release, theirs, ours.reason()));
            }
        }
        System.out.println("verdicts of Linux " + release + ": " + counts);
        assertThat(differing).isEmpty();
        assertThat(unused).as("differences that are none any more").isEmpty();
        assertThat(counts.get("agrees")).isGreaterThan(least);
    }

    private static String key(JsonNode asked) {
        return asked.get("obj").asString() + " " + asked.get("prog").asString()
                + (asked.has("unpriv") ? " unpriv" : "");
    }

    private static boolean isNewer(String reason) {
        return HELPER.matcher(reason)
                        .results()
                        .map(MatchResult::group)
                        .map(text -> Integer.parseInt(text.replaceAll(".*#(\\d+) .*", "$1")))
                        .anyMatch(id -> id >= FIRST_NEW_HELPER && id <= LAST_NEW_HELPER)
                || NEWER.keySet().stream().anyMatch(reason::contains);
    }

    private static Set<String> named(String file, String release) throws IOException {
        Set<String> named = new HashSet<>();
        for (String line : Files.readAllLines(RESOURCES.resolve(file))) {
            List<String> columns = Arrays.asList(line.split("\t", -1));
            if (!release.isEmpty()) {
                assertThat(columns).as(line).hasSize(5);
                if (!columns.getFirst().equals(release)) {
                    continue;
                }
                columns = columns.subList(1, 5);
            }
            assertThat(columns).as(line).hasSize(4);
            assertThat(columns.get(3)).as("a reason: " + line).isNotBlank();
            named.add(String.join("\t", columns.subList(0, 3)));
        }
        return named;
    }

    /** One program, judged under each profile. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # object                 | program                                      | 5.15   | 6.12   | 7.0
            verifier/callbacks       | c1_count_is_unknown__ok                      | EINVAL | ok     | ok
            verifier/helper_memory   | a63_current_pid_in_tc__ok                    | EINVAL | ok     | ok
            features/cancel_async    | sample                                       | EINVAL | EINVAL | ok
            scenarios/17_wq          | s115_vr9_wq_init__ok                         | EINVAL | ok     | EINVAL
            isa/signed.v4            | sdiv64                                       | EINVAL | ok     | ok
            verifier/scalars_extend_v4 | a69_long_jump__ok                          | EINVAL | ok     | ok
            isa/asm.v3               | may_goto                                     | EINVAL | ok     | ok
            verifier/profiles        | a50_acquire_64__EINVAL                       | EINVAL | EINVAL | ok
            verifier/profiles        | a50_release_64_misaligned__EINVAL            | EINVAL | EINVAL | EACCES
            verifier/stack           | a57_uninitialised_is_unknown__ok             | EACCES | ok     | ok
            verifier/helper_sizes    | h7_read_memory_unset__ok                     | EACCES | ok     | ok
            verifier/stack_depth     | a98_496_and_16__ok                           | EACCES | ok     | ok
            verifier/contexts        | a45_tc_write_mark__ok                        | EACCES | ok     | ok
            verifier/functions       | g2_wrong_body_in_dead_code__ok               | EACCES | ok     | ok
            verifier/functions       | g3_memory_nonnull__ok                        | EACCES | ok     | ok
            verifier/callbacks       | c10_one_of_two_maps__ok                      | EINVAL | ok     | ok
            verifier/helper_args     | h5_key_in_record__ok                         | EACCES | ok     | ok
            verifier/locks           | r9_one_byte_off__EINVAL                      | EACCES | EINVAL | EINVAL
            verifier/locks           | r10_not_locked__EINVAL                       | EACCES | EINVAL | EINVAL
            verifier/locks           | r10_in_for_each__ok                          | EACCES | ok     | ok
            verifier/locks           | r11_static_function__ok                      | EINVAL | ok     | ok
            verifier/locks           | r14_nested__EINVAL                           | EINVAL | EINVAL | ok
            features/timer_ops       | operate                                      | EINVAL | ok     | ok
            verifier/return_values   | s1_lsm_cgroup_one__ok                        | EINVAL | ok     | ok
            scenarios/10_arguments   | s77_vr3_netfilter__ok                        | EINVAL | ok     | ok
            scenarios/10_arguments   | s77_vr3_kprobe__EINVAL                       | ok     | EINVAL | ok
            scenarios/10_arguments   | s57_vr6_nested_struct__ok                    | EACCES | ok     | ok
            scenarios/10_arguments   | s88_vr7_one_too_far__EINVAL                  | EACCES | EINVAL | EINVAL
            scenarios/10_arguments   | s88_vr6_variable_offset__EINVAL              | EACCES | EINVAL | EINVAL
            """)
    void rulesDifferByProfile(String object, String program, String oldest, String reference, String newest) {
        String file = object + ".bpf.o";
        List<String> answers = new ArrayList<>();
        for (KernelProfile profile : List.of(V5_15, V6_12, V7_0)) {
            answers.add(new Judge(profile).of(file, program, false).answer().replace("not linked", "EINVAL"));
        }
        assertThat(answers).containsExactly(oldest, reference, newest);
    }

    /** Linux was asked for each helper whether programs of a type have it; 6.1 answers for 5.15. What changed did so here. */
    @Test
    void typesOfProgramsHaveTheHelpersOfTheRelease() {
        Map<String, KernelProfile> profiles = Map.of("6.1", V5_15, "6.12", V6_12, "7.0", V7_0);
        Map<String, Set<Integer>> typesAsked = new HashMap<>();
        Map<String, Map<Integer, Set<Integer>>> answers = new TreeMap<>();
        for (String line :
                new String(Corpus.bytes("verifier/helpers-by-type.tsv"), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            Set<Integer> types = new HashSet<>();
            for (String type : columns[2].split(" ", -1)) {
                types.add(Integer.parseInt(type));
            }
            answers.computeIfAbsent(columns[0], _ -> new TreeMap<>()).put(Integer.parseInt(columns[1]), types);
            typesAsked.computeIfAbsent(columns[0], _ -> new HashSet<>()).addAll(types);
        }
        List<String> differing = new ArrayList<>();
        Set<String> otherwise = new TreeSet<>();
        Map<Integer, Set<Integer>> reference = answers.get("6.12");
        answers.forEach((release, helpers) -> {
            KernelProfile profile = profiles.get(release);
            for (HelperPrototype helper : HelperPrototype.all()) {
                if (profile == V5_15 && helper.id() >= FIRST_NEW_HELPER) {
                    assertThat(profile.hasHelper(helper.id())).isFalse();
                    continue;
                }
                for (int number : typesAsked.get(release)) {
                    ProgramType type = ProgramType.byNumber(number).orElseThrow();
                    if (V6_12.offers(helper, type) != has(reference, helper, number)) {
                        otherwise.add(helper.name() + " " + type);
                    } else if (profile.offers(helper, type) != has(helpers, helper, number)) {
                        differing.add(release + " " + helper.id() + " " + helper.name() + " " + type);
                    }
                }
            }
        });
        assertThat(otherwise)
                .containsExactlyInAnyOrder(
                        // asked on the hook of getsockopt, whose programs alone do not have them
                        "getsockopt CGROUP_SOCKOPT",
                        "setsockopt CGROUP_SOCKOPT",
                        // they take something else than the context there
                        // nothing in system calls has sockets that they could take
                        // the kernels that were asked are configured without it
                        "override_return KPROBE",
                        "xdp_get_buff_len SYSCALL");
        assertThat(differing).isEmpty();
    }

    private static boolean has(Map<Integer, Set<Integer>> answers, HelperPrototype helper, int type) {
        return answers.getOrDefault(helper.id(), Set.of()).contains(type);
    }
}
