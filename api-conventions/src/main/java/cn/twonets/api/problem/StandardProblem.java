package cn.twonets.api.problem;

/** The kinds of errors that every API of ours can answer with. */
public enum StandardProblem implements ProblemType {
    /** A path, parameter or header is not as it must be. */
    INVALID_REQUEST("invalid-request", 400),
    /** The body is not JSON. */
    BROKEN_JSON("broken-json", 400),
    /** The body is JSON of another form than this call takes. */
    INVALID_BODY("invalid-body", 400),
    /** Creating without a key could create twice. */
    IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", 400),
    /** No token came. */
    TOKEN_MISSING("token-missing", 401),
    /** A token came that does not count here. */
    TOKEN_INVALID("token-invalid", 401),
    /** A token came that once counted. */
    TOKEN_EXPIRED("token-expired", 401),
    /** The caller may not do this. */
    FORBIDDEN("forbidden", 403),
    /** The caller lacks the role; the detail names those that have it. */
    ROLE_MISSING("role-missing", 403),
    /** There is no such thing, or none within the caller's scope. */
    NOT_FOUND("not-found", 404),
    /** The path has other methods. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405),
    /** None of the formats asked for can be had. */
    NOT_ACCEPTABLE("not-acceptable", 406),
    /** The present state does not allow it. */
    CONFLICT("conflict", 409),
    /** Somebody changed it meanwhile. */
    VERSION_STALE("version-stale", 412),
    /** The body, inflated, is too large. */
    BODY_TOO_LARGE("body-too-large", 413),
    /** The address is too long. */
    URI_TOO_LONG("uri-too-long", 414),
    /** The body is of a kind that is not taken here. */
    MEDIA_TYPE_NOT_SUPPORTED("media-type-not-supported", 415),
    /** The body is compressed in a way that is not taken. */
    CONTENT_ENCODING_NOT_SUPPORTED("content-encoding-not-supported", 415),
    /** The body, well-formed, says something that cannot be accepted. */
    INVALID_CONTENT("invalid-content", 422),
    /** The key came before, with another body. */
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422),
    /** A change without the version it is based on. */
    IF_MATCH_MISSING("if-match-missing", 428),
    /** More than the caller's share. */
    TOO_MANY_REQUESTS("too-many-requests", 429),
    /** The headers are too large. */
    HEADERS_TOO_LARGE("headers-too-large", 431),
    /** A mistake of ours. */
    UNEXPECTED("unexpected", 500),
    /** The method is not known at all. */
    NOT_IMPLEMENTED("not-implemented", 501),
    /** A service behind the door gave no proper answer. */
    UPSTREAM_BROKEN("upstream-broken", 502),
    /** Store, issuer or service away, or too much to do. */
    TEMPORARILY_UNAVAILABLE("temporarily-unavailable", 503),
    /** A service behind the door did not answer in time. */
    UPSTREAM_TIMEOUT("upstream-timeout", 504);

    private final Kind kind;

    StandardProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/api");
    }

    @Override
    public Kind kind() {
        return kind;
    }

    /** The general kind for a status that only a framework named. */
    public static StandardProblem ofStatus(int status) {
        return switch (status) {
            case 401 -> TOKEN_INVALID;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 409 -> CONFLICT;
            case 412 -> VERSION_STALE;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> MEDIA_TYPE_NOT_SUPPORTED;
            case 422 -> INVALID_CONTENT;
            case 428 -> IF_MATCH_MISSING;
            case 429 -> TOO_MANY_REQUESTS;
            case 431 -> HEADERS_TOO_LARGE;
            case 501 -> NOT_IMPLEMENTED;
            case 502 -> UPSTREAM_BROKEN;
            case 503 -> TEMPORARILY_UNAVAILABLE;
            case 504 -> UPSTREAM_TIMEOUT;
            // a version of HTTP that nobody speaks
            case 505 -> INVALID_REQUEST;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : UNEXPECTED;
        };
    }
}
