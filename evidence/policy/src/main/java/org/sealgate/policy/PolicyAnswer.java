package org.sealgate.policy;

import org.sealgate.bundle.Bytes;

/**
 * What a policy answered.
 *
 * <p>Promise: {@link Result} only where the module gave exactly one result for the entrypoint and that is a JSON object;
 * everything else is a {@link Failed} with its cause. A {@code Failed} is never a decision.
 */
public sealed interface PolicyAnswer {
    /**
     * The value of the entrypoint's rule.
     *
     * @param canonical UTF-8 bytes of the object in RFC 8785 form, at most 1 MiB as the module wrote it, for example
     *     <code>{"checks":[…],"outcome":"deny",…}</code>
     */
    record Result(Bytes canonical) implements PolicyAnswer {}

    /**
     * No answer.
     *
     * @param detail one sentence for a person; it may quote the module, so escape it before showing it
     */
    record Failed(PolicyCause cause, String detail) implements PolicyAnswer {
        private static final int DETAIL_CHARS = 300;

        public Failed {
            detail = detail.length() <= DETAIL_CHARS ? detail : detail.substring(0, DETAIL_CHARS) + "…";
        }
    }
}
