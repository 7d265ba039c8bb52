package cn.twonets.api.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A body that is kept in memory when it is first read, so that it can be hashed and bound. */
final class KeptBody extends HttpServletRequestWrapper {
    private static final String ATTRIBUTE = KeptBody.class.getName();

    private byte @Nullable [] body;
    private @Nullable ServletInputStream stream;

    KeptBody(HttpServletRequest request) {
        super(request);
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The body of a request as received (inflated).
     *
     * @throws cn.twonets.api.problem.Refusal 400 if it is not whole text: all bodies that are kept are JSON
     * @throws IllegalStateException if this path's bodies are streamed
     */
    static byte[] of(HttpServletRequest request) throws IOException {
        if (request.getAttribute(ATTRIBUTE) instanceof KeptBody kept) {
            return kept.bytes();
        }
        throw new IllegalStateException("the body of " + request.getRequestURI() + " is streamed, not kept");
    }

    private byte[] bytes() throws IOException {
        if (body == null) {
            byte[] read = super.getInputStream().readAllBytes();
            WholeText.require(read);
            body = read;
        }
        return body;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Replay(new ByteArrayInputStream(bytes()));
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Replay extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Replay(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("bodies are read by blocking threads");
        }
    }
}
