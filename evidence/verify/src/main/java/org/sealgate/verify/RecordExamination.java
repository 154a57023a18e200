package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Container;
import org.sealgate.derive.Derivation;
import org.sealgate.derive.Notice;
import org.sealgate.derive.ReleaseRules;
import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;
import org.sealgate.verify.CheckResult.Pass;

/** Steps 7 to 16: the statement is genuine, and all the rest is held against it. */
final class RecordExamination {
    private final Examination of;
    private final Lines lines;
    private final Container container;
    private final Decision decision;
    private final TrustRoot root;
    private final Signed signed;
    private final Set<TrustRoot.Proof> required;
    private final List<NoticeCheck.Read> notices;

    RecordExamination(Examination of, Container container, Decision decision, TrustRoot root, Signed signed) {
        this.of = of;
        this.lines = of.lines();
        this.container = container;
        this.decision = decision;
        this.root = root;
        this.signed = signed;
        this.required = root.required(issuer(decision));
        this.notices = of.session().notices(of.expectations(), root);
    }

    private static String issuer(Decision decision) {
        return decision.predicate().object("issuer").text("id");
    }

    void examine() {
        Optional<Checked> files = files();
        Optional<LogCheck.Logged> logged = log();
        TimeCheck.Outcome time =
                TimeCheck.of(required, container, logged, of.session().stamps(), decision.decidedAt());
        lines.put(Step.TIME, time.result(), time.notes());
        // the token is over the checkpoint: it says nothing of an entry that is not in the log
        KeysCheck.Signing signing = new KeysCheck.Signing(
                time.proven().filter(proven -> logged.isPresent()),
                decision.decidedAt(),
                of.expectations().at());
        SigningTime when = signing.entry();
        keys(signing, logged);
        files.ifPresent(read -> restated(read, logged));
        if (decision.isMalformed()) {
            malformed();
        } else {
            files.ifPresent(read -> evaluated(read, when));
        }
        RelevanceCheck relevance = new RelevanceCheck(decision, of.expectations(), of.held());
        CheckResult relevant = relevance.check(NoticeCheck.digest(signed.envelope()), notices, of.warnings());
        lines.put(Step.RELEVANCE, relevant, relevance.notes());
    }

    /**
     * The files that are the signed ones.
     *
     * @param retired what else was signed for, and is gone because the gate has retired it: nothing can be derived again
     */
    private record Checked(BundleFiles files, List<Finding> retired) {}

    /** The files, if they are the signed ones, or retired: nothing is derived from others. */
    private Optional<Checked> files() {
        List<BundleFiles> read = new ArrayList<>();
        CheckResult result = lines.run(
                Step.FILES,
                decision.predicate().array("evidence").items().size() + " files and the policy's sources as signed",
                problems -> read.add(new FilesCheck(
                                container, decision, required, of.session().blobs(), problems)
                        .check(retirement(problems))));
        lines.put(Step.FILES, result, ProofCheck.notes(required));
        List<Finding> found = result instanceof CheckResult.Fail fail ? fail.findings() : List.of();
        boolean whole = found.stream().allMatch(finding -> finding.code() == Code.OBJECT_TOMBSTONED);
        return read.stream().filter(files -> whole).findFirst().map(files -> new Checked(files, found));
    }

    private Retirement retirement(Problems problems) {
        Retirement retirement = new Retirement(decision, NoticeCheck.digest(signed.envelope()), problems);
        Container carried = container.below(Notice.FOLDER);
        if (!carried.parts().isEmpty()) {
            NoticeCheck.Read own = NoticeCheck.of(
                    carried,
                    Notice.FOLDER,
                    of.session(),
                    root,
                    of.expectations().at());
            problems.addAll(own.findings());
            own.notice().ifPresent(retirement::carried);
        }
        notices.forEach(each -> each.notice().ifPresent(retirement::brought));
        return retirement;
    }

    /** The files that say the statement again, which rest on the log's proof. */
    private void restated(Checked files, Optional<LogCheck.Logged> logged) {
        Problems problems = new Problems();
        problems.addAll(files.retired());
        new RestatedCheck(container, root, required, problems)
                .check(decision, signed, logged, of.session().stamps());
        if (!problems.isEmpty()) {
            lines.put(Step.FILES, problems.result(""), ProofCheck.notes(required));
        }
    }

    /** What is proved about the log; empty where it failed or is not required. */
    private Optional<LogCheck.Logged> log() {
        KnownLogs logs =
                KnownLogs.of(root, issuer(decision), signed.keys(), of.session().ed25519());
        LogCheck log = new LogCheck(container, signed, logs, required, of.warnings());
        List<CheckResult> left = new ArrayList<>();
        CheckResult result = lines.run(Step.LOG, "", problems -> left.add(log.check(of.expectations())));
        lines.put(Step.LOG, result instanceof Pass ? left.getFirst() : result, log.notes());
        return log.logged().filter(entry -> result instanceof Pass);
    }

    private void keys(KeysCheck.Signing signing, Optional<LogCheck.Logged> logged) {
        SigningTime when = signing.entry();
        if (when instanceof SigningTime.Claimed) {
            of.warnings().add(Code.TIME_UNANCHORED, "", "a proven time", "the signer's own clock");
        }
        lines.run(Step.KEYS, when.asked(), problems -> KeysCheck.require(signed.keys(), logged, signing, problems));
    }

    private void malformed() {
        MalformedCheck check = new MalformedCheck(decision);
        Optional<String> expected = of.expectations().policy();
        lines.put(Step.POLICY, check.policy(expected), check.notes(expected));
        lines.put(Step.BINDING, check.binding());
        lines.put(Step.REPLAY, MalformedCheck.nothing());
        lines.put(Step.REDERIVATION, MalformedCheck.nothing());
        lines.run(Step.ADMISSIBILITY, "", problems -> AdmissibilityCheck.notAllow(decision, problems));
    }

    private void evaluated(Checked read, SigningTime when) {
        BundleFiles files = read.files();
        List<Release> releases = new ArrayList<>();
        List<ReleaseRules> rules = new ArrayList<>();
        CheckResult policy = lines.run(Step.POLICY, "as released and in force", problems -> {
            Session.CheckedRelease checked = of.session().release(files, root, of.patience());
            problems.addAll(checked.findings());
            checked.release().ifPresent(releases::add);
            checked.release()
                    .flatMap(release -> new PolicyCheck(release, decision, problems)
                            .check(when, of.expectations().policy()))
                    .ifPresent(rules::add);
        });
        lines.put(
                Step.POLICY,
                policy,
                List.of(
                        "that the module comes from the Rego sources is the policy signer's word; the replay guide of the "
                                + "verifier tells how to build it again"));
        if (!read.retired().isEmpty()) {
            retired();
            return;
        }
        releases.forEach(release -> replayed(files, release, rules.stream().findFirst()));
    }

    private void retired() {
        CheckResult gone = new NotChecked(Because.UNKNOWN, "the payload was retired");
        for (Step step : List.of(Step.BINDING, Step.REPLAY, Step.REDERIVATION, Step.ADMISSIBILITY)) {
            lines.put(step, gone);
        }
    }

    private void replayed(BundleFiles files, Release release, Optional<ReleaseRules> rules) {
        Optional<Recorded> recorded = binding(files, release);
        ReplayCheck replay = new ReplayCheck(decision, files, release, of.patience());
        CheckResult again = lines.run(Step.REPLAY, "the policy gives the recorded result again", replay::check);
        lines.put(Step.REPLAY, again, replay.notes());
        if (recorded.isPresent() && rules.isPresent()) {
            concluded(recorded.get(), release, rules.get());
        }
    }

    private void concluded(Recorded recorded, Release release, ReleaseRules rules) {
        CheckResult derived = derivationKnown()
                ? lines.run(
                        Step.REDERIVATION,
                        "gates, refusal and outcome follow from the result",
                        problems -> new RederivationCheck(decision, recorded, release, problems).check(rules))
                : unknownDerivation();
        lines.put(Step.REDERIVATION, derived);
        CheckResult admissible = lines.run(Step.ADMISSIBILITY, "everything that an allow needs", problems -> {
            if (decision.isAllow()) {
                AdmissibilityCheck.allow(decision, recorded, rules, release.data(), problems);
            } else {
                AdmissibilityCheck.notAllow(decision, problems);
            }
        });
        lines.put(Step.ADMISSIBILITY, admissible, AdmissibilityCheck.reasons(recorded));
    }

    private Optional<Recorded> binding(BundleFiles files, Release release) {
        List<String> notes = new ArrayList<>();
        List<Recorded> read = new ArrayList<>();
        CheckResult result = lines.run(
                Step.BINDING,
                "input, facts and subject belong together",
                problems -> RecordedCheck.read(decision, files, problems).ifPresent(recorded -> {
                    read.add(recorded);
                    bind(files, release, recorded, problems, notes);
                }));
        if (result instanceof Pass && !derivationKnown()) {
            result = unknownDerivation();
        } else if (result instanceof Pass && !FactsCheck.knows(decision)) {
            result = new NotChecked(Because.UNKNOWN, "the facts are of a sensor set that this version does not know");
        }
        lines.put(Step.BINDING, result, notes);
        return read.stream().findFirst();
    }

    private void bind(BundleFiles files, Release release, Recorded recorded, Problems problems, List<String> notes) {
        BindingCheck binding = new BindingCheck(decision, files, release, recorded, problems);
        Optional<Original> original = binding.check(of.held());
        notes.addAll(binding.notes());
        if (FactsCheck.knows(decision)) {
            FactsCheck facts = new FactsCheck(decision, files, recorded, problems);
            facts.check(original);
            notes.addAll(facts.notes());
        }
        if (derivationKnown()) {
            new SubjectCheck(decision, files, release, recorded, problems).check(original);
        }
    }

    private boolean derivationKnown() {
        return decision.predicate().text("derivation").equals(Derivation.VERSION);
    }

    private NotChecked unknownDerivation() {
        String version = decision.predicate().text("derivation");
        return new NotChecked(Because.UNKNOWN, "derivation " + version + " is not known to this version");
    }
}
