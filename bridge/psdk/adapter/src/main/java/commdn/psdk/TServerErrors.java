package commdn.psdk;

/** What T-Server's error numbers mean, and what to look at. */
final class TServerErrors {
    static final int UNKNOWN = 50;
    static final int UNSUPPORTED = 51;
    static final int INVALID_ATTRIBUTE = 53;
    static final int NO_LINK = 54;
    static final int OUT_OF_SERVICE = 58;

    private TServerErrors() {}

    /** In a few words. */
    static String words(int code) {
        switch (code) {
            case 40:
                return "no licence is left on the T-Server";
            case 41:
                return "the DN is not registered by this client";
            case 42:
                return "the resource is taken";
            case 43:
                return "it is in that state already";
            case 50:
                return "unknown error";
            case 51:
                return "the T-Server does not support this";
            case 52:
                return "internal error of the T-Server";
            case 53:
                return "an attribute is invalid";
            case 54:
                return "no link to the switch";
            case 55:
                return "the protocol's version does not fit";
            case 57:
                return "the T-Server timed out";
            case 58:
                return "out of service";
            case 59:
                return "the DN is not in the configuration";
            default:
                return "error " + code;
        }
    }

    /** What somebody who sees it looks at. */
    static String advice(int code) {
        switch (code) {
            case 40:
                return "free a licence, or set --channels 1: each channel may take one";
            case 41:
                return "the DN must be registered before events are sent on it";
            case 54:
                return "look at the T-Server's link to the switch; it is up when EventLinkConnected"
                        + " comes";
            case 58:
                return "is this the backup T-Server? give both, the primary first";
            case 59:
                return "make a DN of the type Communication DN on the switch of this T-Server,"
                        + " enabled";
            default:
                return "see the T-Server's log at this time";
        }
    }
}
