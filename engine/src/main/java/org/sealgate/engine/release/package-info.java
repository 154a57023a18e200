/**
 * Makes a policy release from the sources that officers write, and reads one back.
 *
 * <p>{@link org.sealgate.engine.release.PolicyBuild} checks, tests and compiles a folder of Rego with the pinned opa and reports
 * everything that is wrong with it in one go; {@link org.sealgate.engine.release.PolicyReleases} signs, promotes and loads what came
 * out. The opa binary is run as a process with a deadline, in a private copy of the sources, never through a shell.
 */
@NullMarked
package org.sealgate.engine.release;

import org.jspecify.annotations.NullMarked;
