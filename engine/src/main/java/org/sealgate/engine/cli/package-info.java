/** The command line: one class a verb. It prints, and decides nothing that the engine or the verifier decides. */
@NullMarked
package org.sealgate.engine.cli;

import org.jspecify.annotations.NullMarked;
