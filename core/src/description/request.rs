//! The requests of the API: their constructors, and their rules from the chapter's *Communication
//! Structure*.
//!
//! Owns names, numbers, rules and answers. `message::validate` applies the rules.

/// The table, in the order of the chapter's, then those requests that it only lists by number.
///
/// `campaign` requests take a campaign and a group, `record` requests may ask every OCS and be repeated.
macro_rules! requests {
    ($print:ident) => {
        $print! {
            /// Load a campaign; its dialling settings are mandatory.
            campaign load_campaign = REQ_LOAD_CAMPAIGN
                must [CampaignOrSchedule, Group, Dialing] may [AutoCompletion, DialingPriority]
                answered [EV_CAMPAIGN_LOADED];

            /// Unload a campaign.
            campaign unload_campaign = REQ_UNLOAD_CAMPAIGN
                must [CampaignOrSchedule, Group] may []
                answered [EV_CAMPAIGN_UNLOADED];

            /// Ask for a campaign's status.
            campaign campaign_status = REQ_GET_CAMPAIGN_STATUS
                must [CampaignOrSchedule, Group] may []
                answered [EV_CAMPAIGN_STATUS], repeat_safe;

            /// Change the dialling settings of a campaign.
            ///
            /// Settings that are not given stay as they are. A mode may be given alone, a method only with its goal.
            campaign set_dialing_mode = REQ_SET_DIALING_MODE
                must [CampaignOrSchedule, Group, DialingOrUnchanged] may [AutoCompletion, DialingPriority]
                answered [EV_DIALING_MODE_CHANGED];

            /// Start dialling.
            ///
            /// Settings that are not given stay as loaded. A mode may be given alone, a method only with its goal.
            campaign start_dialing = REQ_START_DIALING
                must [CampaignOrSchedule, Group, DialingOrUnchanged] may [AutoCompletion, DialingPriority]
                answered [EV_DIALING_STARTED];

            /// Stop dialling.
            campaign stop_dialing = REQ_STOP_DIALING
                must [CampaignOrSchedule, Group] may []
                answered [EV_DIALING_STOPPED];

            /// Put a phone number, a customer, or both on the do-not-call list.
            record do_not_call = REQ_DO_NOT_CALL
                must [PhoneOrCustomer] may [Phone, CustomerId, Chain]
                answered [EV_DO_NOT_CALL_PROCESSED];

            /// Cancel the records of a phone number, in one campaign or in all.
            record cancel_record = REQ_CANCEL_RECORD
                must [Phone] may [Phone, CustomerId, CampaignName, Chain]
                answered [EV_RECORD_CANCELED];

            /// Unload a campaign without waiting for outstanding records.
            // It has no answer of its own (inferred): the unload event or a status event answers it.
            campaign force_unload_campaign = REQ_FORCE_UNLOAD_CAMPAIGN
                must [CampaignOrSchedule, Group] may []
                answered [EV_CAMPAIGN_UNLOADED, EV_CAMPAIGN_STATUS];

            /// End a campaign as if it had run out of records.
            // No public source names its answer (inferred): completion stops, unloads, and sends a status.
            campaign complete_campaign = REQ_COMPLETE_CAMPAIGN
                must [Campaign, Group] may []
                answered [EV_DIALING_STOPPED, EV_CAMPAIGN_UNLOADED, EV_CAMPAIGN_STATUS];
        }
    };
}
pub(crate) use requests;
