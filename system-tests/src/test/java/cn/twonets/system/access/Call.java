package cn.twonets.system.access;

import cn.twonets.system.kit.RawCall;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call that names an object in its path, query or body. */
record Call(String method, String path, @Nullable String contentType, @Nullable String body) {
    static final String ID = "{ID}";
    /** Where a route that several services serve names the one that is asked. */
    static final String SERVICE = "{SERVICE}";
    /** Where such a route names the topic that this service writes. */
    static final String TOPIC = "{TOPIC}";

    static Call get(String path) {
        return new Call("GET", path, null, null);
    }

    static Call json(String method, String path, String body) {
        return new Call(method, path, "application/json", body);
    }

    /** The same about this object. */
    Call about(String object) {
        return new Call(method, path.replace(ID, object), contentType,
                body == null ? null : body.replace(ID, object));
    }

    /** The same for this service. */
    Call at(Served served) {
        return new Call(method, named(path, served), contentType, body == null ? null : named(body, served));
    }

    private static String named(String text, Served served) {
        return text.replace(SERVICE, served.service()).replace(TOPIC, served.topic());
    }

    /** Sends it as it stands; without a token if that is null. Whatever version there is may be overwritten. */
    RawCall.Response send(URI root, @Nullable String token) {
        return send(root, token, UUID.randomUUID().toString());
    }

    /** The same under a key of the caller's. */
    RawCall.Response send(URI root, @Nullable String token, String key) {
        RawCall call = RawCall.to(root, path)
                .header("Idempotency-Key", key)
                .header("Accept-Language", "en");
        if (token != null) {
            call.bearer(token);
        }
        if (method.equals("PUT") || method.equals("PATCH")) {
            call.header("If-Match", "*");
        }
        if (body != null) {
            call.body(method, contentType, body.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return call.send();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
