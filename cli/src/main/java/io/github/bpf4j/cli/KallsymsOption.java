package io.github.bpf4j.cli;

import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ExternSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The symbols of a kernel, for programs that declare one without a type; all that such programs need, unless they are given. */
final class KallsymsOption {
    /** An address of a kernel, as 64-bit x86 and ARM have them. */
    private static final long SOME_ADDRESS = 0xffff_ffff_8100_0000L;

    private static final int APART = 64;
    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{1,16})\\s+\\S\\s+(\\S+)(?:\\s.*)?", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--kallsyms",
            paramLabel = "FILE",
            description =
                    "The kernel's symbols, for programs that declare one without a type: a copy of /proc/kallsyms, read as root. Without"
                            + " it they are taken to be there, but for weak ones.")
    private @Nullable Path file;

    private final Map<String, Long> addresses = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    /** Reads the file, if there is one. */
    void read() throws IOException {
        if (file == null) {
            return;
        }
        boolean known = false;
        // names may be of any bytes
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher symbol = LINE.matcher(line);
                if (!symbol.matches()) {
                    throw new Failures.Usage("--kallsyms " + file + ": not a line of /proc/kallsyms: "
                            + line.substring(0, Math.min(line.length(), APART)));
                }
                long address = Long.parseUnsignedLong(symbol.group(1), 16);
                known |= address != 0;
                Long other = addresses.putIfAbsent(symbol.group(2), address);
                if (other != null && other != address) {
                    ambiguous.add(symbol.group(2));
                }
            }
        }
        if (!known) {
            throw new Failures.Usage("--kallsyms " + file + ": all addresses are 0: copy /proc/kallsyms as root");
        }
    }

    /** What the symbols of an object are. */
    Map<String, Long> of(CollectionSpec collection) {
        Map<String, Long> symbols = new HashMap<>();
        for (ExternSpec extern : collection.externs()) {
            String name = extern.essentialName();
            if (!extern.isAddress(collection.btf())) {
                continue;
            }
            if (ambiguous.contains(name)) {
                throw new Failures.Guest("extern " + name + " has more than one address in --kallsyms");
            }
            Long address = addresses.get(name);
            if (file == null && !extern.weak()) {
                symbols.put(name, SOME_ADDRESS + (long) symbols.size() * APART);
            } else if (address != null) {
                symbols.put(name, address);
            }
        }
        return symbols;
    }

    /** Whether nobody says where a symbol is that was found. */
    boolean assumes() {
        return file == null;
    }
}
