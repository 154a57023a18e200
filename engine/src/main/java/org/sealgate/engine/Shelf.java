package org.sealgate.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.sealgate.bundle.Digest;
import org.sealgate.engine.store.ObjectRefused;
import org.sealgate.engine.store.Objects;
import org.sealgate.engine.store.StoreFailure;
import org.sealgate.facts.Actor;

/** The objects that proposals name: put first, named after (decision.md section 7). */
public final class Shelf {
    /** The longest object, in bytes. */
    public static final long MAX_BYTES = Objects.MAX_BYTES;

    private final Objects objects;

    Shelf(Objects objects) {
        this.objects = objects;
    }

    /** What became of an upload. */
    public sealed interface Put {
        /** On the disk and this caller's to name, whether it was before or not. */
        record Kept(long bytes) implements Put {}

        /** The bytes hash to something else than the name says. */
        record OtherDigest() implements Put {}

        /** More than {@link Shelf#MAX_BYTES}. */
        record TooLarge() implements Put {}

        /** The disk did not take it. */
        record Unavailable(String reason) implements Put {}
    }

    /**
     * Takes an object.
     *
     * @throws IOException where the upload itself breaks off
     */
    public Put put(Actor caller, Digest digest, InputStream in) throws IOException {
        try {
            return new Put.Kept(objects.put(caller.id(), digest, in, MAX_BYTES));
        } catch (ObjectRefused refused) {
            return switch (refused.reason()) {
                case DIGEST_DIFFERS -> new Put.OtherDigest();
                case TOO_LARGE -> new Put.TooLarge();
            };
        } catch (StoreFailure failure) {
            return new Put.Unavailable(failure.reason().name());
        }
    }

    /** The bytes of an object that this caller has put; to an auditor, of any. */
    public Optional<InputStream> open(Actor caller, Digest digest) {
        boolean may = caller.apiRoles().contains("auditor") || objects.has(caller.id(), digest);
        return may ? objects.open(digest) : Optional.empty();
    }

    /** Its length in bytes, -1 where there is none. */
    public long size(Digest digest) {
        return objects.size(digest);
    }
}
