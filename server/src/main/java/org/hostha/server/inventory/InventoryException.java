package org.hostha.server.inventory;

/** What is wrong with an inventory: file, line, field and remedy, in one line. */
public final class InventoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InventoryException(String message) {
        super(message);
    }

    InventoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
