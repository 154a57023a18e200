package org.sealgate.engine.store;

import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;

/** Who wants which run id and file name, and for which request. */
public record RunRequest(Kind kind, String runId, String fileName, String caller, Bytes requestMac) {
    public RunRequest {
        if (!NamedFiles.isName(fileName)) {
            throw new IllegalArgumentException("RunRequest: fileName");
        }
        if (runId.isEmpty() || caller.isEmpty()) {
            throw new IllegalArgumentException("RunRequest: runId and caller");
        }
    }
}
