package io.github.bpf4j.object;

/**
 * A probe that the source of a process's own code defines (USDT): one of the places where it is passed. Immutable.
 *
 * @param provider who defines it
 * @param name what it is called
 * @param address of its instruction, as the file says
 * @param arguments where its arguments lie, as the assembler writes it: {@code -4@%edi 8@-16(%rbp) 4@$5}, on arm64
 *     {@code -4@[sp, 12] 8@x1 4@5}
 */
public record UsdtProbe(String provider, String name, long address, String arguments) {}
