package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Parameter;
import io.github.bpf4j.runtime.contexts.Prototypes.Prototype;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.KernelValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the arguments of a function into the 64-bit slots that programs find them in (verifier spec B 8.2). */
final class ArgumentSlots {
    private static final int MOST_BYTES_BY_VALUE = 16;
    private static final int INT_BYTES = 4;
    private static final KernelValue ZERO = KernelValue.of(0);

    private final Values values;
    private final Prototype prototype;
    private final List<Long> slots = new ArrayList<>();

    ArgumentSlots(Values values, Prototype prototype) {
        this.values = values;
        this.prototype = prototype;
    }

    /**
     * The slots.
     *
     * @param withResult whether the function's result is behind the arguments, if it has one
     */
    byte[] write(EventContext.Arguments arguments, boolean withResult) {
        List<KernelValue> given = inOrder(arguments);
        for (int i = 0; i < given.size(); i++) {
            Parameter parameter =
                    i < prototype.parameters().size() ? prototype.parameters().get(i) : null;
            add(parameter == null ? 0 : parameter.typeId(), given.get(i));
        }
        boolean hasResult =
                prototype.known() ? prototype.returns() : arguments.result().isPresent();
        if (arguments.result().isPresent() && !(withResult && hasResult)) {
            throw new EventContextException("nothing is returned where this program runs");
        }
        if (withResult && hasResult) {
            add(prototype.returnTypeId(), arguments.result().orElse(ZERO));
        }
        ByteBuffer bytes = ByteBuffer.allocate(slots.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        slots.forEach(bytes::putLong);
        return bytes.array();
    }

    /** The arguments by position, those that are not given null, as many as the function has. */
    private List<KernelValue> inOrder(EventContext.Arguments arguments) {
        int most = prototype.known()
                ? prototype.parameters().size()
                : Math.max(arguments.values().size(), highest(arguments) + 1);
        if (arguments.values().size() > most) {
            throw new EventContextException(
                    arguments.values().size() + " arguments, where there are " + most + " (" + names() + ")");
        }
        KernelValue[] ordered = new KernelValue[most];
        Arrays.fill(ordered, ZERO);
        for (int i = 0; i < arguments.values().size(); i++) {
            ordered[i] = arguments.values().get(i);
        }
        for (Map.Entry<String, KernelValue> entry : arguments.named().entrySet()) {
            ordered[position(entry.getKey(), most)] = entry.getValue();
        }
        return List.of(ordered);
    }

    private static int highest(EventContext.Arguments arguments) {
        return arguments.named().keySet().stream()
                .mapToInt(ArgumentSlots::number)
                .max()
                .orElse(-1);
    }

    private static int number(String name) {
        return name.matches("[0-9]{1,2}") ? Integer.parseInt(name) : -1;
    }

    private int position(String name, int most) {
        for (int i = 0; i < prototype.parameters().size(); i++) {
            if (prototype.parameters().get(i).name().equals(name)) {
                return i;
            }
        }
        int number = number(name);
        if (number < 0 || number >= most) {
            throw EventContextException.unknown("argument", name, knownNames());
        }
        return number;
    }

    private List<String> knownNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < prototype.parameters().size(); i++) {
            names.add(prototype.parameters().get(i).name());
            names.add(Integer.toString(i));
        }
        return names;
    }

    private String names() {
        return String.join(
                ", ", prototype.parameters().stream().map(Parameter::name).toList());
    }

    private void add(int typeId, KernelValue value) {
        Btf types = prototype.types();
        @Nullable BtfType type = typeId == 0 ? null : types.resolved(typeId);
        if (type instanceof BtfType.Composite composite && composite.size() <= MOST_BYTES_BY_VALUE) {
            byte[] bytes = Arrays.copyOf(
                    values.struct(composite.name(), value, (int) composite.size()),
                    composite.size() <= Long.BYTES ? Long.BYTES : MOST_BYTES_BY_VALUE);
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (words.hasRemaining()) {
                slots.add(words.getLong());
            }
            return;
        }
        if (type instanceof BtfType.Int number && number.size() > Long.BYTES) {
            slots.add(values.word(value, types, 0));
            slots.add(0L);
            return;
        }
        slots.add(widened(type, values.word(value, types, typeId)));
    }

    /** Functions get what is shorter than 32 bits as a number of 32 bits; tracepoints hand over just the bytes. */
    private long widened(@Nullable BtfType type, long value) {
        int bytes = type instanceof BtfType.Int number
                ? number.size()
                : type instanceof BtfType.Enumeration enumeration ? enumeration.size() : Long.BYTES;
        if (bytes >= Long.BYTES) {
            return value;
        }
        int bits = bytes * Byte.SIZE;
        boolean signed = type instanceof BtfType.Int number && number.signed() && !prototype.traced();
        long low = value << Long.SIZE - bits;
        long extended = signed ? low >> Long.SIZE - bits : low >>> Long.SIZE - bits;
        return bytes <= INT_BYTES ? extended & 0xffff_ffffL : extended;
    }
}
