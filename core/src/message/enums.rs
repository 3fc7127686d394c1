//! The numbers of user data. Source: the chapter's enumeration tables, unless marked.

use super::keys;
use super::open_enum::{EnumInfo, open_enum};

open_enum! {
    /// What a message asks or tells: the values of `GSW_CM_MessageType`.
    MessageType for keys::MESSAGE_TYPE;
    NONE = 0, "MSGCFG_NONE", NotApplicable;
    UNKNOWN = 1, "MSGCFG_UNKNOWN", NotApplicable;
    ERROR = 2, "MSGCFG_ERROR", NotApplicable;
    CLIENT_REGISTER = 3, "MSGCFG_CLIENTREGISTER", NotApplicable;
    DISCONNECTED = 4, "MSGCFG_DISCONNECTED", NotApplicable;
    UNKNOWN_MESSAGE = 5, "CM_UnknownMessage", NotApplicable;
    REQ_REGISTER_CLIENT = 6, "CM_ReqRegisterClient", NotApplicable;
    REQ_LOAD_CAMPAIGN = 7, "CM_ReqLoadCampaign", Chapter;
    REQ_UNLOAD_CAMPAIGN = 8, "CM_ReqUnloadCampaign", Chapter;
    REQ_START_DIALING = 9, "CM_ReqStartDialing", Chapter;
    REQ_STOP_DIALING = 10, "CM_ReqStopDialing", Chapter;
    REQ_SET_DIALING_MODE = 11, "CM_ReqSetDialingMode", Chapter;
    REQ_GET_CAMPAIGN_STATUS = 12, "CM_ReqGetCampaignStatus", Chapter;
    REQ_CAMPAIGN_REGISTERED = 13, "CM_ReqCampaignRegistered", NotApplicable;
    REQ_CAMPAIGN_UNREGISTERED = 14, "CM_ReqCampaignUnregistered", NotApplicable;
    EV_SERVER_CONNECTED = 15, "CM_EvServerConnected", NotApplicable;
    EV_SERVER_DISCONNECTED = 16, "CM_EvServerDisconnected", NotApplicable;
    EV_CLIENT_DISCONNECTED = 17, "CM_EvClientDisconnected", NotApplicable;
    EV_CLIENT_REGISTERED = 18, "CM_EvClientRegistered", NotApplicable;
    EV_CAMPAIGN_LOADED = 19, "CM_EvCampaignLoaded", Chapter;
    EV_CAMPAIGN_UNLOADED = 20, "CM_EvCampaignUnloaded", Chapter;
    EV_DIALING_STARTED = 21, "CM_EvDialingStarted", Chapter;
    EV_DIALING_STOPPED = 22, "CM_EvDialingStopped", Chapter;
    EV_DIALING_MODE_CHANGED = 23, "CM_EvDialingModeChanged", Chapter;
    EV_CAMPAIGN_STATUS = 24, "CM_EvCampaignStatus", Chapter;
    EV_CAMPAIGN_REGISTERED = 25, "CM_EvCampaignRegistered", NotApplicable;
    EV_CAMPAIGN_UNREGISTERED = 26, "CM_EvCampaignUnregistered", NotApplicable;
    EV_ERROR = 27, "CM_EvError" | "CMEvError", Chapter;
    REQ_COMM_DN_GET_CAMPAIGN_DATA = 28, "CM_ReqCommDNGetCampaignData" | "GSW_CM_ReqCommDNGetCampaignData", NotApplicable;
    REQ_FORCE_UNLOAD_CAMPAIGN = 29, "CM_ReqForceUnloadCampaign" | "GSW_CM_ReqForceUnloadCampaign", Chapter;
    REQ_CANCEL_RECORD = 30, "CM_ReqCancelRecord", Chapter;
    EV_RECORD_CANCELED = 31, "CM_EvRecordCanceled", Chapter;
    REQ_DO_NOT_CALL = 32, "CM_ReqDoNotCall", Chapter;
    EV_DO_NOT_CALL_PROCESSED = 33, "CM_EvDoNotCallProcessed", Chapter;
    REQ_COMPLETE_CAMPAIGN = 36, "CM_ReqCompleteCampaign" | "CompleteCampaign", Public;
}

open_enum! {
    /// Why OCS refused: the values of `GSW_CM_AttrError`.
    CmError for keys::ERROR;
    NO = 0, "CM_ERROR_NO", NotApplicable;
    SERVER_CONNECTED = 1, "CM_ERROR_SERVER_CONNECTED", NotApplicable;
    REGISTER_CLIENT = 2, "CM_ERROR_REGISTER_CLIENT", NotApplicable;
    CAMPAIGN_NOT_FOUND = 3, "CM_ERROR_CAMPAIGN_NOT_FOUND", Chapter;
    CAMPAIGN_NOT_LOADED = 4, "CM_ERROR_CAMPAIGN_NOT_LOADED", Chapter;
    CAMPAIGN_ALREADY_LOADED = 5, "CM_ERROR_CAMPAIGN_ALREADY_LOADED", Chapter;
    CAMPAIGN_NOT_STARTED = 6, "CM_ERROR_CAMPAIGN_NOT_STARTED", Chapter;
    CAMPAIGN_ALREADY_STARTED = 7, "CM_ERROR_CAMPAIGN_ALREADY_STARTED", Chapter;
    GROUP_NOT_FOUND = 8, "CM_ERROR_GROUP_NOT_FOUND", Chapter;
    GROUP_CAMP_NOT_FOUND = 9, "CM_ERROR_GROUP_CAMP_NOT_FOUND", Chapter;
    INVALID_PARAMETER = 10, "CM_ERROR_INVALID_PARAMETER", Chapter;
    INVALID_CAMPAIGN_MODE = 11, "CM_ERROR_INVALID_CAMPAIGN_MODE", Chapter;
    INVALID_CAMPAIGN_SCHEDULE = 12, "CM_ERROR_INVALID_CAMPAIGN_SCHEDULE", Chapter;
    CAMPAIGN_SCHEDULE_NOT_FOUND = 13, "CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND", Chapter;
    INVALID_CAMPAIGN_SCHEDULE_MODE = 14, "CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE", Chapter;
    LICENSE_VIOLATION = 15, "CM_ERROR_LICENSE_VIOLATION", Chapter;
    WRONG_CONFIGURATION = 16, "CM_ERROR_WRONG_CONFIGURATION" | "WrongConfiguration", Inferred;
    PART_OF_SEQUENCE = 17, "CM_ERROR_PART_OF_SEQUENCE" | "PartOfSequence", Inferred;
}

open_enum! {
    /// How a campaign group dials: the values of `GSW_CM_AttrDialMode`.
    DialMode for keys::DIAL_MODE;
    NOT_CHANGED = 0, "CFGDMNotChanged", Public;
    PREDICT = 1, "CFGDMPredict", Chapter;
    PROGRESS = 2, "CFGDMProgress" | "CFGDMPprogress", Chapter;
    PREVIEW = 3, "CFGDMPreview", Chapter;
    PROGRESS_AND_SEIZE = 4, "CFGDMProgressAndSeize" | "CFGDMPprogressAndSeize", Chapter;
    PREDICT_AND_SEIZE = 5, "CFGDMPredictAndSeize", Chapter;
    POWER = 6, "CFGDMPower", Public;
    POWER_AND_SEIZE = 7, "CFGDMPowerAndSeize", Public;
    PUSH_PREVIEW = 8, "CFGDMPushPreview", Chapter;
    PROGRESS_GVP = 9, "CFGDMProgressGVP" | "CFGDMPProgressGVP", Chapter;
    PREDICT_GVP = 10, "CFGDMPredictGVP", Public;
    POWER_GVP = 11, "CFGDMPowerGVP", Chapter;
}

open_enum! {
    /// What a dialling mode optimises: the values of `GSW_CM_AttrOptimizeBy`.
    OptimizeBy for keys::OPTIMIZE_BY;
    NOT_CHANGED = 0, "CFGOMNotChanged", Inferred;
    BUSY_FACTOR = 1, "CFGOMBusyFactor", Chapter;
    OVERDIAL_RATE = 2, "CFGOMOverdialRate", Chapter;
    WAIT_TIME = 3, "CFGOMWaitTime", Chapter;
    DISTRIBUTION_TIME = 4, "CFGOMDistributionTime", Inferred;
    MAXIMUM_GAIN = 5, "CFGOMMaximumGain", Inferred;
}

impl OptimizeBy {
    /// Whether the goal is a percentage (0 to 100); otherwise it is in seconds or has no unit.
    #[must_use]
    pub const fn goal_is_percent(self) -> bool {
        matches!(self, Self::BUSY_FACTOR | Self::OVERDIAL_RATE)
    }
}

open_enum! {
    /// Where a campaign group stands: the values of `GSW_CM_AttrGroupCampStatus`.
    GroupStatus for keys::GROUP_CAMP_STATUS;
    NOT_LOADED = 0, "CM_GCS_NotLoaded", Chapter;
    WAITING_UNLOAD = 1, "CM_GCS_WaitingUnload", Chapter;
    UNLOAD_IN_PROGRESS = 2, "CM_GCS_UnloadInProgress", Chapter;
    INACTIVE = 3, "CM_GCS_InActive", Chapter;
    ACTIVE = 4, "CM_GCS_Active", Chapter;
    RUNNING = 5, "CM_GCS_Running", Chapter;
}

/// Every enumeration of user data.
pub static ENUMS: &[EnumInfo] = &[
    EnumInfo::of::<MessageType>(),
    EnumInfo::of::<CmError>(),
    EnumInfo::of::<DialMode>(),
    EnumInfo::of::<OptimizeBy>(),
    EnumInfo::of::<GroupStatus>(),
];
