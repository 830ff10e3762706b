package io.github.bpf4j.object;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry function of an object, not loaded (runtime spec 2.2). Immutable.
 *
 * @param name name of the function
 * @param section name of its section as in the file
 * @param type type by the section's name, or null if no convention knows the name and the host has not set one
 * @param expectedAttachType hook to load for, or null if the type has no such notion
 * @param attachTarget what follows the slash in the section's name, or empty
 * @param sleepable whether it may sleep
 * @param frags whether an XDP program takes packets in several buffers
 * @param autoload whether it is loaded without being asked for
 * @param insnOffset first instruction slot in the section
 * @param insnCount instruction slots of the entry function alone
 */
public record ProgramSpec(
        String name,
        String section,
        @Nullable ProgramType type,
        @Nullable AttachType expectedAttachType,
        String attachTarget,
        boolean sleepable,
        boolean frags,
        boolean autoload,
        int insnOffset,
        int insnCount) {

    /** The type, empty if unknown. */
    public Optional<ProgramType> programType() {
        return Optional.ofNullable(type);
    }

    ProgramSpec withAutoload(boolean newAutoload) {
        return new ProgramSpec(
                name,
                section,
                type,
                expectedAttachType,
                attachTarget,
                sleepable,
                frags,
                newAutoload,
                insnOffset,
                insnCount);
    }

    ProgramSpec withType(ProgramType newType, @Nullable AttachType newAttachType) {
        return new ProgramSpec(
                name, section, newType, newAttachType, attachTarget, sleepable, frags, autoload, insnOffset, insnCount);
    }

    ProgramSpec withFlags(boolean newSleepable, boolean newFrags) {
        return new ProgramSpec(
                name,
                section,
                type,
                expectedAttachType,
                attachTarget,
                newSleepable,
                newFrags,
                autoload,
                insnOffset,
                insnCount);
    }

    ProgramSpec withAttachTarget(String newTarget) {
        return new ProgramSpec(
                name, section, type, expectedAttachType, newTarget, sleepable, frags, autoload, insnOffset, insnCount);
    }
}
