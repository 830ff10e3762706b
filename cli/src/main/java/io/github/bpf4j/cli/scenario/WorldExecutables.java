package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.object.UsdtFile;
import io.github.bpf4j.object.UsdtProbe;
import io.github.bpf4j.runtime.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the executables of a world, for the probes that they define. */
final class WorldExecutables {
    private static final Set<String> KEYS = Set.of("path", "file", "probes");
    private static final Set<String> PROBE_KEYS = Set.of("provider", "name", "address", "args");

    private WorldExecutables() {}

    /**
     * Adds the executables of a list: their probes are those of a file, or named.
     *
     * @param folder what names of files are relative to
     * @throws IllegalArgumentException if one is no description of an executable
     */
    static void addTo(World.Builder world, Node list, Path folder) throws IOException {
        for (Node given : list.elements()) {
            given.only(KEYS);
            List<UsdtProbe> probes = new ArrayList<>();
            Optional<Node> file = given.find("file");
            if (file.isPresent()) {
                try {
                    probes.addAll(UsdtFile.read(folder.resolve(file.get().text())));
                } catch (ObjectFormatException e) {
                    throw file.get().error(String.valueOf(e.getMessage()));
                }
            }
            given.find("probes").map(Node::elements).orElse(List.of()).forEach(each -> probes.add(probe(each)));
            world.usdtProbes(given.get("path").text(), probes);
        }
    }

    private static UsdtProbe probe(Node given) {
        given.only(PROBE_KEYS);
        return new UsdtProbe(
                given.get("provider").text(),
                given.get("name").text(),
                given.number("address", 0),
                given.text("args", ""));
    }
}
