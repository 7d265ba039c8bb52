package cn.twonets.api.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A request whose body is inflated where it came deflated, and counted; the rest of the application sees it plain. */
final class LimitedBody extends HttpServletRequestWrapper {
    private static final Set<String> HIDDEN = Set.of("content-encoding", "content-length");

    private final long limit;
    private final boolean inflate;
    private @Nullable Counted stream;
    private @Nullable BufferedReader reader;

    LimitedBody(HttpServletRequest request, long limit, boolean inflate) {
        super(request);
        this.limit = limit;
        this.inflate = inflate;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            ServletInputStream raw = super.getInputStream();
            stream = new Counted(inflate ? inflating(raw) : raw, limit);
        }
        return stream;
    }

    private static InputStream inflating(InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw);
        } catch (ZipException | EOFException broken) {
            throw new BrokenBodyException(broken);
        }
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader = new BufferedReader(new InputStreamReader(getInputStream(),
                    encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
        }
        return reader;
    }

    @Override
    public int getContentLength() {
        return inflate ? -1 : super.getContentLength();
    }

    @Override
    public long getContentLengthLong() {
        return inflate ? -1 : super.getContentLengthLong();
    }

    @Override
    public @Nullable String getHeader(String name) {
        return hides(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hides(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(this::hides);
        return Collections.enumeration(names);
    }

    private boolean hides(String name) {
        return inflate && HIDDEN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Passes on at most {@code limit} bytes; a {@link BodyTooLargeException} comes with the next one. */
    private static final class Counted extends ServletInputStream {
        private final InputStream body;
        private final long limit;
        private long count;
        private boolean finished;

        Counted(InputStream body, long limit) {
            this.body = body;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int n = read(one, 0, 1);
            return n < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int n;
            try {
                n = body.read(buffer, offset, length);
            } catch (ZipException | EOFException broken) {
                throw new BrokenBodyException(broken);
            }
            if (n < 0) {
                finished = true;
            } else {
                count += n;
                if (count > limit) {
                    throw new BodyTooLargeException(limit);
                }
            }
            return n;
        }

        @Override
        public boolean isFinished() {
            return finished || body instanceof ServletInputStream plain && plain.isFinished();
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
