package commdn.psdk;

/** What the program's exit code says. */
final class Exit {
    /** The client ended, or a check found nothing wrong. */
    static final int OK = 0;

    static final int INTERNAL = 1;

    /** A setting is missing or wrong. */
    static final int USAGE = 2;

    /** No T-Server took us when the client came, or a check failed. */
    static final int REFUSED = 3;

    /** The client did not read what was sent to it. */
    static final int CLIENT_SLOW = 4;

    /** The T-Server stayed away for longer than the time of grace. */
    static final int LINK_LOST = 5;

    /** The SDK is missing, or does not fit. */
    static final int SDK = 6;

    /** The client broke the link protocol, or fell silent. */
    static final int CLIENT = 7;

    private Exit() {}
}
