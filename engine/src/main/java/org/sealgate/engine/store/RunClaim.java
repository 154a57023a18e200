package org.sealgate.engine.store;

/** What became of asking for a run id and a file name. */
public sealed interface RunClaim {
    /**
     * They are this caller's to commit. Close it in every case: after a commit has taken it over closing does nothing,
     * before that it lets the next one in.
     */
    final class Claimed implements RunClaim, AutoCloseable {
        private final RunRequest request;
        private final Claims claims;

        Claimed(RunRequest request, Claims claims) {
            this.request = request;
            this.claims = claims;
        }

        RunRequest request() {
            return request;
        }

        @Override
        public void close() {
            claims.giveUp(this);
        }
    }

    /** The same request of the same caller was allowed before: its first answer holds. */
    record TakenBySame(StoredRecord first) implements RunClaim {}

    /** Another request has it. */
    record Taken(StoredRecord winner) implements RunClaim {}

    /** A file of that name stands there which no record made. It is not touched. */
    record NameOccupied(String fileName) implements RunClaim {}
}
