package org.sealgate.engine.store;

/**
 * A statement that is on the disk.
 *
 * @param position its place among all that is journalled, from 0: the index of its leaf in the log
 */
public record StoredStatement(StatementRecord statement, long position) {
    public StoredStatement {
        if (position < 0) {
            throw new IllegalArgumentException("StoredStatement: position");
        }
    }
}
