package io.github.bpf4j.cli.features;

import io.github.bpf4j.abi.HelperGroup;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HelperPrototype.Trait;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.SectionName;
import io.github.bpf4j.cli.features.Feature.Kind;
import io.github.bpf4j.cli.features.Feature.State;
import io.github.bpf4j.runtime.Runtime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All features in the order of their numbers. Which there are and how far each is here comes from the tables that loader, verifier and
 * runtime work from; what people say of it from the file of remarks.
 */
public final class Features {
    private static final String ALL = "all";

    private final Set<MapType> maps = EnumSet.noneOf(MapType.class);
    private final Set<ProgramType> programs = EnumSet.noneOf(ProgramType.class);
    private final Set<Kfunc> kfuncs = EnumSet.noneOf(Kfunc.class);
    private final Set<Integer> helpers;

    private Features() {
        try (Runtime runtime = Runtime.create()) {
            helpers = runtime.helpers();
        }
        for (KernelProfile profile : KernelProfile.values()) {
            try (Runtime runtime = Runtime.builder().profile(profile).build()) {
                maps.addAll(runtime.mapTypes());
                programs.addAll(runtime.programTypes());
                kfuncs.addAll(runtime.kfuncs());
            }
        }
    }

    /**
     * Every feature.
     *
     * @throws IllegalStateException if there is a remark on what is no feature
     */
    public static List<Feature> all() {
        Features features = new Features();
        List<Feature> bare = Stream.of(features.programs(), features.maps(), features.helpers(), features.kfuncs())
                .flatMap(stream -> stream)
                .toList();
        Map<Kind, Map<String, String>> remarks = Remarks.read();
        remarks.forEach((kind, named) -> named.keySet().forEach(name -> {
            if (bare.stream()
                    .noneMatch(
                            feature -> feature.kind() == kind && feature.name().equals(name))) {
                throw new IllegalStateException("a remark on " + name + ", which is none of the " + kind.word());
            }
        }));
        return bare.stream()
                .map(feature -> feature.withRemark(
                        Objects.requireNonNull(remarks.get(feature.kind())).getOrDefault(feature.name(), "")))
                .toList();
    }

    private Stream<Feature> programs() {
        return Arrays.stream(ProgramType.values())
                .map(type -> new Feature(
                        Kind.PROGRAMS,
                        type.name(),
                        type.number(),
                        programs.contains(type) ? State.RUNS : State.REFUSED,
                        releases(profile -> profile.has(type)),
                        false,
                        List.of(),
                        SectionName.prefixes(type),
                        ""));
    }

    private Stream<Feature> maps() {
        return Arrays.stream(MapType.values())
                .map(type -> new Feature(
                        Kind.MAPS,
                        type.name(),
                        type.number(),
                        maps.contains(type) ? State.RUNS : State.REFUSED,
                        releases(profile -> profile.has(type)),
                        false,
                        List.of(),
                        List.of(),
                        ""));
    }

    private Stream<Feature> helpers() {
        return IntStream.iterate(1, id -> HelperPrototype.nameOf(id).isPresent(), id -> id + 1)
                .mapToObj(this::helper);
    }

    private Feature helper(int id) {
        Optional<HelperPrototype> known = HelperPrototype.byId(id);
        return new Feature(
                Kind.HELPERS,
                HelperPrototype.nameOf(id).orElseThrow(),
                id,
                helpers.contains(id) ? State.RUNS : known.isPresent() ? State.VERIFIED : State.REFUSED,
                releases(profile -> profile.hasHelper(id)),
                known.filter(helper -> helper.has(Trait.GPL_ONLY)).isPresent(),
                known.map(Features::groups).orElse(List.of()),
                List.of(),
                "");
    }

    private static List<String> groups(HelperPrototype helper) {
        return helper.groups().contains(HelperGroup.BASE)
                ? List.of(ALL)
                : helper.groups().stream().sorted().map(Enum::name).toList();
    }

    private Stream<Feature> kfuncs() {
        return Arrays.stream(Kfunc.values())
                .map(kfunc -> new Feature(
                        Kind.KFUNCS,
                        kfunc.kernelName(),
                        0,
                        kfuncs.contains(kfunc) ? State.RUNS : State.VERIFIED,
                        releases(kfunc::isIn),
                        true,
                        types(kfunc),
                        List.of(),
                        ""));
    }

    private static List<String> types(Kfunc kfunc) {
        List<String> types = Arrays.stream(ProgramType.values())
                .filter(kfunc::availableTo)
                .map(Enum::name)
                .toList();
        return types.size() == ProgramType.values().length ? List.of(ALL) : types;
    }

    private static List<String> releases(Predicate<KernelProfile> has) {
        return Arrays.stream(KernelProfile.values())
                .filter(has)
                .map(KernelProfile::release)
                .toList();
    }
}
