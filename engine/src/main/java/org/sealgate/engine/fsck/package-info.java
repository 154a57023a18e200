/**
 * An independent look at what an installation has stored: everything that follows from the journal is made again and held against
 * the files. The engine never calls it, and it writes nothing.
 */
@NullMarked
package org.sealgate.engine.fsck;

import org.jspecify.annotations.NullMarked;
