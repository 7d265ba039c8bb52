package com.mongodb;

/** Stands for the driver, which this module does not know, to show that its exceptions are known by name. */
public class MongoTimeoutException extends RuntimeException {
    public MongoTimeoutException(String message) {
        super(message);
    }
}
