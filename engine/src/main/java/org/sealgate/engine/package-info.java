@NullMarked
package org.sealgate.engine;

import org.jspecify.annotations.NullMarked;
