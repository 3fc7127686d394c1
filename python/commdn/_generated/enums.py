"""The numbers of the API as enumerations.

Printed by `cargo xtask api` from core/src/description: change that, and run it.
"""

from __future__ import annotations

from .._open_enum import OpenEnum

__all__ = ["CmError", "DialMode", "GroupStatus", "MessageType", "OptimizeBy"]


class MessageType(OpenEnum):
    """What a message asks or tells: the values of `GSW_CM_MessageType`.

    The values of `GSW_CM_MessageType`.
    """

    NONE = 0
    UNKNOWN = 1
    ERROR = 2
    CLIENT_REGISTER = 3
    DISCONNECTED = 4
    UNKNOWN_MESSAGE = 5
    REQ_REGISTER_CLIENT = 6
    REQ_LOAD_CAMPAIGN = 7
    REQ_UNLOAD_CAMPAIGN = 8
    REQ_START_DIALING = 9
    REQ_STOP_DIALING = 10
    REQ_SET_DIALING_MODE = 11
    REQ_GET_CAMPAIGN_STATUS = 12
    REQ_CAMPAIGN_REGISTERED = 13
    REQ_CAMPAIGN_UNREGISTERED = 14
    EV_SERVER_CONNECTED = 15
    EV_SERVER_DISCONNECTED = 16
    EV_CLIENT_DISCONNECTED = 17
    EV_CLIENT_REGISTERED = 18
    EV_CAMPAIGN_LOADED = 19
    EV_CAMPAIGN_UNLOADED = 20
    EV_DIALING_STARTED = 21
    EV_DIALING_STOPPED = 22
    EV_DIALING_MODE_CHANGED = 23
    EV_CAMPAIGN_STATUS = 24
    EV_CAMPAIGN_REGISTERED = 25
    EV_CAMPAIGN_UNREGISTERED = 26
    EV_ERROR = 27
    REQ_COMM_DN_GET_CAMPAIGN_DATA = 28
    REQ_FORCE_UNLOAD_CAMPAIGN = 29
    REQ_CANCEL_RECORD = 30
    EV_RECORD_CANCELED = 31
    REQ_DO_NOT_CALL = 32
    EV_DO_NOT_CALL_PROCESSED = 33
    REQ_COMPLETE_CAMPAIGN = 36


class CmError(OpenEnum):
    """Why OCS refused: the values of `GSW_CM_AttrError`.

    The values of `GSW_CM_AttrError`.
    """

    NO = 0
    SERVER_CONNECTED = 1
    REGISTER_CLIENT = 2
    CAMPAIGN_NOT_FOUND = 3
    CAMPAIGN_NOT_LOADED = 4
    CAMPAIGN_ALREADY_LOADED = 5
    CAMPAIGN_NOT_STARTED = 6
    CAMPAIGN_ALREADY_STARTED = 7
    GROUP_NOT_FOUND = 8
    GROUP_CAMP_NOT_FOUND = 9
    INVALID_PARAMETER = 10
    INVALID_CAMPAIGN_MODE = 11
    INVALID_CAMPAIGN_SCHEDULE = 12
    CAMPAIGN_SCHEDULE_NOT_FOUND = 13
    INVALID_CAMPAIGN_SCHEDULE_MODE = 14
    LICENSE_VIOLATION = 15
    WRONG_CONFIGURATION = 16
    PART_OF_SEQUENCE = 17


class DialMode(OpenEnum):
    """How a campaign group dials: the values of `GSW_CM_AttrDialMode`.

    The values of `GSW_CM_AttrDialMode`.
    """

    NOT_CHANGED = 0
    PREDICT = 1
    PROGRESS = 2
    PREVIEW = 3
    PROGRESS_AND_SEIZE = 4
    PREDICT_AND_SEIZE = 5
    POWER = 6
    POWER_AND_SEIZE = 7
    PUSH_PREVIEW = 8
    PROGRESS_GVP = 9
    PREDICT_GVP = 10
    POWER_GVP = 11


class OptimizeBy(OpenEnum):
    """What a dialling mode optimises: the values of `GSW_CM_AttrOptimizeBy`.

    The values of `GSW_CM_AttrOptimizeBy`.
    """

    NOT_CHANGED = 0
    BUSY_FACTOR = 1
    OVERDIAL_RATE = 2
    WAIT_TIME = 3
    DISTRIBUTION_TIME = 4
    MAXIMUM_GAIN = 5


class GroupStatus(OpenEnum):
    """Where a campaign group stands: the values of `GSW_CM_AttrGroupCampStatus`.

    The values of `GSW_CM_AttrGroupCampStatus`.
    """

    NOT_LOADED = 0
    WAITING_UNLOAD = 1
    UNLOAD_IN_PROGRESS = 2
    INACTIVE = 3
    ACTIVE = 4
    RUNNING = 5
