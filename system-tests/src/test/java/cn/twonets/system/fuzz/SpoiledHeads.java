package cn.twonets.system.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/** Ways to spoil what stands around a body: target, method, headers, the caller. */
final class SpoiledHeads {
    private static final List<String> CONTENT_TYPES = List.of("text/plain", "application/xml",
            "application/json;charset=x",
            "application/json;charset=utf-16", "application/problem+json", "application/merge-patch+json", "*/*", "",
            "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=\"", "text/csv",
            "application/json; q=\"", "application/vnd.api+json", ";;;", "application/json, application/json",
            "application/cbor");
    private static final List<String> IDS = List.of("%00", "%20", "%2e%2e%2f", "..;", "%ff", "%ed%a0%80", "%E9%95%BF",
            "a".repeat(27), "b".repeat(65), "c".repeat(300), "null", "-1", "0", "9223372036854775808", "1.5", "{id}",
            "%",
            "%zz", "a;b=c", "*", "%25", "a%0d%0ab", "%2F", "%5c", "'", "$ne", "1.1", ".1", "a.", "a.0", "a.-1",
            "a.99999999999", "intake:", ":", "intake:a-b-c", "dispatch:twonets.needs.v1-0-99999999999999999999", "~");
    private static final List<String> VALUES = List.of("", "%20", "%00", "%ff", "%ed%a0%80", "%", "%zz", "0", "-1",
            "201", "2147483648", "1e3", "1.0", "+5", "true", "TRUE", "yes", "null", "NaN", "%E9%95%BF",
            "a".repeat(5_000),
            "a,b", "[]", "%5B%5D", "{}", "'", "%22", "OPEN", "open", "2026-11-21T00:00:00Z", "*", "411082", "$gt",
            "%F0%9F%98%80");

    private SpoiledHeads() {
    }

    private static String pick(List<String> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    static void contentType(Draft draft, SplittableRandom random) {
        if (random.nextInt(6) == 0) {
            draft.without("Content-Type");
        } else {
            draft.header("Content-Type", pick(CONTENT_TYPES, random));
        }
    }

    static void oddHeader(Draft draft, SplittableRandom random) {
        switch (random.nextInt(18)) {
            case 0 -> draft.header("Accept", "application/xml");
            case 1 -> draft.header("Accept",
                    pick(List.of("", ";q=", "*/*;q=2", "a/b/c", "application/json;q=0"), random));
            case 2 -> draft.header("Accept-Language",
                    pick(List.of("", "*", "xx-YY-zz-1", "en;q=9", "zh-CN,".repeat(400), ",,;;", "\u00e9", "i-klingon",
                            "en-a-b-c-d", "en;q=0,zh;q=-1"), random));
            case 3 -> draft.header("X-Correlation-Id", pick(List.of("", "x".repeat(500), "長", "%0d%0a",
                    "00000000000000000000000000000000"), random));
            case 4 -> draft.header("traceparent", pick(List.of("", "00-0-0-0", "ff-" + "a".repeat(32) + "-"
                    + "b".repeat(16) + "-01", "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00"), random));
            case 5 -> draft.header("X-Filler", "f".repeat(random.nextBoolean() ? 4_000 : 20_000));
            case 6 -> {
                for (int i = 0; i < 150; i++) {
                    draft.headers.add(new Draft.Header("X-Many-" + i, "1"));
                }
            }
            case 7 -> draft.header("Range", "bytes=0-1");
            case 8 -> draft.header("If-None-Match",
                    pick(List.of("*", "\"1\"", "W/\"1\"", "\"", "1", ",", "\"长\""), random));
            case 9 -> draft.header("If-Modified-Since", pick(List.of("yesterday", "Sun, 06 Nov 2044 08:49:37 GMT", ""),
                    random));
            case 10 -> draft.header("Transfer-Encoding", "chunked");
            case 11 -> draft.header("X-Forwarded-For", "10.0.0.1, \"");
            case 12 -> draft.header("X-HTTP-Method-Override", "DELETE");
            case 13 -> draft.header("Cookie", "JSESSIONID=" + "x".repeat(50) + "; \u0001=\"");
            case 14 -> draft.header("Origin", "http://127.0.0.1:1");
            case 15 -> draft.header("Expect", "100-continue");
            case 16 -> draft.header("Forwarded", "for=\"[::\";host=evil;proto=ftp");
            default -> draft.header("X-Odd", "a\u00ff\u0080b");
        }
    }

    static void oddKey(Draft draft, SplittableRandom random) {
        String key = pick(List.of("", " ", "\"\"", "\"a", "a b", "长", "x".repeat(128), "x".repeat(129), "\"abc\"",
                "'; --", "\u00e9", "a,b", "\\", "fuzz"), random);
        draft.header("Idempotency-Key", key);
        if (random.nextInt(4) == 0) {
            draft.without("Idempotency-Key");
        } else if (random.nextInt(4) == 0) {
            draft.headers.add(new Draft.Header("Idempotency-Key", "second"));
        }
    }

    static void oddCondition(Draft draft, SplittableRandom random) {
        String condition = pick(
                List.of("", "*", "\"1\"", "W/\"1\"", "1", "\"", "\"0\"", "\"-1\"", "\"0.1\"", "\"1\",\"2\"",
                        "*, \"1\"", "\"" + "9".repeat(300) + "\"", "\"长\"", "\"1\"," + " ".repeat(3_000) + "x",
                        "\"a\"" + ",\"a\"".repeat(1_500) + "!"),
                random);
        draft.header("If-Match", condition);
        if (random.nextInt(4) == 0) {
            draft.without("If-Match");
        }
    }

    static void otherCaller(Draft draft, SplittableRandom random) {
        draft.post = pick(List.of(Ground.MEMBER, Ground.LEADER, Ground.OFFICE, Ground.OPERATOR, "supervisor:411082",
                Ground.DEPARTMENT, "department:nobody", "village-member:411082101001", "supervisor:nowhere", "x"),
                random);
        draft.roles = Ground.rolesOf(draft.post);
        switch (random.nextInt(5)) {
            case 0 -> draft.post = null;
            case 1 -> {
                draft.post = null;
                draft.header("Authorization",
                        pick(List.of("Bearer", "Bearer ", "Bearer a.b.c", "Basic YTpi", "Bearer ..",
                                "Bearer eyJhbGciOiJub25lIn0.e30.", "bearer x", "Bearer " + "a".repeat(6_000),
                                "Bearer a, Bearer b",
                                "Bearer é", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "Digest username=\"",
                                "Bearer eyJhbGciOiJSUzI1NiJ9." + "e".repeat(100) + "." + "A".repeat(342)), random));
            }
            default -> {
                // somebody else with a good token
            }
        }
    }

    static void oddQuery(Draft draft, SplittableRandom random) {
        String value = pick(VALUES, random);
        switch (random.nextInt(5)) {
            case 0 -> draft.query
                    .add(pick(List.of("limit", "unknown", "%00", "%E9%95%BF", "", "a%zz", "mode", "_method"),
                            random) + "=" + value);
            case 1 -> draft.query
                    .add(pick(List.of("limit", "&&", "=", "=&=", "a", "limit&limit", "limit[]=1", "limit=1;b=2",
                            "?", "a=b=c"), random));
            default -> {
                List<String> names = new java.util.ArrayList<>();
                draft.operation.parameters().forEach(parameter -> {
                    if (parameter.path("in").asString("").equals("query")) {
                        names.add(parameter.path("name").asString());
                    }
                });
                if (!names.isEmpty()) {
                    String name = pick(names, random);
                    if (random.nextBoolean()) {
                        draft.query.removeIf(one -> one.startsWith(name + "="));
                    }
                    draft.query.add(name + "=" + value);
                }
            }
        }
    }

    static void oddCursor(Draft draft, SplittableRandom random) {
        String time = pick(List.of("2026-11-21T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z", "x", "", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"), random);
        String id = pick(
                List.of("abc", "", "\u0000", "长", "a".repeat(70), "intake:twonets.needs.v1-0-1", "\u001f",
                        "{\"$gt\":1}"),
                random);
        String plain = pick(List.of(time + "\u001f" + id, time, id, id + "\u001f" + time,
                time + "\u001f" + id + "\u001f" + id, "1\u001f" + time + "\u001f" + id,
                "intake\u001f" + time + "\u001f" + id,
                "dispatch\u001f" + id), random);
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        draft.query.removeIf(one -> one.startsWith("cursor=") || one.startsWith("after="));
        draft.query.add((draft.operation.path().startsWith("/internal") ? "after=" : "cursor=")
                + pick(List.of(cursor, cursor + "=", cursor + "%2B", "AA", "A", "_w", "%20", cursor + "A"), random));
    }

    static void oddPath(Draft draft, SplittableRandom random) {
        String template = draft.operation.path();
        if (template.contains("{") && random.nextInt(4) != 0) {
            draft.path = template.replaceAll("\\{[^}]+}",
                    java.util.regex.Matcher.quoteReplacement(pick(IDS, random)));
        } else {
            draft.path = pick(List.of(draft.path + "/", draft.path + "/more", "/" + draft.path, draft.path + ";a=b",
                    draft.path + ".json", draft.path + "%20", draft.path.toUpperCase(java.util.Locale.ROOT),
                    draft.path.replaceFirst("/v1", "/v1/."), draft.path + "/..",
                    draft.path.replaceFirst("/api", "/%61pi"),
                    draft.path + "?", draft.path + "#x", draft.path + "/" + "p".repeat(9_000)), random);
        }
    }

    static void otherMethod(Draft draft, SplittableRandom random) {
        draft.method = pick(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get",
                "PROPFIND"), random);
    }
}
