package cn.twonets.transport;

/** A setting would open a connection less safely than was asked for; the message is a sentence that names the setting. */
public final class UnsafeSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsafeSettingException(String message) {
        super(message);
    }

    public UnsafeSettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
