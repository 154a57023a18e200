package org.sealgate.engine.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.engine.seal.anchor.TrustedTsa;

/**
 * The public keys of an installation's own trust root, so that the engine obeys no policy that the policy key has not
 * signed. It trusts the file that lies in its home; an auditor brings another.
 */
public final class TrustedKeys {
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** How long what a key signed may wait for the token that proves when: auditors hold its time against the key's. */
    static final Duration TOKEN_WAIT = Duration.ofMinutes(1);

    private final Bytes file;
    private final Json.Obj trustRoot;

    private TrustedKeys(Bytes file, Json.Obj trustRoot) {
        this.file = file;
        this.trustRoot = trustRoot;
    }

    /** Reads {@code trust-root.json} of a home folder. */
    public static TrustedKeys open(Path home) throws IOException {
        Path path = Installation.trustRoot(home);
        if (!Files.exists(path)) {
            throw new KeyProblem(path + " is not there; make it with: sealgate keys init");
        }
        return of(Bytes.copyOf(Files.readAllBytes(path)));
    }

    /** Reads a trust root, whoever signed it. */
    public static TrustedKeys of(Bytes file) {
        Json.Obj payload = JsonReader.readObject(
                DsseEnvelope.read(file.toArray()).payload().toArray());
        return new TrustedKeys(file, payload);
    }

    /** The file, as auditors are given it. */
    public Bytes file() {
        return file;
    }

    /** Its version, which statements name. */
    public long version() {
        return trustRoot.integer("version");
    }

    /** The issuer that the first key holder speaks for. */
    public String issuer() {
        return trustRoot.objects("issuers").getFirst().text("issuer");
    }

    /** Whose time an auditor with this trust root will take. */
    public List<TrustedTsa> timeAuthorities() {
        Set<String> others =
                trustRoot.objects("keys").stream().map(key -> key.text("keyid")).collect(Collectors.toSet());
        return trustRoot.objects("tsa").stream()
                .map(row -> TrustedTsa.of(row, others))
                .toList();
    }

    /** The name of the issuer's log; empty where it has none. */
    public Optional<String> origin() {
        return Optional.ofNullable(trustRoot.objects("issuers").getFirst().textOrNull("origin"));
    }

    /** Whose signatures make a checkpoint of the log. */
    public LogPolicy logPolicy() {
        return LogPolicy.parse(trustRoot.text("logPolicy"));
    }

    /** Whether evidence without this proof is refused: {@code log}, {@code witness}, {@code time}, {@code vsa}, {@code sigstore}. */
    public boolean requires(String proof) {
        return trustRoot.objects("issuers").getFirst().object("require").bool(proof);
    }

    /** The ECDSA P-256 keys that it lists, revoked ones too: SubjectPublicKeyInfo in DER by keyid. */
    public Map<String, Bytes> ecdsaKeys() {
        Map<String, Bytes> keys = new HashMap<>();
        for (Json.Obj key : trustRoot.objects("keys")) {
            if (key.text("algorithm").equals(KeyAlgorithm.ECDSA_P256.id())) {
                keys.put(key.text("keyid"), Bytes.copyOf(Base64.getDecoder().decode(key.text("spki"))));
            }
        }
        return keys;
    }

    /** The keys of second signatures that it lists, revoked ones too. */
    public SecondKeys secondKeys() {
        Map<String, MLDSAPublicKeyParameters> keys = new HashMap<>();
        for (Json.Obj key : trustRoot.objects("keys")) {
            if (key.text("algorithm").equals(KeyAlgorithm.ML_DSA_65.id())
                    && parse(key.text("spki")) instanceof MLDSAPublicKeyParameters second) {
                keys.put(key.text("keyid"), second);
            }
        }
        return new SecondKeys(keys);
    }

    /** The keyids that it says others may have had. */
    public Set<String> compromised() {
        Set<String> keyids = new HashSet<>();
        for (Json.Obj key : trustRoot.objects("keys")) {
            if (key.get("revoked") instanceof Json.Obj revoked
                    && revoked.text("reason").equals("compromised")) {
                keyids.add(key.text("keyid"));
            }
        }
        return keyids;
    }

    /**
     * Returns where this key may sign in this role now.
     *
     * @throws KeyProblem otherwise, with the way out: evidence that it signs would be refused by every auditor
     */
    public void requireInForce(StatementSigner signer, Role role, Instant now) {
        String why = KeyRows.row(trustRoot, signer.keyid())
                .map(row -> refusal(row, role, now))
                .orElse("is not listed in");
        if (!why.isEmpty()) {
            throw new KeyProblem("the key " + signer.keyid() + " in keys/" + role.id() + " " + why
                    + " the trust root; run: sealgate keys rotate " + role.id());
        }
    }

    /**
     * The same key, which from the moment on that this trust root takes it out of force signs no more.
     *
     * @throws KeyProblem where it is out of force now
     */
    public StatementSigner whileInForce(StatementSigner signer, Role role, InstantSource clock) {
        requireInForce(signer, role, clock.instant());
        Json.Obj row = KeyRows.row(trustRoot, signer.keyid()).orElseThrow();
        return new DatedSigner(signer, signsUntil(row), clock);
    }

    /** The end of a key's interval, or its revocation; earlier by {@link #TOKEN_WAIT} where auditors go by the token's time. */
    private Instant signsUntil(Json.Obj row) {
        Instant end = Instant.parse(row.text("validUntil"));
        Instant revoked = row.get("revoked") instanceof Json.Obj why ? Instant.parse(why.text("at")) : end;
        Instant until = revoked.isBefore(end) ? revoked : end;
        return requires("time") ? until.minus(TOKEN_WAIT) : until;
    }

    private String refusal(Json.Obj row, Role role, Instant now) {
        if (!row.texts("roles").contains(role.id())) {
            return "has another role in";
        }
        if (row.get("revoked") instanceof Json.Obj revoked && !now.isBefore(Instant.parse(revoked.text("at")))) {
            return "is revoked by";
        }
        boolean valid = !now.isBefore(Instant.parse(row.text("validFrom")))
                && now.isBefore(Instant.parse(row.text("validUntil")));
        if (!valid) {
            return "is outside the interval that it has in";
        }
        boolean late = role == Role.DECISION && !now.isBefore(signsUntil(row));
        return late ? "is so near its end that no token would come in time, by" : "";
    }

    /** How many controllers have to sign in a role of {@code roles}: decision, policy, root. */
    public long threshold(Role role) {
        return trustRoot.object("roles").object(role.id()).integer("threshold");
    }

    /**
     * Returns where keys of this role, none of them revoked, have signed exactly this payload, of as many controllers as it takes.
     *
     * @throws KeyProblem otherwise
     */
    public void verify(DsseEnvelope envelope, Role role) {
        requireEnough(role, signers(envelope, role, key -> key.get("revoked") == Json.NULL));
    }

    /**
     * The same by the trust root that was in force before this one, and by keys that this one does not say others may have.
     *
     * @throws KeyProblem otherwise
     */
    public void requireCarriedOver(DsseEnvelope envelope, Role role, TrustedKeys before) {
        Set<String> stolen = compromised();
        Set<String> controllers = before.signers(
                envelope, role, key -> key.get("revoked") == Json.NULL && !stolen.contains(key.text("keyid")));
        before.requireEnough(role, controllers);
    }

    /**
     * Returns where any key of this role has signed exactly this payload at some time: it may have been revoked since.
     *
     * @throws KeyProblem otherwise
     */
    public void requireSignedOnce(DsseEnvelope envelope, Role role) {
        if (signers(envelope, role, key -> true).isEmpty()) {
            throw unsigned(role);
        }
    }

    private void requireEnough(Role role, Set<String> controllers) {
        if (controllers.isEmpty()) {
            throw unsigned(role);
        }
        if (controllers.size() < threshold(role)) {
            throw new KeyProblem("it is signed by " + controllers.size() + " of the " + threshold(role)
                    + " controllers that the trust root asks for in the role " + role.id());
        }
    }

    private static KeyProblem unsigned(Role role) {
        return new KeyProblem("no key of the role " + role.id() + " in the trust root has signed it");
    }

    /** The controllers whose signature holds. */
    private Set<String> signers(DsseEnvelope envelope, Role role, Predicate<Json.Obj> counts) {
        byte[] hash = Digest.sha256(envelope.pae()).bytes();
        Set<String> controllers = new TreeSet<>();
        for (Json.Obj key : trustRoot.objects("keys")) {
            boolean usable = key.texts("roles").contains(role.id()) && counts.test(key);
            if (usable
                    && parse(key.text("spki")) instanceof ECPublicKeyParameters ec
                    && isSignedBy(ec, hash, envelope)) {
                controllers.add(key.text("controller"));
            }
        }
        return controllers;
    }

    private static boolean isSignedBy(ECPublicKeyParameters key, byte[] hash, DsseEnvelope envelope) {
        return envelope.signatures().stream()
                .anyMatch(signature -> isSignedBy(key, hash, signature.sig().toArray()));
    }

    private static AsymmetricKeyParameter parse(String spki) {
        try {
            return PublicKeyFactory.createKey(Base64.getDecoder().decode(spki));
        } catch (IOException e) {
            throw new KeyProblem("the trust root lists a key that cannot be read", e);
        }
    }

    private static boolean isSignedBy(ECPublicKeyParameters key, byte[] hash, byte[] signature) {
        BigInteger[] rs;
        try {
            rs = StandardDSAEncoding.INSTANCE.decode(P256_ORDER, signature);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
        ECDSASigner check = new ECDSASigner();
        check.init(false, key);
        return check.verifySignature(hash, rs[0], rs[1]);
    }
}
