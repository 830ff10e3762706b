package io.github.bpf4j.object;

import io.github.bpf4j.btf.BtfType.Linkage;

/**
 * A global variable of an object, or an extern of section .kconfig: where its bytes lie and what they mean. Immutable.
 *
 * @param name name of the symbol; a static inside a function is {@code function.name}
 * @param mapName map that holds the variable's section
 * @param byteOffset offset inside the section
 * @param size size in bytes
 * @param typeId type of the variable in the object's BTF, 0 if unknown
 * @param linkage whether other objects could see it; EXTERN if the kernel says what it is
 * @param constant whether the program sees its value as constant (a .rodata section, .kconfig)
 */
public record VariableSpec(
        String name, String mapName, int byteOffset, int size, int typeId, Linkage linkage, boolean constant) {}
