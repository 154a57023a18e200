@NullMarked
package org.sealgate.verify;

import org.jspecify.annotations.NullMarked;
