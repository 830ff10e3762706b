package io.github.bpf4j.junit;

import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.LoadOptions;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.AssertionFailedError;

/**
 * Gives each test an object loaded anew into a runtime of its own, on a virtual clock. After the test it is closed; the test fails if
 * a run or a callback ended with a fault that {@link #takeFaults} did not take, or if anything is left.
 *
 * <p>Register it as a field of the test class: {@code @RegisterExtension final BpfExtension bpf = BpfExtension.object(...)}. Tests may
 * also take {@link Runtime} and {@link Collection} as parameters. An instance field belongs to one test; a static one must not be
 * used by tests that run at the same time.
 */
public final class BpfExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final CollectionSpec spec;
    private final UnaryOperator<RuntimeBuilder> settings;
    private final List<Replaced> replacements;
    private final List<Fault> faults = new ArrayList<>();
    private @Nullable Runtime runtime;
    private @Nullable Collection collection;
    private final List<Collection> extensions = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    /** An object whose programs of type EXT take the place of functions of a program. */
    private record Replaced(CollectionSpec by, String program) {}

    private BpfExtension(CollectionSpec spec, UnaryOperator<RuntimeBuilder> settings, List<Replaced> replacements) {
        this.spec = spec;
        this.settings = settings;
        this.replacements = List.copyOf(replacements);
    }

    /** For an object that was read, perhaps with variables or sizes of maps changed. */
    public static BpfExtension of(CollectionSpec spec) {
        return new BpfExtension(spec, UnaryOperator.identity(), List.of());
    }

    /**
     * For an object in a file.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws io.github.bpf4j.object.ObjectFormatException if it is no object
     */
    public static BpfExtension object(Path file) {
        try {
            return of(CollectionSpec.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /**
     * For an object among the resources of a class.
     *
     * @param name as {@link Class#getResourceAsStream} takes it
     * @throws IllegalArgumentException if there is no such resource
     * @throws io.github.bpf4j.object.ObjectFormatException if it is no object
     */
    public static BpfExtension resource(Class<?> owner, String name) {
        try (@Nullable InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("class " + owner.getName() + " has no resource " + name);
            }
            String file = name.substring(name.lastIndexOf('/') + 1);
            return of(CollectionSpec.read(in.readAllBytes(), file.replaceFirst("(\\.bpf)?\\.o$", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The same with the object changed: variables, sizes of maps, programs to load. */
    public BpfExtension with(UnaryOperator<CollectionSpec> change) {
        return new BpfExtension(change.apply(spec), settings, replacements);
    }

    /** The same with the runtime's settings changed: engine, CPUs, profile, seed, listeners. */
    public BpfExtension settings(UnaryOperator<RuntimeBuilder> change) {
        return new BpfExtension(spec, builder -> change.apply(settings.apply(builder)), replacements);
    }

    /**
     * The same with another object loaded after it, whose programs of type EXT take the place of functions of a program, as their sections
     * name them: {@code freplace/FUNCTION}; or whose programs of {@code fentry/FUNCTION} and {@code fexit/FUNCTION} are around them. Tests
     * find it as {@link #replacement}.
     *
     * @param program the program whose functions they are
     */
    public BpfExtension replacing(CollectionSpec by, String program) {
        List<Replaced> more = new ArrayList<>(replacements);
        more.add(new Replaced(by, program));
        return new BpfExtension(spec, settings, more);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        faults.clear();
        Runtime fresh = settings.apply(Runtime.builder().onFault(faults::add).memoryFor(spec))
                .build();
        runtime = fresh;
        Collection loaded = fresh.load(spec);
        collection = loaded;
        for (Replaced each : replacements) {
            LoadOptions options = LoadOptions.NONE.replacing(each.by(), loaded.program(each.program()));
            Collection extension = fresh.load(each.by(), options);
            extensions.add(extension);
            options.replaced()
                    .keySet()
                    .forEach(name -> links.add(extension.program(name).attach()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Runtime used = runtime;
        if (used == null) {
            return;
        }
        runtime = null;
        try (used) {
            links.forEach(Link::close);
            links.clear();
            extensions.forEach(Collection::close);
            extensions.clear();
            if (collection != null) {
                collection.close();
                collection = null;
            }
            used.bpffs().list().forEach(used.bpffs()::unlink);
            if (context.getExecutionException().isEmpty()) {
                complain(used);
            }
        }
    }

    private void complain(Runtime used) {
        if (!faults.isEmpty()) {
            Fault fault = faults.getFirst();
            throw new AssertionFailedError("the guest did something wrong: " + fault.kind() + ": " + fault.message()
                    + " (" + fault.program() + ", " + fault.function() + ")"
                    + fault.source().map(source -> " at " + source).orElse(""));
        }
        if (!used.objects().equals(ObjectCounters.NONE) || used.timers().live() != 0) {
            throw new AssertionFailedError(
                    "something is left when the object is closed: " + used.objects() + ", " + used.timers());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type.equals(Runtime.class) || type.equals(Collection.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Runtime.class) ? runtime() : collection();
    }

    /**
     * The test's runtime.
     *
     * @throws IllegalStateException outside a test
     */
    public Runtime runtime() {
        if (runtime == null) {
            throw new IllegalStateException("there is a runtime only while a test runs");
        }
        return runtime;
    }

    /** The test's loaded object. */
    public Collection collection() {
        if (collection == null) {
            throw new IllegalStateException("there is an object only while a test runs");
        }
        return collection;
    }

    /**
     * An object that was given to {@link #replacing}.
     *
     * @param number the first one is 0
     * @throws IndexOutOfBoundsException if there is none, as outside of a test
     */
    public Collection replacement(int number) {
        return extensions.get(number);
    }

    /** A program of the object. */
    public Program program(String name) {
        return collection().program(name);
    }

    /** A map of the object. */
    public BpfMap map(String name) {
        return collection().map(name);
    }

    /** A global variable of the object. */
    public Variable variable(String name) {
        return collection().variable(name);
    }

    /** Runs a program on a frame. */
    public RunResult run(String program, byte[] frame) {
        return program(program).run(new Packet(frame));
    }

    /** Moves the clock on; returns how many callbacks ran. */
    public long advance(Duration duration) {
        return runtime().advance(duration);
    }

    /** The faults so far, which do not fail the test then. */
    public List<Fault> takeFaults() {
        List<Fault> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }
}
