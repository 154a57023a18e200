package org.sealgate.engine.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.LogPolicy.GroupLine;
import org.sealgate.bundle.LogPolicy.WitnessLine;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.VerifierKey;

/**
 * The witnesses of a trust root's log policy (C2SP tlog-policy): a roll of all of them, of which so many must have cosigned.
 *
 * @param needed 0 where a cosignature is told, and none is asked for
 */
record WitnessRoll(LogPolicy policy, int needed) {
    private static final String GROUP = "witnesses";

    /** @throws KeyProblem where the policy asks for more than a number of all its witnesses: nobody but its author may change that */
    static WitnessRoll of(String text) {
        LogPolicy policy = LogPolicy.parse(text);
        List<String> names = policy.witnesses().stream().map(WitnessLine::name).toList();
        if (policy.quorum().isEmpty() && policy.groups().isEmpty()) {
            return new WitnessRoll(policy, 0);
        }
        GroupLine group = policy.groups().size() == 1 ? policy.groups().getFirst() : new GroupLine("", 0, List.of());
        if (!policy.quorum().equals(Optional.of(GROUP)) || !group.members().equals(names)) {
            throw new KeyProblem("the log policy has groups of its own making; edit it where it was written");
        }
        return new WitnessRoll(policy, group.needed());
    }

    /**
     * With one witness more.
     *
     * @param key its vkey, of cosignature/v1
     * @param asked how many must have cosigned from now on; where empty, as before
     */
    WitnessRoll with(String name, String key, Optional<String> url, OptionalInt asked) {
        try {
            List<WitnessLine> witnesses = new ArrayList<>(policy.witnesses());
            witnesses.add(new WitnessLine(name, VerifierKey.parse(key), url));
            WitnessRoll next = new WitnessRoll(
                    new LogPolicy(policy.logs(), witnesses, List.of(), Optional.empty()), asked.orElse(needed));
            if (!LogPolicy.parse(next.text()).witnesses().equals(witnesses)) {
                throw new KeyProblem(
                        "the witness " + name + " cannot be listed: a name or an address with a space in it");
            }
            return next;
        } catch (LogProofException e) {
            throw new KeyProblem("the witness " + name + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** The policy, as a trust root has it. */
    String text() {
        StringBuilder text = new StringBuilder();
        policy.logs().forEach(log -> line(text, "log " + log.key().text(), log.url()));
        policy.witnesses()
                .forEach(witness -> line(
                        text, "witness " + witness.name() + " " + witness.key().text(), witness.url()));
        if (needed == 0) {
            return text.append("quorum none\n").toString();
        }
        text.append("group ").append(GROUP).append(' ').append(needed);
        policy.witnesses().forEach(witness -> text.append(' ').append(witness.name()));
        return text.append("\nquorum ").append(GROUP).append('\n').toString();
    }

    private static void line(StringBuilder text, String words, Optional<String> url) {
        text.append(words);
        url.ifPresent(address -> text.append(' ').append(address));
        text.append('\n');
    }
}
