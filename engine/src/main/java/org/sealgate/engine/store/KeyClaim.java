package org.sealgate.engine.store;

/** What is known of an Idempotency-Key. */
public sealed interface KeyClaim {
    /** Not seen within 24 hours. Close it in every case; after a commit has taken it over closing does nothing. */
    final class Fresh implements KeyClaim, AutoCloseable {
        private final KeyRequest request;
        private final Claims claims;

        Fresh(KeyRequest request, Claims claims) {
            this.request = request;
            this.claims = claims;
        }

        KeyRequest request() {
            return request;
        }

        @Override
        public void close() {
            claims.giveUp(this);
        }
    }

    /** The first request with this key has no answer yet. */
    record InProgress() implements KeyClaim {}

    /** The same request was answered: status and body are in the record. */
    record Answered(StoredRecord first) implements KeyClaim {}

    /** The key belongs to another request. */
    record Reused() implements KeyClaim {}
}
