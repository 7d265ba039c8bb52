package cn.twonets.events.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, up to a size. Whoever answers may be broken, or somebody else: an answer without an end must fill
 * neither our memory nor our time. A longer one is an {@link IOException}, and its connection is closed.
 */
public final class BoundedAnswer {
    /** Enough for every answer that services give each other, in bytes. */
    public static final int USUAL = 16 * 1024 * 1024;

    private BoundedAnswer() {
    }

    /** @param most bytes; one more fails the call */
    public static HttpResponse.BodyHandler<byte[]> upTo(int most) {
        return answer -> new Gathering(most);
    }

    private static final class Gathering implements HttpResponse.BodySubscriber<byte[]> {
        private final int most;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        Gathering(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (part.remaining() > most - bytes.size()) {
                    subscription.cancel();
                    whole.completeExceptionally(new IOException("an answer of more than " + most + " bytes"));
                    return;
                }
                byte[] some = new byte[part.remaining()];
                part.get(some);
                bytes.writeBytes(some);
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable broken) {
            whole.completeExceptionally(broken);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
