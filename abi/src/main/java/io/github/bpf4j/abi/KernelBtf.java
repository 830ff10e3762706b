package io.github.bpf4j.abi;

import io.github.bpf4j.btf.Btf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The kernel types that programs are relocated against and judged by if nobody gives others: layouts, hooks, tracepoints and per-CPU
 * variables of Linux 6.12 on x86-64, as far as programs commonly touch them. Under other profiles too: where their layouts differ, give
 * the BTF of such a kernel.
 *
 * <p>Stateless and safe for use by any thread. Source: {@code src/main/bpf/kernel_types.c}.
 */
public final class KernelBtf {
    private KernelBtf() {}

    private static final class Holder {
        static final Btf TYPES = read();

        private static Btf read() {
            try (InputStream in = KernelBtf.class.getResourceAsStream("kernel-6.12.btf")) {
                if (in == null) {
                    throw new IllegalStateException("kernel-6.12.btf is not on the class path");
                }
                return Btf.parseSound(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The built-in types. */
    public static Btf builtIn() {
        return Holder.TYPES;
    }
}
