package cn.twonets.resource.catalogue;

/** Whether an aid service can take on more, in the words of FHIR SDOH. */
public enum CapacityStatus {
    /** Units are free. */
    CAPACITY("capacity"),
    /** Full. */
    NO_CAPACITY("no-capacity"),
    /** Full, and needs may queue. */
    WAITLIST("waitlist");

    private final String code;

    CapacityStatus(String code) {
        this.code = code;
    }

    /** The word on the wire. */
    public String code() {
        return code;
    }

    /** The status of terms with or without room. */
    public static CapacityStatus of(AidService.Terms terms, boolean room) {
        return room ? CAPACITY : terms.waitlist() ? WAITLIST : NO_CAPACITY;
    }
}
