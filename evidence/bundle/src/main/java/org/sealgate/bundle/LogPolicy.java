package org.sealgate.bundle;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which logs count, and how many witnesses must have cosigned: C2SP tlog-policy.
 *
 * <pre>{@code
 * log gate.example.org/log+1a2b3c4d+AekyeRrm…
 * witness w1 witness.example.org/w1+530d903a+BOkyeRrm… https://witness.example.org/
 * group g any w1
 * quorum g
 * }</pre>
 *
 * @param logs of {@link VerifierKey.Type#ED25519}; a log's name is the origin of its checkpoints
 * @param witnesses of {@link VerifierKey.Type#COSIGNATURE_V1}
 * @param groups each of names that stand before it
 * @param quorum a witness or group that must have cosigned; empty for {@code quorum none}
 */
public record LogPolicy(
        List<LogLine> logs, List<WitnessLine> witnesses, List<GroupLine> groups, Optional<String> quorum) {
    public LogPolicy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        groups = List.copyOf(groups);
    }

    /** Of nobody: no log is known. */
    public static LogPolicy none() {
        return new LogPolicy(List.of(), List.of(), List.of(), Optional.empty());
    }

    /** A log, and where to find it. */
    public record LogLine(VerifierKey key, Optional<String> url) {}

    /** A witness, by a name of this policy's own, and where to find it. */
    public record WitnessLine(String name, VerifierKey key, Optional<String> url) {}

    /** Names of which {@code needed} must have cosigned. */
    public record GroupLine(String name, int needed, List<String> members) {
        public GroupLine {
            members = List.copyOf(members);
        }
    }

    /**
     * Reads a policy.
     *
     * @throws LogProofException {@link LogProofCode#KEY_ENCODING} for a key that is not a vkey of its place's type; {@link
     *     LogProofCode#LOG_POLICY} for anything else that is no policy: unknown words, names undefined or defined twice, a key twice, no
     *     quorum or two
     */
    public static LogPolicy parse(String text) {
        return new LogPolicyReader().read(text);
    }

    /** The keys that may sign checkpoints of this origin. */
    public List<VerifierKey> logsOf(String origin) {
        return logs.stream()
                .map(LogLine::key)
                .filter(key -> key.name().equals(origin))
                .toList();
    }

    /**
     * Returns where these witnesses are a quorum. Everybody is one where none is asked for.
     *
     * @param cosigned keys whose cosignatures were verified
     * @throws LogProofException {@link LogProofCode#WITNESS_QUORUM} otherwise
     */
    public void requireQuorum(Collection<VerifierKey> cosigned) {
        Set<String> names = new HashSet<>();
        witnesses.stream().filter(line -> cosigned.contains(line.key())).forEach(line -> names.add(line.name()));
        for (GroupLine group : groups) {
            long members = group.members().stream().filter(names::contains).count();
            if (members >= group.needed()) {
                names.add(group.name());
            }
        }
        if (quorum.filter(name -> !names.contains(name)).isPresent()) {
            throw new LogProofException(LogProofCode.WITNESS_QUORUM, "too few witnesses cosigned");
        }
    }
}
