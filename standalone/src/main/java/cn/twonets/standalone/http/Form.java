package cn.twonets.standalone.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Files as {@code multipart/form-data} (RFC 7578).
 *
 * @param contentType with its boundary
 * @param body the bytes
 */
public record Form(String contentType, byte[] body) {
    /** CSV files by the name of their part. */
    public static Form ofCsv(Map<String, byte[]> files) {
        String boundary = "twonets-" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            text(body, "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                    + ".csv\"\r\nContent-Type: text/csv; charset=utf-8\r\n\r\n");
            body.writeBytes(content);
            text(body, "\r\n");
        });
        text(body, "--" + boundary + "--\r\n");
        return new Form("multipart/form-data; boundary=" + boundary, body.toByteArray());
    }

    private static void text(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
