package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.objects.ObjectLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Kernel functions that make ciphers and encrypt with them (recorded in the corpus's crypto-6.12.tsv). There are the ciphers that programs get
 * of a Linux 6.12 without modules: AES in the modes ECB and CBC.
 */
final class CryptoKfuncs {
    private static final long UINT = 0xffff_ffffL;
    private static final String STRUCT = "bpf_crypto_ctx";
    private static final int USUAL_BYTES = 40;
    private static final int USUAL_SIV_LEN = 16;

    // struct bpf_crypto_params
    private static final int PARAMS_BYTES = 408;
    private static final int TYPE_BYTES = 14;
    private static final int RESERVED_END = 16;
    private static final int ALGO_END = 144;
    private static final int KEY_END = 400;
    private static final int MOST_KEY_BYTES = KEY_END - ALGO_END;
    private static final int KEY_LEN = 400;
    private static final int AUTHSIZE = 404;

    private static final String SKCIPHER = "skcipher";

    /** Those that this Linux has, but gives no programs. */
    private static final Set<String> OF_OTHERS =
            Set.of("ctr(aes)", "ctr(aes-generic)", "rfc3686(ctr(aes))", "rfc3686(ctr(aes-generic))");

    private final ObjectHeap heap;
    private final ObjectLayout layout;
    private final int sivLen;

    CryptoKfuncs(ObjectHeap heap, KernelStructs structs) {
        this.heap = heap;
        OptionalInt type = structs.find(STRUCT);
        long size = type.isPresent() ? structs.types().sizeOf(type.getAsInt()) : USUAL_BYTES;
        layout = new ObjectLayout(STRUCT, (int) size, SpecialFields.NONE, true);
        sivLen = type.isPresent() ? sivLen(structs.types(), type.getAsInt()) : USUAL_SIV_LEN;
    }

    /** Where the length of vectors is; -1 if these types do not say. */
    private static int sivLen(Btf types, int type) {
        try {
            return (int) BtfField.of(types, type, "siv_len").byteOffset();
        } catch (BtfTypeException _) {
            return -1;
        }
    }

    void register(KfuncTable table) {
        table.put(Kfunc.CRYPTO_CTX_CREATE, (cpu, params, size, err, r4, r5) -> create(cpu, params, size & UINT, err))
                .put(Kfunc.CRYPTO_CTX_ACQUIRE, (cpu, ctx, r2, r3, r4, r5) -> heap.acquire(cpu, ctx))
                .put(Kfunc.CRYPTO_CTX_RELEASE, (cpu, ctx, r2, r3, r4, r5) -> heap.drop(cpu, ctx))
                .put(Kfunc.CRYPTO_ENCRYPT, (cpu, ctx, from, to, siv, r5) -> apply(cpu, ctx, from, to, siv, false))
                .put(Kfunc.CRYPTO_DECRYPT, (cpu, ctx, from, to, siv, r5) -> apply(cpu, ctx, from, to, siv, true));
    }

    private long create(Cpu cpu, long params, long size, long err) {
        GuestMemory memory = cpu.memory();
        if (size != PARAMS_BYTES) {
            return refused(memory, err, EINVAL);
        }
        byte[] asked = memory.read(params, PARAMS_BYTES);
        if (asked[TYPE_BYTES] != 0 || asked[TYPE_BYTES + 1] != 0) {
            return refused(memory, err, EINVAL);
        }
        if (!text(asked, 0, TYPE_BYTES).equals(SKCIPHER)) {
            return refused(memory, err, ENOENT);
        }
        String algorithm = text(asked, RESERVED_END, ALGO_END);
        Optional<CipherKey.Mode> mode = CipherKey.mode(algorithm);
        if (mode.isEmpty() && !OF_OTHERS.contains(algorithm) || memory.getInt(params + AUTHSIZE) != 0) {
            return refused(memory, err, EOPNOTSUPP);
        }
        long keyLength = memory.getInt(params + KEY_LEN) & UINT;
        if (mode.isEmpty() || keyLength == 0 || keyLength > MOST_KEY_BYTES) {
            return refused(memory, err, EINVAL);
        }
        Optional<CipherKey> key =
                CipherKey.of(mode.get(), Arrays.copyOfRange(asked, ALGO_END, ALGO_END + (int) keyLength));
        if (key.isEmpty()) {
            return refused(memory, err, EINVAL);
        }
        long made = heap.allocate(cpu, layout, key.get());
        if (made == 0) {
            return refused(memory, err, ENOMEM);
        }
        if (sivLen >= 0) {
            memory.setInt(made + sivLen, key.get().ivBytes());
        }
        memory.setInt(err, 0);
        return made;
    }

    private static String text(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, ISO_8859_1);
    }

    private static long refused(GuestMemory memory, long err, Errno errno) {
        memory.setInt(err, (int) errno.result());
        return 0;
    }

    private long apply(Cpu cpu, long ctx, long from, long to, long siv, boolean decrypt) {
        if (!(heap.attachedTo(ctx) instanceof CipherKey key)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "0x%x is no struct bpf_crypto_ctx".formatted(ctx));
        }
        GuestMemory memory = cpu.memory();
        long bytes = size(memory, from);
        boolean readOnly = DynamicPointers.isReadOnly(DynamicPointers.state(memory, to))
                || siv != 0 && DynamicPointers.isReadOnly(DynamicPointers.state(memory, siv)); // it is written back
        long ivBytes = siv == 0 ? 0 : size(memory, siv);
        if (readOnly || bytes == 0 || bytes > size(memory, to) || ivBytes != key.ivBytes()) {
            return EINVAL.result() & UINT;
        }
        // Whole blocks are worked on before the rest is refused.
        int whole = (int) bytes / CipherKey.BLOCK_BYTES * CipherKey.BLOCK_BYTES;
        if (whole > 0) {
            byte[] given = memory.read(address(cpu, from, bytes), whole);
            long ivAt = ivBytes == 0 ? 0 : address(cpu, siv, ivBytes);
            byte[] made = key.apply(given, ivBytes == 0 ? new byte[0] : memory.read(ivAt, (int) ivBytes), decrypt);
            memory.write(made, 0, address(cpu, to, bytes), whole);
            if (ivBytes > 0) {
                // What the next message would go on from: the last block that is encrypted.
                byte[] encrypted = decrypt ? given : made;
                memory.write(encrypted, whole - CipherKey.BLOCK_BYTES, ivAt, CipherKey.BLOCK_BYTES);
            }
        }
        return whole == bytes ? 0 : EINVAL.result() & UINT;
    }

    private static long size(GuestMemory memory, long pointer) {
        long state = DynamicPointers.state(memory, pointer);
        return DynamicPointers.isNull(state) ? 0 : DynamicPointers.size(state);
    }

    /** Where the bytes of a dynamic pointer are, which has so many. */
    private static long address(Cpu cpu, long pointer, long bytes) {
        GuestMemory memory = cpu.memory();
        long state = DynamicPointers.state(memory, pointer);
        long at = DynamicPointers.offset(state);
        int kind = DynamicPointers.kind(state);
        long base = DynamicPointers.address(memory, pointer);
        if (kind != DynamicPointers.SKB && kind != DynamicPointers.XDP) {
            return base + at;
        }
        long part = kind == DynamicPointers.SKB
                ? PacketHelpers.skbPart(DynamicPointers.packet(cpu, kind, base), at, bytes)
                : PacketHelpers.xdpPart(DynamicPointers.packet(cpu, kind, base), at, bytes);
        if (part == 0) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, pointer, "the packet is shorter than the dynamic pointer to it");
        }
        return part;
    }
}
