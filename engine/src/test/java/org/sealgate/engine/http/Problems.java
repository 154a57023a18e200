package org.sealgate.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.sealgate.bundle.Json;

/** What every problem must be. */
final class Problems {
    /** Stands in what tests send; it may stand in no answer. */
    static final String CANARY = "canary";

    private Problems() {}

    static void assertProblem(Door.Reply reply, int status, String code) {
        assertEquals(status, reply.status(), reply.body());
        assertEquals("application/problem+json", reply.header("content-type"));
        Json.Obj problem = reply.json();
        assertEquals(code, problem.text("code"));
        assertEquals(status, problem.integer("status"));
        assertFalse(problem.text("title").isEmpty());
        assertQuotesNothing(reply);
    }

    static void assertQuotesNothing(Door.Reply reply) {
        assertFalse(reply.body().contains(CANARY), reply.body());
        assertFalse(reply.body().contains("Exception") || reply.body().contains("org.sealgate"), reply.body());
    }
}
