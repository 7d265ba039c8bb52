package cn.twonets.intake.broken.web;

import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;

/** An adapter that reaches past the domain. */
public class Handler {
    Bson asksTheStoreItself() {
        return Filters.empty();
    }
}
