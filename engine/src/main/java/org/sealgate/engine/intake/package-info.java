@NullMarked
package org.sealgate.engine.intake;

import org.jspecify.annotations.NullMarked;
