package io.github.bpf4j.runtime.helpers;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A cipher with its key, which lies in no memory that programs could read. Safe for use by any thread. */
final class CipherKey {
    /** Of AES. */
    static final int BLOCK_BYTES = 16;

    private static final Set<Integer> KEY_BYTES = Set.of(16, 24, 32);

    /** How blocks hang together. */
    enum Mode {
        ECB,
        CBC
    }

    private final Mode mode;
    private final SecretKeySpec key;

    private CipherKey(Mode mode, SecretKeySpec key) {
        this.mode = mode;
        this.key = key;
    }

    /** The mode of an algorithm; empty if programs get no such cipher. */
    static Optional<Mode> mode(String algorithm) {
        return switch (algorithm) {
            case "ecb(aes)", "ecb(aes-generic)" -> Optional.of(Mode.ECB);
            case "cbc(aes)", "cbc(aes-generic)" -> Optional.of(Mode.CBC);
            default -> Optional.empty();
        };
    }

    /** A cipher; empty if keys are not of that length. */
    static Optional<CipherKey> of(Mode mode, byte[] key) {
        return KEY_BYTES.contains(key.length)
                ? Optional.of(new CipherKey(mode, new SecretKeySpec(key, "AES")))
                : Optional.empty();
    }

    /** The bytes of what makes equal messages differ. */
    int ivBytes() {
        return mode == Mode.CBC ? BLOCK_BYTES : 0;
    }

    /** Whole blocks, with an initialisation vector if there is to be one. */
    byte[] apply(byte[] blocks, byte[] iv, boolean decrypt) {
        int direction = decrypt ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE;
        try {
            Cipher cipher = Cipher.getInstance("AES/" + mode + "/NoPadding");
            switch (mode) {
                case ECB -> cipher.init(direction, key);
                case CBC -> cipher.init(direction, key, new IvParameterSpec(iv));
            }
            return cipher.doFinal(blocks);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no AES", e);
        }
    }
}
