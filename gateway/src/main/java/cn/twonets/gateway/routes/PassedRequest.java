package cn.twonets.gateway.routes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * A request that reaches a service whole or visibly broken, never shortened. When a body cannot be read to its end
 * (the caller hung up, the limit was passed, the compression is broken), the client would end a chunked body as if that
 * had been all, and a service would take the first half of an import for the whole. The connection is cut instead.
 */
final class PassedRequest extends HttpUriRequestBase {
    PassedRequest(String method, URI uri) {
        super(method, uri);
    }

    @Override
    public void setEntity(HttpEntity entity) {
        super.setEntity(new Whole(entity));
    }

    private final class Whole extends HttpEntityWrapper {
        Whole(HttpEntity entity) {
            super(entity);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            boolean whole = false;
            try {
                super.writeTo(out);
                whole = true;
            } finally {
                if (!whole) {
                    // before the client closes the stream, which would write the last chunk
                    cancel();
                }
            }
        }
    }
}
