package io.github.bpf4j.runtime;

import java.util.Optional;

/**
 * How a program is attached. Immutable.
 *
 * @param target what to, by a name of the host's; empty for what the program's section names
 * @param cgroup the path of the control group, for programs that are attached to one
 * @param cookie the number that programs get from bpf_get_attach_cookie; 0 if they get none
 */
public record AttachOptions(Optional<String> target, String cgroup, long cookie) {
    /** Where the section says, in the root control group, without a cookie. */
    public static final AttachOptions BY_SECTION = new AttachOptions(Optional.empty(), "/", 0);

    /** The same to a target of this name. */
    public AttachOptions to(String name) {
        return new AttachOptions(Optional.of(name), cgroup, cookie);
    }

    /** The same in a control group. */
    public AttachOptions in(String path) {
        return new AttachOptions(target, path, cookie);
    }

    /** The same with a cookie. */
    public AttachOptions withCookie(long number) {
        return new AttachOptions(target, cgroup, number);
    }
}
