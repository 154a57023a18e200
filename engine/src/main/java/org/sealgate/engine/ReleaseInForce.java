package org.sealgate.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.ReleaseRules;
import org.sealgate.facts.Context;

/** The promoted policy release, as the steps need it. It does not change while the engine runs. */
final class ReleaseInForce {
    private final Json.Obj predicate;
    private final Json.Obj data;
    private final Json.Obj policyMember;
    private final Map<Kind, ReleaseRules> rules = new EnumMap<>(Kind.class);
    private final Map<Kind, Carried> carried = new EnumMap<>(Kind.class);
    private final Map<Kind, Digest> listings = new EnumMap<>(Kind.class);
    private final Map<String, Json.Obj> catalogue;

    /**
     * Makes the release ready.
     *
     * @param files the release as a bundle carries it, {@code policy/policy.wasm} and so on
     * @param catalogue violation code to {@code {code,title,remediation,policy,rule}}
     */
    ReleaseInForce(Json.Obj predicate, SortedMap<String, Bytes> files, Map<String, Json.Obj> catalogue) {
        this.predicate = predicate;
        this.catalogue = new TreeMap<>(catalogue);
        this.data = JsonReader.readObject(require(files, "policy/data.json").toArray());
        this.policyMember = CanonicalJson.kept(Json.object()
                .put("version", predicate.text("version"))
                .put("bundle", predicate.text("bundle"))
                .put("files", predicate.text("files"))
                .put("wasm", predicate.text("wasm"))
                .put("data", predicate.text("data"))
                .put("release", require(files, Carried.RELEASE).sha256().text())
                .build());
        for (Kind kind : Kind.values()) {
            rules.put(kind, ReleaseRules.of(predicate, kind.id()));
            Carried carry = Carried.of(kind, files);
            carried.put(kind, carry);
            listings.put(kind, carry.listing().sha256());
        }
    }

    private static Bytes require(SortedMap<String, Bytes> files, String name) {
        return Objects.requireNonNull(files.get(name), () -> "the release lacks " + name);
    }

    ReleaseRules rules(Kind kind) {
        return Objects.requireNonNull(rules.get(kind));
    }

    Carried carried(Kind kind) {
        return Objects.requireNonNull(carried.get(kind));
    }

    /** Digest of the listing of what a bundle of this kind carries. */
    Digest listing(Kind kind) {
        return Objects.requireNonNull(listings.get(kind));
    }

    Json.Obj data() {
        return data;
    }

    /** The statement's member {@code policy}. */
    Json.Obj policyMember() {
        return policyMember;
    }

    String version() {
        return predicate.text("version");
    }

    /** {@code dirHash1:<hex>}, which OPA's answers must name. */
    String revision() {
        return predicate.text("files");
    }

    Context context(Kind kind, String evaluatedAt, String engineVersion) {
        Json.Obj governance = data.object("governance");
        return new Context(
                evaluatedAt,
                governance.text("policyVersion"),
                Digest.parse(governance.text("policyHash")),
                governance.object("kinds").object(kind.id()).text("schemaVersion"),
                engineVersion);
    }

    /** A result's violations as a caller is told: with title and remedy from the rule's METADATA, never a value. */
    List<Json.Obj> describe(Json.Obj result) {
        List<Json.Obj> described = new ArrayList<>();
        for (Json.Obj violation : result.objects("violations")) {
            Json.@Nullable Obj rule = catalogue.get(violation.text("code"));
            var told = Json.object()
                    .put("code", violation.text("code"))
                    .put("pointer", violation.text("pointer"))
                    .put("severity", violation.text("severity"));
            if (rule != null) {
                told.put("title", rule.text("title"))
                        .put("remediation", rule.text("remediation"))
                        .put("policy", rule.text("policy"))
                        .put("rule", rule.text("rule"));
            }
            described.add(told.build());
        }
        return described;
    }
}
