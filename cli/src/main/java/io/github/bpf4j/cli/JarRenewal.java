package io.github.bpf4j.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Brings the classes of jars to a class file version that an AOT cache takes. Libraries that still support Java 5 have classes without
 * the types that the verifier checks: the JVM then infers these anew at each start, and archives none of them. Here they are inferred
 * once; nothing else of the code changes. {@code bin/bpf4j} starts it when it builds.
 */
final class JarRenewal {
    /** Classes from this version on say their types themselves. */
    private static final int TYPED = ClassFile.JAVA_6_VERSION;

    private static final int NEW = ClassFile.JAVA_8_VERSION;
    private static final int MAJOR_OFFSET = 6;

    private JarRenewal() {}

    /** Renews the jars of a folder that have old classes. */
    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            renew(jar);
        }
    }

    /** Renews a jar; how many of its classes were old. It stays as it is if none is. */
    static int renew(Path jar) throws IOException {
        Map<String, byte[]> entries = read(jar);
        long old = entries.entrySet().stream().filter(JarRenewal::isOld).count();
        if (old > 0) {
            Path renewed = jar.resolveSibling(jar.getFileName() + ".new");
            try (OutputStream out = Files.newOutputStream(renewed)) {
                out.write(renew(entries));
            }
            Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        return (int) old;
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

    private static byte[] renew(Map<String, byte[]> entries) throws IOException {
        ClassFile classFile = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(type -> {
                            String name = type.descriptorString();
                            byte[] found = entries.get(name.substring(1, name.length() - 1) + ".class");
                            return found == null ? null : new ByteArrayInputStream(found);
                        })
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                JarEntry written = new JarEntry(entry.getKey());
                written.setTime(0);
                out.putNextEntry(written);
                out.write(isOld(entry) ? renew(classFile, entry.getValue()) : entry.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] renew(ClassFile classFile, byte[] old) {
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(NEW, 0);
            } else {
                builder.with(element);
            }
        };
        return classFile.transformClass(
                classFile.parse(old),
                version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }

    private static boolean isOld(Map.Entry<String, byte[]> entry) {
        byte[] bytes = entry.getValue();
        return entry.getKey().endsWith(".class")
                && (Byte.toUnsignedInt(bytes[MAJOR_OFFSET]) << Byte.SIZE | Byte.toUnsignedInt(bytes[MAJOR_OFFSET + 1]))
                        < TYPED;
    }
}
