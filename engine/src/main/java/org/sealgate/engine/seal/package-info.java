/** Keys, signers, trust root: the one place of the engine that touches a private key. */
@NullMarked
package org.sealgate.engine.seal;

import org.jspecify.annotations.NullMarked;
