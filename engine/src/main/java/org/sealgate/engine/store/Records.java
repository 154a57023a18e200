package org.sealgate.engine.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sealgate.bundle.Kind;

/** Reading what is on the disk. Each record is checked again when it is read. */
final class Records {
    private final Index index;
    private final Journal journal;
    private final Repeats repeats;

    Records(Index index, Journal journal, Repeats repeats) {
        this.index = index;
        this.journal = journal;
        this.repeats = repeats;
    }

    /** Of all that is journalled, decisions and other statements. */
    int size() {
        return index.size();
    }

    int decisions() {
        return index.decisions();
    }

    boolean isDecision(int position) {
        return index.isDecision(position);
    }

    /** Whatever is journalled at this position. */
    Journalled journalled(int position) {
        if (isDecision(position)) {
            return at(position).decision();
        }
        try {
            return StatementCodec.record(journal.read(index.location(position)));
        } catch (IOException e) {
            throw StoreFailure.disk("a statement could not be read", e);
        }
    }

    /** The statements of a stream, in order. */
    List<StoredStatement> ofStream(String stream) {
        List<StoredStatement> found = new ArrayList<>();
        for (int position : index.ofStream(stream)) {
            if (journalled(position) instanceof StatementRecord statement) {
                found.add(new StoredStatement(statement, position));
            }
        }
        return found;
    }

    StoredRecord at(int position) {
        try {
            return RecordCodec.record(journal.read(index.location(position)), position, repeats);
        } catch (IOException e) {
            throw StoreFailure.disk("a record could not be read", e);
        }
    }

    Optional<StoredRecord> byId(String decisionId) {
        return last(
                index.byId(decisionId), record -> record.decision().decisionId().equals(decisionId));
    }

    Optional<StoredRecord> byRun(Kind kind, String runId) {
        return last(
                index.byRun(kind, runId),
                record -> record.decision().kind() == kind
                        && runId.equals(record.decision().runId()));
    }

    Optional<StoredRecord> byName(String fileName) {
        return last(
                index.byName(fileName),
                record -> fileName.equals(record.decision().fileName()));
    }

    /** The newest record that answered this key, whatever its age. */
    Optional<StoredRecord> byKey(String caller, Kind kind, String key) {
        return last(
                index.byKey(caller, kind, key),
                record -> record.decision().caller().equals(caller)
                        && record.decision().kind() == kind
                        && key.equals(record.decision().idempotencyKey()));
    }

    Page ofCaller(String caller, long after, int limit) {
        int[] positions = index.ofCaller(caller, after, limit);
        List<StoredRecord> records = new ArrayList<>(positions.length);
        for (int position : positions) {
            StoredRecord record = at(position);
            records.add(record);
        }
        return new Page(records, Math.max(after, 0) + records.size());
    }

    Page all(long after, int limit) {
        int from = Math.clamp(after, 0, size());
        List<StoredRecord> records = new ArrayList<>();
        int position = from;
        for (; position < size() && records.size() < limit; position++) {
            if (isDecision(position)) {
                records.add(at(position));
            }
        }
        return new Page(records, position);
    }

    void each(int from, Consumer<StoredRecord> consumer) {
        int size = size();
        for (int position = from; position < size; position++) {
            if (isDecision(position)) {
                consumer.accept(at(position));
            }
        }
    }

    private Optional<StoredRecord> last(int[] positions, Predicate<StoredRecord> isIt) {
        for (int i = positions.length - 1; i >= 0; i--) {
            StoredRecord record = at(positions[i]);
            if (isIt.test(record)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }
}
