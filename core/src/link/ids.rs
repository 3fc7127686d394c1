//! Numbers of T-Library's messages and attributes, as public sources list them.

macro_rules! numbers {
    ($(#[$doc:meta])* $type:ident; $($label:ident = $number:literal, $name:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(pub u16);

        impl $type {
            $(#[doc = concat!("`", $name, "`, ", stringify!($number), ".")] pub const $label: Self = Self($number);)*

            /// All named numbers with their names.
            pub const ALL: &'static [(u16, &'static str)] = &[$(($number, $name)),*];

            /// Its name, if it has one here.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                Self::ALL.iter().find(|(number, _)| *number == self.0).map(|(_, name)| *name)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.pad(name),
                    None => write!(f, "{}({})", stringify!($type), self.0),
                }
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{} {self}", self.0)
            }
        }
    };
}

numbers! {
    /// What a frame is.
    MessageId;
    REGISTER_CLIENT = 0, "RequestRegisterClient";
    REGISTER_ADDRESS = 3, "RequestRegisterAddress";
    UNREGISTER_ADDRESS = 4, "RequestUnregisterAddress";
    DISTRIBUTE_USER_EVENT = 48, "RequestDistributeUserEvent";
    SERVER_CONNECTED = 50, "EventServerConnected";
    SERVER_DISCONNECTED = 51, "EventServerDisconnected";
    ERROR = 52, "EventError";
    REGISTERED = 53, "EventRegistered";
    UNREGISTERED = 54, "EventUnregistered";
    SERVER_INFO = 93, "EventServerInfo";
    LINK_DISCONNECTED = 94, "EventLinkDisconnected";
    LINK_CONNECTED = 95, "EventLinkConnected";
    USER_EVENT = 96, "EventUserEvent";
    PRIMARY_CHANGED = 133, "EventPrimaryChanged";
    ACK = 138, "EventACK";
    DN_OUT_OF_SERVICE = 147, "EventDNOutOfService";
    DN_BACK_IN_SERVICE = 148, "EventDNBackInService";
    // This project's own, outside the range of T-Library's numbers.
    KEEP_ALIVE_POLL = 0xff01, "KeepAlivePoll";
    KEEP_ALIVE_ANSWER = 0xff02, "KeepAliveAnswer";
    READ_OBJECTS = 0xff03, "RequestReadObjects";
    OBJECTS = 0xff04, "EventObjects";
    OBJECTS_SENT = 0xff05, "EventObjectsSent";
}

numbers! {
    /// One field of a frame.
    AttributeId;
    ERROR_MESSAGE = 1, "ErrorMessage";
    REFERENCE_ID = 2, "ReferenceID";
    THIS_DN = 20, "ThisDN";
    ERROR_CODE = 46, "ErrorCode";
    ADDRESS_TYPE = 47, "AddressType";
    REGISTER_MODE = 49, "RegisterMode";
    CONTROL_MODE = 50, "ControlMode";
    USER_DATA = 51, "UserData";
    USER_EVENT = 58, "UserEvent";
    COMMUNICATION_DN = 59, "CommunicationDN";
    SERVER_VERSION = 61, "ServerVersion";
    APPLICATION_NAME = 64, "ApplicationName";
    APPLICATION_PASSWORD = 65, "ApplicationPassword";
    TIME_IN_SECS = 86, "TimeinSecs";
    TIME_IN_USECS = 87, "TimeinuSecs";
    CLIENT_ID = 102, "ClientID";
    SESSION_ID = 108, "SessionID";
    EVENT_SEQUENCE_NUMBER = 148, "EventSequenceNumber";
    // This project's own, outside the range of T-Library's numbers.
    KEEP_ALIVE_MS = 0xff01, "KeepAliveMilliseconds";
    OBJECT_KIND = 0xff02, "ObjectKind";
    FILTER = 0xff03, "Filter";
    OBJECT = 0xff04, "Object";
    OBJECT_COUNT = 0xff05, "ObjectCount";
}
