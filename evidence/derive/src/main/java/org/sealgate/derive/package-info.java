@NullMarked
package org.sealgate.derive;

import org.jspecify.annotations.NullMarked;
