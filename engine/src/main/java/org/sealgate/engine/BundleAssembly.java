package org.sealgate.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Source;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.Emitted;
import org.sealgate.derive.Projections;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.Objects;

/**
 * Assembles the self-contained file for an auditor from what the store keeps of a decision.
 *
 * <p>What follows from the parts is made again by the functions of {@code derive}; each file is then held against the
 * signed list, so that a bundle that would not verify is never handed out.
 */
final class BundleAssembly {
    private final Objects objects;

    BundleAssembly(Objects objects) {
        this.objects = objects;
    }

    /** @param proven the files that no statement lists: what proves the statement itself */
    void write(DecisionRecord record, SortedMap<String, Bytes> proven, OutputStream out) throws IOException {
        SortedMap<String, Source> sources = sources(record);
        proven.forEach((name, content) -> sources.put(name, Source.of(content.toArray())));
        Container.write(out, sources);
    }

    private SortedMap<String, Source> sources(DecisionRecord record) throws IOException {
        Bytes payload = part(record, Parts.STATEMENT);
        Json.Obj predicate = JsonReader.readObject(payload.toArray()).object("predicate");
        Map<String, Digest> listed = new TreeMap<>();
        for (Json.Obj row : predicate.objects("evidence")) {
            listed.put(row.text("name"), Digest.parse(row.text("digest")));
        }
        listed.putAll(policySources(record, predicate));
        SortedMap<String, Bytes> made = made(record, predicate);
        made.put(Projections.CHECKSUMS, Bytes.copyOf(Projections.checksums(listed)));
        SortedMap<String, Source> sources = new TreeMap<>();
        made.forEach((name, content) -> sources.put(name, Source.of(content.toArray())));
        sources.put(
                Carried.RELEASE,
                StoredSource.of(objects, Digest.parse(predicate.object("policy").text("release"))));
        for (Map.Entry<String, Digest> file : listed.entrySet()) {
            @Nullable Bytes content = made.get(file.getKey());
            if (content == null) {
                sources.put(file.getKey(), StoredSource.of(objects, file.getValue()));
            } else if (!content.sha256().equals(file.getValue())) {
                throw new IllegalStateException(record.decisionId() + ": " + file.getKey() + " is not what was sealed");
            }
        }
        return sources;
    }

    /** The statement names the sources by one digest of their list, which the listing of what a bundle carries must give again. */
    private SortedMap<String, Digest> policySources(DecisionRecord record, Json.Obj predicate) throws IOException {
        Json.Obj listing = listing(record);
        SortedMap<String, Digest> named = new TreeMap<>();
        SortedMap<String, Digest> sources = new TreeMap<>();
        for (String name : listing.members().keySet()) {
            if (name.startsWith(Carried.SOURCES)) {
                Digest digest = Digest.parse(listing.text(name));
                named.put(name, digest);
                sources.put(name.substring(Carried.SOURCES.length()), digest);
            }
        }
        if (!DirHash1.of(sources).equals(predicate.object("policy").text("files"))) {
            throw new IllegalStateException(record.decisionId() + ": the policy's sources are not what was sealed");
        }
        return named;
    }

    private Json.Obj listing(DecisionRecord record) throws IOException {
        @Nullable Digest listing = record.shared().get(Carried.LISTING);
        if (listing == null) {
            throw new IllegalStateException(record.decisionId() + " has no listing of what its bundle carries");
        }
        try (InputStream in = StoredSource.of(objects, listing).open()) {
            return JsonReader.readObject(in.readAllBytes());
        }
    }

    private static SortedMap<String, Bytes> made(DecisionRecord record, Json.Obj predicate) {
        SortedMap<String, Bytes> made = new TreeMap<>();
        for (String name : List.of(Parts.PROPOSAL, Parts.INPUT, Parts.RESULT)) {
            @Nullable Bytes content = record.parts().get(name);
            if (content != null) {
                made.put(name, content);
            }
        }
        @Nullable Bytes input = record.parts().get(Parts.INPUT);
        if (input != null) {
            Json.Obj facts = JsonReader.readObject(input.toArray()).object("facts");
            made.put("facts.json", Bytes.copyOf(CanonicalJson.rfc8785(facts)));
        }
        if (predicate.get("authorityEnvelope") instanceof Json.Obj envelope) {
            made.put(Projections.AUTHORITY_ENVELOPE, Bytes.copyOf(Projections.authorityEnvelope(envelope)));
        }
        if (record.fileName() != null && record.filePart() != null) {
            made.put(Emitted.entryName(record.fileName()), part(record, record.filePart()));
        }
        made.put("decision.dsse.json", Bytes.copyOf(envelope(record).toBytes()));
        return made;
    }

    /** The signed statement. */
    static DsseEnvelope envelope(DecisionRecord record) {
        return envelope(part(record, Parts.STATEMENT), part(record, Parts.SIGNATURES));
    }

    /** A payload with the signatures that the journal keeps beside it. */
    static DsseEnvelope envelope(Bytes payload, Bytes kept) {
        Json.Arr rows = (Json.Arr) JsonReader.read(kept.toArray());
        List<DsseSignature> signatures = new ArrayList<>();
        for (Json row : rows.items()) {
            Json.Obj signature = (Json.Obj) row;
            byte[] sig = Base64.getDecoder().decode(signature.text("sig"));
            signatures.add(new DsseSignature(signature.text("keyid"), Bytes.copyOf(sig)));
        }
        return new DsseEnvelope(DecisionStatement.PAYLOAD_TYPE, payload, signatures);
    }

    private static Bytes part(DecisionRecord record, String name) {
        @Nullable Bytes content = record.parts().get(name);
        if (content == null) {
            throw new IllegalStateException(record.decisionId() + " has no part " + name);
        }
        return content;
    }
}
