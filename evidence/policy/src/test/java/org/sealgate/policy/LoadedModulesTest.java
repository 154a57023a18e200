package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class LoadedModulesTest {
    private static byte[] answering(String name) {
        return new TinyModule().result("[{\"result\":{\"" + name + "\":1}}]").build();
    }

    @Test
    void modules_loadedAgain_theLastTwoAreKept() {
        LoadedModule one = LoadedModules.interpreted(answering("one"));
        LoadedModule two = LoadedModules.interpreted(answering("two"));
        assertSame(two, LoadedModules.interpreted(answering("two")));
        assertSame(one, LoadedModules.interpreted(answering("one")));
        // takes the place of the one that was not asked for the longest
        LoadedModule three = LoadedModules.interpreted(answering("three"));
        assertSame(one, LoadedModules.interpreted(answering("one")));
        assertSame(three, LoadedModules.interpreted(answering("three")));
        assertNotSame(two, LoadedModules.interpreted(answering("two")));
    }

    @Test
    void module_changedByItsCaller_staysWhatWasLoaded() {
        byte[] wasm = answering("mine");
        LoadedModule loaded = LoadedModules.interpreted(wasm);
        wasm[0] = 1;
        assertArrayEquals(answering("mine"), loaded.shape().bytes());
        assertSame(loaded, LoadedModules.interpreted(answering("mine")));
    }
}
