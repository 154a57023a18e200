package org.sealgate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.release.PolicyRelease;
import org.sealgate.engine.release.PolicyReleases;
import org.sealgate.engine.release.ReleaseFault;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.TrustedKeys;

/** The policy that decides here, while the trust root under it changes. */
final class PromotedPolicy {
    private final Path home;
    private final PolicyReleases releases;

    PromotedPolicy(Path home) {
        this.home = home;
        this.releases = new PolicyReleases(home.resolve("policy"));
    }

    private boolean isThere() {
        return Files.exists(home.resolve("policy/promoted.dsse.json"));
    }

    /**
     * Returns where release and promotion, as they lie here, bear the signatures that a trust root asks for.
     *
     * @throws KeyProblem otherwise
     */
    void requireSigned(TrustedKeys trusted) throws IOException {
        requireSigned(releases.promoted(), trusted);
    }

    private static void requireSigned(PolicyReleases.Promoted promoted, TrustedKeys trusted) {
        trusted.verify(promoted.release().envelope(), Role.POLICY);
        trusted.verify(promoted.promotion(), Role.POLICY);
    }

    /**
     * Lets the policy go on under the policy role's key of now, where the keys that have signed it were good until this change and
     * nobody else may have them. Whatever else lies in the folder is for people to look at: a signature of ours would put it in force.
     *
     * @param before the trust root that was in force until now
     * @return what is left to do
     */
    List<String> carryOver(TrustedKeys before, Instant now) throws IOException {
        if (!isThere()) {
            return List.of();
        }
        TrustedKeys trusted = TrustedKeys.open(home);
        try {
            PolicyReleases.Promoted promoted = releases.promoted();
            if (!isSigned(promoted, trusted)) {
                trusted.requireCarriedOver(promoted.release().envelope(), Role.POLICY, before);
                trusted.requireCarriedOver(promoted.promotion(), Role.POLICY, before);
                signAgain(promoted, trusted, now);
            }
            return List.of();
        } catch (KeyProblem | ReleaseFault e) {
            return List.of(
                    "the promoted policy was not signed again: " + e.getMessage()
                            + ". Look at the policies, then sign and promote them where keys/policy lies: sealgate policy build");
        }
    }

    private static boolean isSigned(PolicyReleases.Promoted promoted, TrustedKeys trusted) {
        try {
            requireSigned(promoted, trusted);
            return true;
        } catch (KeyProblem e) {
            return false;
        }
    }

    private void signAgain(PolicyReleases.Promoted promoted, TrustedKeys trusted, Instant now) throws IOException {
        var signer = new KeyFolder(home).signer(Role.POLICY);
        trusted.requireInForce(signer, Role.POLICY, now);
        PolicyRelease again = releases.signedAgain(promoted.release(), signer);
        trusted.verify(again.envelope(), Role.POLICY);
        String controller = JsonReader.readObject(promoted.promotion().payload().toArray())
                .object("predicate")
                .text("controller");
        releases.promote(again, now.truncatedTo(ChronoUnit.SECONDS), controller, signer);
    }
}
