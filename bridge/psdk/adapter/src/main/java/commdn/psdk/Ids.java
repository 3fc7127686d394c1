package commdn.psdk;

/**
 * Numbers of the link protocol: messages and attributes are T-Library's, those above 65,280 are our
 * own.
 */
final class Ids {
    static final int REGISTER_CLIENT = 0;
    static final int REGISTER_ADDRESS = 3;
    static final int UNREGISTER_ADDRESS = 4;
    static final int DISTRIBUTE_USER_EVENT = 48;
    static final int SERVER_CONNECTED = 50;
    static final int SERVER_DISCONNECTED = 51;
    static final int ERROR = 52;
    static final int REGISTERED = 53;
    static final int UNREGISTERED = 54;
    static final int LINK_DISCONNECTED = 94;
    static final int LINK_CONNECTED = 95;
    static final int USER_EVENT = 96;
    static final int PRIMARY_CHANGED = 133;
    static final int ACK = 138;
    static final int DN_OUT_OF_SERVICE = 147;
    static final int DN_BACK_IN_SERVICE = 148;
    static final int KEEP_ALIVE_POLL = 65281;
    static final int KEEP_ALIVE_ANSWER = 65282;

    static final int READ_OBJECTS = 65283;
    static final int OBJECTS = 65284;
    static final int OBJECTS_SENT = 65285;

    static final int A_ERROR_MESSAGE = 1;
    static final int A_REFERENCE_ID = 2;
    static final int A_THIS_DN = 20;
    static final int A_ERROR_CODE = 46;
    static final int A_ADDRESS_TYPE = 47;
    static final int A_REGISTER_MODE = 49;
    static final int A_USER_DATA = 51;
    static final int A_USER_EVENT = 58;
    static final int A_COMMUNICATION_DN = 59;
    static final int A_SERVER_VERSION = 61;
    static final int A_APPLICATION_NAME = 64;
    static final int A_APPLICATION_PASSWORD = 65;
    static final int A_TIME_SECONDS = 86;
    static final int A_TIME_MICROSECONDS = 87;
    static final int A_SEQUENCE_NUMBER = 148;
    static final int A_KEEP_ALIVE_MS = 65281;
    static final int A_OBJECT_KIND = 65282;
    static final int A_FILTER = 65283;
    static final int A_OBJECT = 65284;
    static final int A_OBJECT_COUNT = 65285;

    private Ids() {}
}
