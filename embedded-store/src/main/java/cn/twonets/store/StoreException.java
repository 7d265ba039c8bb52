package cn.twonets.store;

/**
 * Says in one sentence, fit to be shown to whoever started the store, why it cannot be opened or used.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String sentence) {
        super(sentence);
    }

    StoreException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
