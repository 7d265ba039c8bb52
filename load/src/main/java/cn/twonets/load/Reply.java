package cn.twonets.load;

/**
 * What came back over HTTP.
 *
 * @param status the HTTP status
 * @param body the bytes; empty where there were none
 * @param retryAfterSeconds as the answer asked for; 0 where it did not
 */
public record Reply(int status, byte[] body, int retryAfterSeconds) {
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
