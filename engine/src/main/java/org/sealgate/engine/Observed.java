package org.sealgate.engine;

import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.derive.DocumentDigest;
import org.sealgate.facts.DecisionInput;
import org.sealgate.facts.NamedObject;
import org.sealgate.facts.Reading;

/**
 * A proposal with everything that its decision will rest on.
 *
 * @param body the bytes as they arrived
 * @param form how the document is named: salted where something in it is withheld
 * @param objects what it names, in document order
 * @param input the one document that the policy sees
 * @param decidedAt the one reading of the clock
 */
record Observed(
        Reading reading,
        Bytes body,
        DocumentDigest form,
        List<NamedObject> objects,
        DecisionInput input,
        String decidedAt) {
    Observed {
        objects = List.copyOf(objects);
    }
}
