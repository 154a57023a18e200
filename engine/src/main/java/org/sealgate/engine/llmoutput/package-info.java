/** Rows of an LLM_OUTPUT table, and the snapshot that one row becomes (seed 002). */
@NullMarked
package org.sealgate.engine.llmoutput;

import org.jspecify.annotations.NullMarked;
