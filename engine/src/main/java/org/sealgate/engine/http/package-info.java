/**
 * The gate over HTTP (decision.md section 1): who may ask what, how much, and how an answer is written. Bodies are bytes from here to
 * the gate and back.
 */
@NullMarked
package org.sealgate.engine.http;

import org.jspecify.annotations.NullMarked;
