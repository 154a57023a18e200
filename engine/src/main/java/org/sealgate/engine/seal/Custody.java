package org.sealgate.engine.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.engine.seal.anchor.TsaCertificate;

/**
 * Changes keys: each change is the next version of the trust root, signed with the root keys that lie here, and comes into force by
 * {@link #adopt}. What is signed by too few waits as a draft for others.
 *
 * <p>In order: the key that is to follow is made, the trust root that lists it replaces the old one, the keys change places. A stop
 * leaves an unused key, or a new trust root beside the old key's folder; {@link #settle} makes that good.
 */
public final class Custody {
    private static final String DRAFT = "trust-root.draft.json";

    private final Path home;
    private final KeyFolder keys;
    private final Instant now;
    private final SecureRandom random;

    public Custody(Path home, Clock clock, SecureRandom random) {
        this.home = home;
        this.keys = new KeyFolder(home);
        this.now = TrustRootEdition.issue(clock.instant());
        this.random = random;
    }

    /** Where a trust root waits for signatures. */
    public static Path draft(Path home) {
        return home.resolve(DRAFT);
    }

    /** Finishes a change that was stopped between trust root and keys. */
    public void settle() throws IOException {
        Optional<TrustRootFile> current = TrustRootFile.read(Installation.trustRoot(home));
        if (current.isPresent()) {
            Json.Obj payload = current.get().payload();
            keys.settle((slot, place) -> names(payload, slot, place));
        }
    }

    /** Logs are listed by their note key, time authorities by their certificate, all others by keyid. */
    private static boolean names(Json.Obj payload, KeySlot slot, Path place) throws IOException {
        return switch (slot.role()) {
            case ROOT, POLICY, DECISION ->
                KeyRows.row(payload, KeyFolder.keyid(place)).isPresent();
            case LOG -> {
                String origin = payload.objects("issuers").getFirst().textOrNull("origin");
                yield origin != null
                        && payload.text("logPolicy")
                                .contains("log " + KeyFolder.open(slot, place).noteKey(origin) + "\n");
            }
            case TSA -> {
                String certificate = TimeAuthority.listed(place);
                yield payload.objects("tsa").stream()
                        .anyMatch(row -> row.text("certificate").equals(certificate));
            }
        };
    }

    /** The trust root in force. */
    public Bytes current() throws IOException {
        return Bytes.copyOf(inForce().bytes());
    }

    private TrustRootFile inForce() throws IOException {
        Path file = Installation.trustRoot(home);
        return TrustRootFile.read(file)
                .orElseThrow(() -> new KeyProblem(file + " is not there; make it with: sealgate keys init"));
    }

    /** Makes a root key and nothing else, for somebody who signs trust roots with others. */
    public Path createRoot() throws IOException {
        PrivateFile.folder(home);
        keys.create(KeySlot.of(Role.ROOT), random);
        return home.resolve("keys").resolve(Role.ROOT.id()).resolve("public.pem");
    }

    /** The keyids whose private half lies here. */
    public Set<String> held() throws IOException {
        Set<String> held = new HashSet<>();
        for (Role role : Role.values()) {
            for (KeySlot slot : KeySlot.all(role)) {
                keys.keyid(slot).ifPresent(held::add);
            }
        }
        return held;
    }

    /**
     * Makes a role's next key, and the second signature's where there is one.
     *
     * @param why takes the old key back, or, where it lies on another machine, all of its role and holder. Without a reason a key that
     *     lies here is superseded now where its signatures have proven times; where they have none it keeps its interval, because what
     *     it signed could no longer be told from what it will sign; so it does where others have to sign this change, or where it lies
     *     on another machine, because it goes on signing until they have, or until the new one has come there
     */
    public Bytes rotate(Role role, Optional<Revocation> why) throws IOException {
        return rotate(role, why, Optional.empty());
    }

    /**
     * The same with the new key on a PKCS#11 token.
     *
     * @param token the file that says where it is
     */
    public Bytes rotate(Role role, Optional<Revocation> why, Optional<Path> token) throws IOException {
        requireNoDraft();
        requireDated(role, why, token);
        Json.Obj before = inForce().payload();
        if (role != Role.ROOT
                && KeyRows.waits(before)
                && why.filter(Custody::isSuperseded).isPresent()) {
            throw tooEarly(role.id());
        }
        TrustRootEdition edition = TrustRootEdition.after(before, now);
        requireTakesBack(role, why, before);
        List<StatementSigner> signers = rootSigners();
        for (KeySlot slot : KeySlot.all(role)) {
            List<Json.Obj> old = followed(before, slot);
            if (slot.equals(KeySlot.of(role)) || keys.keyid(slot).isPresent() || !old.isEmpty()) {
                Next next = next(slot, edition, token, why.isPresent());
                boolean given = why.isPresent() || here(before, slot).isEmpty();
                edition = successor(edition, next, old, given ? why : superseded(before, role));
                if (role == Role.ROOT) {
                    next.signer().ifPresent(signers::add);
                }
            }
        }
        return signed(edition, signers);
    }

    /** Logs and time authorities have no revocation in a trust root: what they attested stands by what others saw of it. */
    private static void requireDated(Role role, Optional<Revocation> why, Optional<Path> token) {
        boolean listed = role != Role.LOG && role != Role.TSA;
        if (!listed && (why.isPresent() || token.isPresent())) {
            throw new KeyProblem("the key of " + role.id()
                    + " is listed without revocation, and lies in a file: rotate it without --reason and --pkcs11");
        }
    }

    /**
     * What a slot's next key follows: the key that lies here; where that lies on another machine, whatever the trust root lists of the
     * role and its holder that is not taken back.
     */
    private List<Json.Obj> followed(Json.Obj before, KeySlot slot) throws IOException {
        return here(before, slot).map(List::of).orElseGet(() -> KeyRows.good(before, slot));
    }

    private Optional<Json.Obj> here(Json.Obj before, KeySlot slot) throws IOException {
        return keys.keyid(slot).flatMap(keyid -> KeyRows.row(before, keyid));
    }

    /** Who names a reason means a key: a new one alone would leave the stolen one good, and look like success. */
    private void requireTakesBack(Role role, Optional<Revocation> why, Json.Obj before) throws IOException {
        if (why.isEmpty()) {
            return;
        }
        for (KeySlot slot : KeySlot.all(role)) {
            if (followed(before, slot).stream().anyMatch(row -> isNews(why.get(), row))) {
                return;
            }
        }
        throw new KeyProblem("the trust root lists no key of " + role.id()
                + " that this would take back; rotate it without --reason, or name the key: sealgate keys revoke KEYID"
                + " (sealgate keys list shows all)");
    }

    /** Lists a key in an edition, as its role has it. */
    @FunctionalInterface
    private interface Listed {
        TrustRootEdition in(TrustRootEdition edition, String controller);
    }

    /** A key that is to follow: its signature where it signs trust roots, and how it is listed. */
    private record Next(Optional<StatementSigner> signer, Listed listed) {}

    private Next next(KeySlot slot, TrustRootEdition edition, Optional<Path> token, boolean anew) throws IOException {
        if (token.isPresent() && slot.algorithm() == KeyAlgorithm.ECDSA_P256 && slot.role() != Role.TSA) {
            TokenSettings settings = TokenSettings.read(token.get());
            return key(slot, keys.begin(slot, settings, TrustRootEdition.Interval.of(now), anew));
        }
        return switch (slot.role()) {
            case ROOT, POLICY, DECISION -> {
                KeyPair pair = keys.begin(slot, random);
                yield key(slot, Bytes.copyOf(pair.spki()), pair.signer());
            }
            case LOG -> {
                String origin = edition.payload().objects("issuers").getFirst().text("origin");
                String noteKey = keys.begin(slot, random).noteKey(origin);
                yield new Next(Optional.empty(), (next, controller) -> next.withLog(noteKey));
            }
            case TSA -> {
                String controller =
                        edition.payload().objects("issuers").getFirst().text("controller");
                KeyPair pair = keys.begin(slot, random);
                var validity = new TsaCertificate.Validity(controller, now, now.plus(TrustRootEdition.LIFE));
                Json.Obj row = TimeAuthority.create(pair, keys.next(slot), validity, random);
                yield new Next(Optional.empty(), (next, same) -> next.withTimeAuthority(row));
            }
        };
    }

    private Next key(KeySlot slot, TokenKey key) {
        return key(slot, Bytes.copyOf(key.spki()), key);
    }

    private Next key(KeySlot slot, Bytes spki, StatementSigner signer) {
        return new Next(Optional.of(signer), (edition, controller) -> edition.with(listed(slot, spki, controller)));
    }

    private static TrustRootEdition successor(
            TrustRootEdition edition, Next next, List<Json.Obj> old, Optional<Revocation> revocation) {
        Json.Obj issuer = edition.payload().objects("issuers").getFirst();
        Json.Obj holder = old.isEmpty() ? issuer : old.getFirst();
        TrustRootEdition listed = next.listed().in(edition, holder.text("controller"));
        for (Json.Obj row : old) {
            if (revocation.isPresent() && isNews(revocation.get(), row)) {
                listed = listed.revoked(row.text("keyid"), revocation.get());
            }
        }
        return listed;
    }

    /** A key that was taken back already stays taken back as it was, unless this is stricter. */
    private static boolean isNews(Revocation why, Json.Obj row) {
        return !(row.get("revoked") instanceof Json.Obj already) || isStricter(why, already);
    }

    private ListedKey listed(KeySlot slot, Bytes spki, String controller) {
        return new ListedKey(slot.algorithm(), spki, slot.role(), controller, now, now.plus(TrustRootEdition.LIFE));
    }

    private Optional<Revocation> superseded(Json.Obj before, Role role) {
        if (role == Role.ROOT) {
            return Optional.of(new Revocation(now, Revocation.Reason.SUPERSEDED));
        }
        boolean proven = before.objects("issuers").getFirst().object("require").bool("time");
        return proven && !KeyRows.waits(before)
                ? Optional.of(new Revocation(now.plus(TrustedKeys.TOKEN_WAIT), Revocation.Reason.SUPERSEDED))
                : Optional.empty();
    }

    private static boolean isSuperseded(Revocation why) {
        return why.reason() == Revocation.Reason.SUPERSEDED;
    }

    private static KeyProblem tooEarly(String key) {
        return new KeyProblem(
                "others have to sign this too, and until then the engine goes on signing with the key of " + key
                        + ": superseded from an instant before that, its evidence would be refused. Rotate without --reason; when that"
                        + " is in force, the old key can be superseded: sealgate keys revoke KEYID --reason superseded");
    }

    /** Takes a key back. */
    public Bytes revoke(String keyid, Revocation why) throws IOException {
        requireNoDraft();
        Json.Obj before = inForce().payload();
        Json.Obj row =
                KeyRows.row(before, keyid).orElseThrow(() -> new KeyProblem("the trust root lists no key " + keyid));
        if (row.get("revoked") instanceof Json.Obj already && !isStricter(why, already)) {
            throw new KeyProblem("the key " + keyid + " is revoked since " + already.text("at") + " as "
                    + already.text("reason") + "; that is never taken back");
        }
        boolean root = row.texts("roles").contains(Role.ROOT.id());
        if (!root && isSuperseded(why) && KeyRows.waits(before) && !KeyRows.isFollowed(before, row)) {
            throw tooEarly(row.texts("roles").getFirst());
        }
        return signed(TrustRootEdition.after(before, now).revoked(keyid, why), rootSigners());
    }

    private static boolean isStricter(Revocation why, Json.Obj already) {
        boolean stolen = already.text("reason").equals("compromised");
        return !why.at().isAfter(Instant.parse(already.text("at")))
                && (!stolen || why.reason() == Revocation.Reason.COMPROMISED);
    }

    /**
     * Lists somebody else's key.
     *
     * @param file their {@code public.pem}
     * @param threshold how many controllers the role needs from now on
     */
    public Bytes add(Role role, String controller, Path file, OptionalInt threshold) throws IOException {
        requireNoDraft();
        TrustRootEdition edition = TrustRootEdition.after(inForce().payload(), now)
                .with(listed(KeySlot.of(role), Bytes.copyOf(KeyFolder.publicKey(file)), controller));
        if (role == Role.DECISION) {
            edition = edition.withIssuerOf(controller);
        }
        if (threshold.isPresent()) {
            edition = edition.withThreshold(role, threshold.getAsInt());
        }
        return signed(edition, rootSigners());
    }

    /**
     * Names a witness whose cosignatures count.
     *
     * @param key its vkey
     * @param needed how many witnesses must have cosigned from now on; where empty, as before
     */
    public Bytes addWitness(String name, String key, Optional<String> url, OptionalInt needed) throws IOException {
        requireNoDraft();
        TrustRootEdition edition = TrustRootEdition.after(inForce().payload(), now);
        WitnessRoll roll = WitnessRoll.of(edition.payload().text("logPolicy")).with(name, key, url, needed);
        return signed(edition.withWitnesses(roll), rootSigners());
    }

    /**
     * Names somebody else's time stamping authority.
     *
     * @param certificates in PEM; its tokens have to lead to the last
     * @param policy OID that its tokens carry
     */
    public Bytes addTimeAuthority(String controller, Path certificates, String policy) throws IOException {
        requireNoDraft();
        Json.Obj row = TimeAuthority.external(certificates, controller, policy);
        return signed(TrustRootEdition.after(inForce().payload(), now).withTimeAuthority(row), rootSigners());
    }

    /** A draft with this installation's root signature added, unless it bears it already. */
    public Bytes countersign(byte[] draft) {
        DsseEnvelope envelope = TrustRootFile.parse(draft, "the draft").envelope();
        StatementSigner root = keys.signer(Role.ROOT);
        boolean signed =
                envelope.signatures().stream().anyMatch(each -> each.keyid().equals(root.keyid()));
        return Bytes.copyOf((signed ? envelope : Dsse.countersign(envelope, root)).toBytes());
    }

    /**
     * Puts a trust root in force. Whether it may be is for the caller to have asked, who holds the home's lock.
     *
     * @param before what it was made from
     * @throws KeyProblem where something else is in force by now: two trust roots of one version divide those who hold them
     */
    public void adopt(Bytes before, Bytes file) throws IOException {
        if (!current().equals(before)) {
            throw new KeyProblem(Installation.trustRoot(home)
                    + " was changed meanwhile; nothing was put in force: look at it (sealgate trust show), then make the change"
                    + " again");
        }
        TrustRootFile.replace(Installation.trustRoot(home), file.toArray());
        // a stop here leaves the new trust root with the old key in its place, and perhaps the draft
        settle();
        Files.deleteIfExists(draft(home));
    }

    /** Keeps a trust root that lacks signatures. */
    public Path keepDraft(Bytes file) throws IOException {
        TrustRootFile.replace(draft(home), file.toArray());
        return draft(home);
    }

    private void requireNoDraft() {
        if (Files.exists(draft(home))) {
            throw new KeyProblem(
                    draft(home) + " waits for signatures; have it signed (sealgate trust sign), or delete it");
        }
    }

    private List<StatementSigner> rootSigners() {
        return new ArrayList<>(List.of(keys.signer(Role.ROOT)));
    }

    private static Bytes signed(TrustRootEdition edition, List<StatementSigner> signers) {
        return Bytes.copyOf(Dsse.seal(Installation.TRUST_ROOT_TYPE, edition.bytes(), signers)
                .toBytes());
    }
}
