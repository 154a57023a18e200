/**
 * Replays evidence: ordered checks that end in one verdict, offline, with no trust but what the reader brings.
 *
 * <p>{@link org.sealgate.verify.Verifier} is the way in, {@link org.sealgate.verify.Verdict} the answer, {@link
 * org.sealgate.verify.Report} the reasons, a {@link org.sealgate.verify.Code} for each. Inside, a class a step: each says what it has
 * established and adds whatever is wrong, with what it expected and found. The checks read the format and derive with the engine's own
 * pure functions; nothing here can write evidence.
 *
 * <pre>{@code
 *  0 limits   1 container  2 trust root  3 envelope  4 signatures  5 payload type  6 payload  7 files
 *  8 log      9 time      10 keys       11 policy   12 binding    13 replay       14 re-derivation
 * 15 admissibility        16 relevance
 * }</pre>
 */
@NullMarked
package org.sealgate.verify;

import org.jspecify.annotations.NullMarked;
