/** Those whose word is asked for from outside the log: time stamping authorities and witnesses. */
@NullMarked
package org.sealgate.engine.seal.anchor;

import org.jspecify.annotations.NullMarked;
