package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Jars with classes that are too old for an AOT cache, on picocli's. */
class JarRenewalTest {
    @TempDir
    private Path folder;

    private Path picocli() throws IOException, URISyntaxException {
        Path jar = folder.resolve("picocli.jar");
        Files.copy(
                Path.of(CommandLine.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()),
                jar);
        return jar;
    }

    @Test
    void classesSayTheirTypesAfterwards() throws IOException, URISyntaxException {
        Path jar = picocli();
        assertThat(JarRenewal.renew(jar)).isPositive();
        try (JarFile renewed = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(renewed.entries())) {
                if (entry.getName().endsWith(".class")) {
                    byte[] bytes = renewed.getInputStream(entry).readAllBytes();
                    assertThat(ClassFile.of().parse(bytes).majorVersion())
                            .as(entry.getName())
                            .isGreaterThanOrEqualTo(ClassFile.JAVA_6_VERSION);
                }
            }
            assertThat(renewed.getManifest().getMainAttributes()).isNotEmpty();
        }
        byte[] once = Files.readAllBytes(jar);
        assertThat(JarRenewal.renew(jar)).isZero();
        assertThat(Files.readAllBytes(jar)).isEqualTo(once);
    }

    @Test
    void theJvmVerifiesAndRunsThem() throws ReflectiveOperationException, IOException, URISyntaxException {
        Path jar = picocli();
        JarRenewal.renew(jar);
        try (JarFile names = new JarFile(jar.toFile());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (JarEntry entry : Collections.list(names.entries())) {
                String name = entry.getName();
                if (name.startsWith("picocli/") && name.endsWith(".class")) {
                    Class.forName(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'), true, loader);
                }
            }
            Class<?> renewed = loader.loadClass("picocli.CommandLine");
            Object commandLine = renewed.getConstructor(Object.class)
                    .newInstance(loader.loadClass("picocli.CommandLine$HelpCommand"));
            assertThat(renewed.getMethod("getCommandName").invoke(commandLine)).isEqualTo("help");
        }
    }
}
