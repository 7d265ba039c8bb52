package cn.twonets.intake.privacy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How private texts are encrypted. The name stands in every ciphertext and with every key, so that others can follow. */
enum Algorithm {
    /** AES-256 in Galois/counter mode: a random nonce of 96 bits, then the ciphertext with its tag of 128 bits. */
    A256GCM("AES", "AES/GCM/NoPadding", 32);

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String family;
    private final String transformation;
    private final int keyBytes;

    Algorithm(String family, String transformation, int keyBytes) {
        this.family = family;
        this.transformation = transformation;
        this.keyBytes = keyBytes;
    }

    byte[] newKey() {
        byte[] key = new byte[keyBytes];
        RANDOM.nextBytes(key);
        return key;
    }

    /** @throws IllegalArgumentException if it has not the length of such a key */
    SecretKeySpec key(byte[] bytes) {
        if (bytes.length != keyBytes) {
            throw new IllegalArgumentException("a key of " + this + " has " + keyBytes + " bytes");
        }
        return new SecretKeySpec(bytes, family);
    }

    byte[] encrypt(SecretKeySpec key, byte[] plain, byte[] associated) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
        cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
        return sealed;
    }

    byte[] decrypt(SecretKeySpec key, byte[] sealed, byte[] associated) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES) {
            throw new GeneralSecurityException("too short");
        }
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }
}
