package io.github.bpf4j.runtime.kernel;

/**
 * Where in a control group a program is attached.
 *
 * @param group the number of the group
 * @param attachType the number of the place there ({@code enum bpf_attach_type})
 */
public record GroupAttachment(long group, int attachType) {}
