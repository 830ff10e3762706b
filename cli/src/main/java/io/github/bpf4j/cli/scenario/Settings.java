package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.object.KconfigFormatException;
import io.github.bpf4j.runtime.EngineKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a case runs on.
 *
 * @param folder where relative paths begin
 * @param world what there is around the programs, or null for the open world
 * @param unverified whether programs are loaded that the verifier would refuse
 */
record Settings(
        Path folder,
        EngineKind engine,
        KernelProfile profile,
        Kconfig kconfig,
        int cpus,
        long seed,
        boolean unverified,
        @Nullable Node clock,
        @Nullable Node world) {
    private static final int MOST_CPUS = 256;

    /** The keys that set these. */
    static final Set<String> KEYS =
            Set.of("engine", "profile", "kconfig", "cpus", "seed", "unverified", "clock", "world");

    static Settings defaults(Path folder) {
        return new Settings(
                folder, EngineKind.CHECKED, KernelProfile.V6_12, Kconfig.defaults(), 1, 0, false, null, null);
    }

    /** These settings as far as a piece of the file does not change them. */
    Settings with(Node node) {
        EngineKind newEngine = node.constant("engine", EngineKind.class);
        return new Settings(
                folder,
                newEngine == null ? engine : newEngine,
                node.find("profile").map(Settings::profileOf).orElse(profile),
                node.find("kconfig").map(this::kconfigOf).orElse(kconfig),
                node.small("cpus", cpus, 1, MOST_CPUS),
                node.number("seed", seed),
                node.has("unverified") ? node.flag("unverified") : unverified,
                node.find("clock").orElse(clock),
                node.find("world").orElse(world));
    }

    Settings withEngine(@Nullable EngineKind forced) {
        return forced == null
                ? this
                : new Settings(folder, forced, profile, kconfig, cpus, seed, unverified, clock, world);
    }

    /** What there is around the programs: as {@code --world} has it, or the path of such a file. */
    io.github.bpf4j.runtime.world.World surroundings() {
        if (world == null) {
            return io.github.bpf4j.runtime.world.World.open();
        }
        try {
            return world.isMapping()
                    ? WorldFile.of(world.json(), folder)
                    : WorldFile.read(folder.resolve(world.text()));
        } catch (IOException | IllegalArgumentException e) {
            throw world.error(String.valueOf(e.getMessage()));
        }
    }

    /** Settings of a kernel from a file. */
    private Kconfig kconfigOf(Node node) {
        Path path = folder.resolve(node.text());
        try {
            return Kconfig.read(path);
        } catch (IOException | KconfigFormatException e) {
            throw node.error("cannot read " + path + ": " + e.getMessage());
        }
    }

    /** A profile by the kernel's version. */
    private static KernelProfile profileOf(Node node) {
        return switch (node.text()) {
            case "5.15" -> KernelProfile.V5_15;
            case "6.12" -> KernelProfile.V6_12;
            case "7.0" -> KernelProfile.V7_0;
            default -> throw node.error("\"" + node.text() + "\" is none of 5.15, 6.12, 7.0 (in quotes)");
        };
    }
}
