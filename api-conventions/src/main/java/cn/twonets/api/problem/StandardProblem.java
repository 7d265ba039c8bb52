package cn.twonets.api.problem;

/** The kinds of errors that every API of ours can answer with. */
public enum StandardProblem implements ProblemType {
    INVALID_REQUEST("invalid-request", 400), BROKEN_JSON("broken-json", 400), INVALID_BODY("invalid-body",
            400), IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", 400), TOKEN_MISSING("token-missing",
                    401), TOKEN_INVALID("token-invalid", 401), TOKEN_EXPIRED("token-expired", 401), FORBIDDEN(
                            "forbidden",
                            403), ROLE_MISSING("role-missing", 403), NOT_FOUND("not-found", 404), METHOD_NOT_ALLOWED(
                                    "method-not-allowed",
                                    405), NOT_ACCEPTABLE("not-acceptable", 406), CONFLICT("conflict",
                                            409), VERSION_STALE("version-stale", 412), BODY_TOO_LARGE("body-too-large",
                                                    413), URI_TOO_LONG("uri-too-long", 414), MEDIA_TYPE_NOT_SUPPORTED(
                                                            "media-type-not-supported",
                                                            415), CONTENT_ENCODING_NOT_SUPPORTED(
                                                                    "content-encoding-not-supported",
                                                                    415), INVALID_CONTENT("invalid-content",
                                                                            422), IDEMPOTENCY_KEY_REUSED(
                                                                                    "idempotency-key-reused",
                                                                                    422), IF_MATCH_MISSING(
                                                                                            "if-match-missing",
                                                                                            428), TOO_MANY_REQUESTS(
                                                                                                    "too-many-requests",
                                                                                                    429), HEADERS_TOO_LARGE(
                                                                                                            "headers-too-large",
                                                                                                            431), UNEXPECTED(
                                                                                                                    "unexpected",
                                                                                                                    500), NOT_IMPLEMENTED(
                                                                                                                            "not-implemented",
                                                                                                                            501), UPSTREAM_BROKEN(
                                                                                                                                    "upstream-broken",
                                                                                                                                    502), TEMPORARILY_UNAVAILABLE(
                                                                                                                                            "temporarily-unavailable",
                                                                                                                                            503), UPSTREAM_TIMEOUT(
                                                                                                                                                    "upstream-timeout",
                                                                                                                                                    504);

    private final String slug;
    private final int status;

    StandardProblem(String slug, int status) {
        this.slug = slug;
        this.status = status;
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String bundle() {
        return "messages/api";
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
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : UNEXPECTED;
        };
    }
}
