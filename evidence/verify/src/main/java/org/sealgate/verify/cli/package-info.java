/** The command line of the verifier, and the only place of it that prints. */
@NullMarked
package org.sealgate.verify.cli;

import org.jspecify.annotations.NullMarked;
