/**
 * The vocabulary of evidence: what its bytes are, for those who write them, verify them or teach it to another program.
 *
 * <p>From the inside out:
 *
 * <ul>
 *   <li>{@link org.sealgate.bundle.JsonReader} turns bytes into a {@link org.sealgate.bundle.Json} value, or names the one {@link
 *       org.sealgate.bundle.JsonCode} for which it does not; {@link org.sealgate.bundle.CanonicalJson} turns a value into the only bytes
 *       that are hashed and signed;
 *   <li>{@link org.sealgate.bundle.Digest}, {@link org.sealgate.bundle.DirHash1} and {@link org.sealgate.bundle.HashProfile} say which
 *       bytes a digest is over;
 *   <li>{@link org.sealgate.bundle.DsseEnvelope} carries a payload and its signatures;
 *   <li>{@link org.sealgate.bundle.Container} carries everything that a payload names;
 *   <li>{@link org.sealgate.bundle.LogLeaf} is what a transparency log holds of it, {@link org.sealgate.bundle.TlogProof} proves that it
 *       does, to a {@link org.sealgate.bundle.Checkpoint} in a {@link org.sealgate.bundle.SignedNote} that a {@link
 *       org.sealgate.bundle.LogPolicy} takes. {@link org.sealgate.bundle.TreeEdge} grows a log, {@link org.sealgate.bundle.TreeHashes}
 *       makes proofs from its tiles.
 * </ul>
 *
 * <p>Each reader accepts one spelling: what it accepts, its writer writes again byte for byte, envelope and container by comparing, JSON
 * by {@code rfc8785} where a document is said to be canonical. All values are immutable and safe to share between threads. Nothing here
 * depends on locale, time zone, default character set or the order of a hash table, and nothing but the JDK is needed.
 */
@NullMarked
package org.sealgate.bundle;

import org.jspecify.annotations.NullMarked;
