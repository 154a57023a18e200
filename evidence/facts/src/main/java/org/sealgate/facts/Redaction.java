package org.sealgate.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * What a policy, OPA's logs and the evidence may see of a proposal: findings instead of what was found.
 *
 * <p>Every string value and every name is given to the sensors. A flagged value becomes {@code {"withheld":"email"}}; a member with a flagged
 * name becomes {@code "~email1":{"withheld":"email"}}, its value gone with it. A string of more than {@value #LONG_STRING_BYTES} bytes
 * of UTF-8 that is not flagged becomes {@code {"bytes":5000,"digest":"sha256:…"}} over those bytes, so that an input stays small. All else
 * stays as it was read. The same bytes always give the same redaction: the verifier makes it again from {@code proposal.json}.
 */
public final class Redaction {
    /** The longest string that stands in a decision input, in bytes of UTF-8. */
    public static final int LONG_STRING_BYTES = 4096;

    private final List<Finding> findings;
    private final Json.Obj proposal;
    private final Json.Obj claims;

    private Redaction(List<Finding> findings, Json.Obj proposal, Json.Obj claims) {
        this.findings = findings;
        this.proposal = proposal;
        this.claims = claims;
    }

    /** Runs the sensors over the whole document, claims included. */
    public static Redaction of(Reading reading) {
        Walk walk = new Walk();
        Json.Obj redacted = walk.object(reading.document());
        Map<String, Json> own = new LinkedHashMap<>();
        Map<String, Json> claimed = new LinkedHashMap<>();
        redacted.members().forEach((name, value) -> (Reading.isClaim(name) ? claimed : own).put(name, value));
        return new Redaction(walk.findings.stream().sorted().toList(), new Json.Obj(own), new Json.Obj(claimed));
    }

    /** Sorted by pointer and type. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether something was withheld: then no digest of the proposal's bytes may stand anywhere without a salt. */
    public boolean withholds() {
        return !findings.isEmpty();
    }

    /** {@link Reading#proposal()}, shortened and withheld. */
    public Json.Obj proposal() {
        return proposal;
    }

    /** {@link Reading#claims()}, shortened and withheld. */
    public Json.Obj claims() {
        return claims;
    }

    /** One pass in document order. Untouched values are kept as they are, not copied. */
    private static final class Walk {
        final List<Finding> findings = new ArrayList<>();
        private final Pointers pointers = new Pointers();
        private final StringBuilder here = new StringBuilder();

        private Json value(Json value) {
            return switch (value) {
                case Json.Obj object -> object(object);
                case Json.Arr array -> array(array);
                case Json.Str string -> string(string);
                case Json.Num number -> number;
                case Json.Bool bool -> bool;
                case Json.Null nothing -> nothing;
            };
        }

        Json.Obj object(Json.Obj object) {
            Map<String, Json> copy = new LinkedHashMap<>();
            boolean changed = false;
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                String segment = pointers.name(member.getKey(), object.members().keySet());
                int parent = here.length();
                here.append('/').append(segment);
                boolean flagged = segment.startsWith("~" + EmailSensor.TYPE);
                Json value = flagged ? withhold() : value(member.getValue());
                changed |= value != member.getValue();
                copy.put(flagged ? segment : member.getKey(), value);
                here.setLength(parent);
            }
            return changed ? new Json.Obj(copy) : object;
        }

        private Json array(Json.Arr array) {
            List<Json> copy = new ArrayList<>(array.items().size());
            boolean changed = false;
            for (Json item : array.items()) {
                int parent = here.length();
                here.append('/').append(copy.size());
                Json value = value(item);
                changed |= value != item;
                copy.add(value);
                here.setLength(parent);
            }
            return changed ? Json.array(copy) : array;
        }

        private Json string(Json.Str string) {
            if (EmailSensor.isIn(string.value())) {
                return withhold();
            }
            // a character has at most three bytes, so most strings are never encoded here
            if (string.value().length() <= LONG_STRING_BYTES / 3) {
                return string;
            }
            byte[] utf8 = string.value().getBytes(UTF_8);
            if (utf8.length <= LONG_STRING_BYTES) {
                return string;
            }
            return Json.object()
                    .put("digest", Digest.sha256(utf8).text())
                    .put("bytes", utf8.length)
                    .build();
        }

        private Json withhold() {
            findings.add(new Finding(EmailSensor.TYPE, here.toString(), EmailSensor.DETECTOR));
            return Json.object().put("withheld", EmailSensor.TYPE).build();
        }
    }
}
