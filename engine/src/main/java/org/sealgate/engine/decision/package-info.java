/**
 * Asks the policy twice and compares: OPA in a sidecar process over HTTP, then the same policy compiled to Wasm in this process, on the
 * same canonical bytes. What is not a positive, agreeing answer is a named {@link org.sealgate.engine.decision.Cause}.
 */
@NullMarked
package org.sealgate.engine.decision;

import org.jspecify.annotations.NullMarked;
