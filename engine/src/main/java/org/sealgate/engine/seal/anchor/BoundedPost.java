package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.ProofUnavailableException;

/**
 * One POST to somebody who may be slow, gone, or hostile: bounded in time from first to last byte and in size, following nobody
 * elsewhere.
 */
final class BoundedPost implements AutoCloseable {
    private final HttpClient client;
    private final String who;
    private final URI address;
    private final Duration deadline;
    private final int mostBytes;

    /** @param who {@code TSA} or {@code WITNESS}, the head of the codes */
    BoundedPost(String who, URI address, Duration deadline, int mostBytes) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.who = who;
        this.address = address;
        this.deadline = deadline;
        this.mostBytes = mostBytes;
    }

    /** What came back, whatever its status. */
    record Answer(int status, String mediaType, byte[] body) {}

    /** @throws ProofUnavailableException {@code _UNREACHABLE}, {@code _TIMEOUT} or {@code _TOO_LARGE} */
    Answer post(String mediaType, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(deadline)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new Bounded(mostBytes));
        try {
            // the request's own timeout ends with the headers; this one does not
            HttpResponse<byte[]> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ProofUnavailableException(who + "_TIMEOUT", address + " has not answered within " + deadline, e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ProofUnavailableException(who + "_TIMEOUT", "interrupted", e);
        }
    }

    private ProofUnavailableException failed(Throwable cause) {
        String code = switch (cause) {
            case TooLarge large -> "_TOO_LARGE";
            case java.net.http.HttpTimeoutException late -> "_TIMEOUT";
            default -> "_UNREACHABLE";
        };
        return new ProofUnavailableException(who + code, address + ": " + cause, cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int most) {
            super("more than " + most + " bytes");
        }
    }

    /** Stops reading at the limit; the JDK's own subscribers read whatever is sent. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final HttpResponse.BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final int most;
        private long seen;
        private Flow.@Nullable Subscription subscription;

        Bounded(int most) {
            this.most = most;
            whole.getBody().whenComplete((bytes, failed) -> {
                if (failed == null) {
                    body.complete(bytes);
                } else {
                    body.completeExceptionally(failed);
                }
            });
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            whole.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                seen += buffer.remaining();
            }
            if (seen > most && subscription != null) {
                subscription.cancel();
                body.completeExceptionally(new TooLarge(most));
            } else {
                whole.onNext(buffers);
            }
        }

        @Override
        public void onError(Throwable failed) {
            whole.onError(failed);
        }

        @Override
        public void onComplete() {
            whole.onComplete();
        }
    }
}
