/**
 * What follows from a decision: outcome, authority envelope, emitted document, projections, statement.
 *
 * <p>Everything here is a pure function of its arguments, with neither clock nor randomness nor files, because the
 * engine and the verifier must come to the same bytes years apart. Functions belong to a derivation {@linkplain
 * Derivation#VERSION version} and are never edited after a release; a change makes a new version beside the old one.
 */
@NullMarked
package org.sealgate.derive;

import org.jspecify.annotations.NullMarked;
