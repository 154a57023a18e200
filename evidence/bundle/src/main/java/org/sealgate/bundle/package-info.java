@NullMarked
package org.sealgate.bundle;

import org.jspecify.annotations.NullMarked;
