@NullMarked
package org.sealgate.facts;

import org.jspecify.annotations.NullMarked;
