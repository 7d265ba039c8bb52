package cn.twonets.system.access;

/** Somebody with a token. */
record Caller(String role, Relation relation, String post, String token) {
    @Override
    public String toString() {
        return role + " " + relation + " (" + post + ")";
    }
}
