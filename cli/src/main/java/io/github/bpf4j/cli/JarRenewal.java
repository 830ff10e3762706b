package io.github.bpf4j.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Makes of the classes of jars what an AOT cache takes. Libraries that still support Java 5 have classes without the types that the
 * verifier checks: the JVM then infers these anew at each start, and archives none of them. Here they are inferred once. Switches over
 * types get methods of their class, see {@link TypeSwitches}. What the code does stays the same. {@code bin/bpf4j} starts it when it
 * builds.
 */
final class JarRenewal {
    /** Classes from this version on say their types themselves. */
    private static final int TYPED = ClassFile.JAVA_6_VERSION;

    private static final int NEW = ClassFile.JAVA_8_VERSION;
    private static final int MAJOR_OFFSET = 6;

    private JarRenewal() {}

    /** Renews the jars of a folder; they all are on the class path. */
    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            renew(jar);
        }
    }

    /** Renews a jar; how many of its classes are others now. It stays as it is if none is. */
    static int renew(Path jar) throws IOException {
        Map<String, byte[]> entries = read(jar);
        ClassFile classFile = classFile(entries);
        int renewed = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] bytes = entry.getValue();
            if (entry.getKey().endsWith(".class")) {
                entry.setValue(isOld(bytes) ? renew(classFile, bytes) : TypeSwitches.replace(classFile, bytes));
                renewed += Arrays.equals(entry.getValue(), bytes) ? 0 : 1;
            }
        }
        if (renewed > 0) {
            Path file = jar.resolveSibling(jar.getFileName() + ".new");
            try (OutputStream out = Files.newOutputStream(file)) {
                write(entries, out);
            }
            Files.move(file, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        return renewed;
    }

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static ClassFile classFile(Map<String, byte[]> entries) {
        return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(type -> {
                    String name = type.descriptorString();
                    byte[] found = entries.get(name.substring(1, name.length() - 1) + ".class");
                    return found == null ? null : new ByteArrayInputStream(found);
                })
                .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static void write(Map<String, byte[]> entries, OutputStream out) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                JarEntry written = new JarEntry(entry.getKey());
                written.setTime(0);
                jar.putNextEntry(written);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }

    private static byte[] renew(ClassFile classFile, byte[] old) {
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(NEW, 0);
            } else {
                builder.with(element);
            }
        };
        ClassFile typing = classFile.withOptions(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
        return typing.transformClass(
                typing.parse(old), version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }

    private static boolean isOld(byte[] bytes) {
        return (Byte.toUnsignedInt(bytes[MAJOR_OFFSET]) << Byte.SIZE | Byte.toUnsignedInt(bytes[MAJOR_OFFSET + 1]))
                < TYPED;
    }
}
