package cn.twonets.dispatch.broken.feature.web;

import org.bson.Document;

/** A web adapter that reads the store by itself. */
public record Page(Document document) {}
