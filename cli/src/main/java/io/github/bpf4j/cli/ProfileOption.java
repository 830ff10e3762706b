package io.github.bpf4j.cli;

import io.github.bpf4j.abi.KernelProfile;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which kernel's rules hold. */
final class ProfileOption {
    @Option(
            names = "--profile",
            paramLabel = "RELEASE",
            converter = Releases.class,
            completionCandidates = Releases.class,
            description = "The Linux whose rules hold: ${COMPLETION-CANDIDATES}; 6.12 unless given.")
    KernelProfile profile = KernelProfile.V6_12;

    /** Profiles by the releases that they are named for. */
    static final class Releases implements ITypeConverter<KernelProfile>, Iterable<String> {
        private static final List<String> ALL = Arrays.stream(KernelProfile.values())
                .map(KernelProfile::release)
                .toList();

        @Override
        public KernelProfile convert(String release) {
            return Arrays.stream(KernelProfile.values())
                    .filter(profile -> profile.release().equals(release))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no profile \"" + release + "\", only " + String.join(", ", ALL)));
        }

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }
}
