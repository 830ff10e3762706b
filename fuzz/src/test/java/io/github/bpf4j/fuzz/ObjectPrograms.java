package io.github.bpf4j.fuzz;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.fuzz.ObjectDifferences.Judge;
import io.github.bpf4j.object.AssembledObject;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Programs of objects for {@link ObjectDifferences}: the same seed makes the same one. */
interface ObjectPrograms {
    /** A program. */
    record Subject(CollectionSpec spec, String program, String what, Judge judge) {}

    /** The program of a seed; empty if there is none. */
    Optional<Subject> subject(long seed);

    /** What of a program is needed to show what it shows. */
    default String minimise(long seed) {
        return "";
    }

    /** Programs that are made up as text. */
    record Texts(String name, TextSource source, TextObject object) implements ObjectPrograms {
        /** Makes up texts. */
        interface TextSource {
            String text(long seed);
        }

        /** Makes objects of texts. */
        interface TextObject {
            CollectionSpec of(String text);
        }

        static ObjectPrograms xdp() {
            return new Texts(
                    "xdp",
                    seed -> ProgramGenerator.program(seed, Oracles.TEMPLATE),
                    text -> Oracles.assemble(text).orElseThrow(IllegalArgumentException::new));
        }

        static ObjectPrograms skb() {
            return new Texts("tc", SkbPrograms::program, SkbPrograms::object);
        }

        private Optional<Subject> subject(String text, long seed) {
            Judge judge = seed % 8 == 0 ? Judge.NOTHING_PROVED : Judge.VERIFIED;
            try {
                CollectionSpec spec = object.of(text);
                return Optional.of(new Subject(spec, spec.programs().getFirst().name(), name + "\n" + text, judge));
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<Subject> subject(long seed) {
            return subject(source.text(seed), seed);
        }

        @Override
        public String minimise(long seed) {
            return Minimiser.minimise(
                    source.text(seed),
                    less -> subject(less, seed)
                            .filter(subject ->
                                    DifferentialFuzzTest.alone(subject, seed).isPresent())
                            .isPresent());
        }
    }

    /** Programs of the corpus as they are or, mostly, changed a little. */
    final class Changed implements ObjectPrograms {
        private static final int LARGEST_PROGRAM = 2_000;

        private record Program(CollectionSpec spec, String name) {}

        private final List<Program> programs = new ArrayList<>();

        Changed() {
            for (String folder : List.of("examples", "features", "guide", "scenarios", "verifier")) {
                for (String file : Corpus.list(folder)) {
                    if (file.endsWith(".bpf.o")) {
                        add(CollectionSpec.read(Corpus.bytes(file), file));
                    }
                }
            }
        }

        private void add(CollectionSpec spec) {
            if (spec.byteOrder() == ByteOrder.LITTLE_ENDIAN) {
                for (ProgramSpec program : spec.programs()) {
                    if (program.insnCount() < LARGEST_PROGRAM
                            && program.programType().isPresent()) {
                        programs.add(new Program(spec, program.name()));
                    }
                }
            }
        }

        @Override
        public Optional<Subject> subject(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Program chosen = programs.get(random.nextInt(programs.size()));
            CollectionSpec spec = chosen.spec();
            List<long[]> code = new ArrayList<>();
            boolean asItIs = random.nextInt(8) == 0;
            spec = AssembledObject.changed(spec, chosen.name(), before -> {
                code.add(asItIs ? before : InstructionMutations.mutate(before, seed));
                return code.getFirst();
            });
            boolean jumps = spec.maps().stream().anyMatch(map -> map.type() == MapType.PROG_ARRAY);
            for (ProgramSpec other : jumps ? List.<ProgramSpec>of() : spec.programs()) {
                spec = spec.withAutoload(other.name(), other.name().equals(chosen.name()));
            }
            Judge judge = Judge.values()[random.nextInt(Judge.values().length)];
            String listing = new Disassembler(Disassembler.Symbols.NONE).listing(code.getFirst(), false);
            return Optional.of(new Subject(spec, chosen.name(), chosen.name() + ", " + judge + "\n" + listing, judge));
        }
    }
}
