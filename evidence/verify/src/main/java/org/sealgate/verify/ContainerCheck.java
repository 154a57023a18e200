package org.sealgate.verify;

import org.sealgate.bundle.Container;
import org.sealgate.bundle.Part;

/**
 * Steps 0 and 1 beyond what opening a bundle checks: no part that is read into memory is larger than a verifier is ready to hold.
 * Objects and the archive for OPA are hashed where they lie, under the bundle's own limit.
 */
final class ContainerCheck {
    static final int MOST_JSON_BYTES = 4 << 20;
    static final int MOST_WASM_BYTES = 8 << 20;

    private ContainerCheck() {}

    static CheckResult limits(Container container) {
        Problems problems = new Problems();
        for (Part part : container.parts().values()) {
            long limit = limit(part.name());
            if (part.size() > limit) {
                problems.add(Code.BUNDLE_LIMIT, part.name(), "at most " + limit + " bytes", part.size() + " bytes");
            }
        }
        return problems.result(container.parts().size() + " files within the limits");
    }

    private static long limit(String name) {
        if (name.startsWith(Names.OBJECTS) || name.equals(Names.OPA_BUNDLE)) {
            return Long.MAX_VALUE;
        }
        return name.equals(Names.WASM) ? MOST_WASM_BYTES : MOST_JSON_BYTES;
    }
}
