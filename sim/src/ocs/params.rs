//! The dialling parameters of a request: which are valid, and which change is allowed.

use commdn::message::{CmError, DialMode, Fields, OpenEnum, OptimizeBy};

use super::group::DialingPlan;
use super::incoming_request::Refusal;

/// The families of dialling modes; a running campaign keeps its family, because the calls of
/// another one are made by other equipment.
fn family(mode: DialMode) -> u8 {
    match mode {
        DialMode::PROGRESS_GVP | DialMode::PREDICT_GVP | DialMode::POWER_GVP => 2,
        DialMode::PROGRESS_AND_SEIZE | DialMode::PREDICT_AND_SEIZE | DialMode::POWER_AND_SEIZE => 1,
        _ => 0,
    }
}

/// A request's dialling parameters over those in force; 0 changes nothing.
pub(super) fn read(
    fields: &Fields,
    now: DialingPlan,
    licensed: &[i32],
) -> Result<DialingPlan, Refusal> {
    let invalid = |text: String| Err((CmError::INVALID_PARAMETER, text));
    let Some(mode) = fields.dial_mode else {
        return invalid("GSW_CM_AttrDialMode is missing".to_owned());
    };
    let Some(optimize_by) = fields.optimize_by else {
        return invalid("GSW_CM_AttrOptimizeBy is missing".to_owned());
    };
    let Some(goal) = fields.optimize_goal else {
        return invalid("GSW_CM_AttrOptimizeGoal is missing".to_owned());
    };
    let mode = if mode == DialMode::NOT_CHANGED { now.mode() } else { mode };
    let unchanged = optimize_by == OptimizeBy::NOT_CHANGED;
    let (optimize_by, goal) =
        if unchanged { (now.optimize_by(), now.goal) } else { (optimize_by, goal) };
    check(mode, optimize_by, goal, licensed)?;
    let auto_completion = fields.auto_completion.unwrap_or(now.auto_completion);
    Ok(DialingPlan { mode: mode.0, optimize_by: optimize_by.0, goal, auto_completion })
}

/// Whether a mode, method and goal exist, fit each other, and are licensed.
pub(super) fn check(
    mode: DialMode,
    optimize_by: OptimizeBy,
    goal: i32,
    licensed: &[i32],
) -> Result<(), Refusal> {
    let invalid = |text: String| Err((CmError::INVALID_PARAMETER, text));
    if mode.name().is_none() {
        return invalid(format!("{} is no dialing mode", mode.0));
    }
    if optimize_by.name().is_none() {
        return invalid(format!("{} is no optimization method", optimize_by.0));
    }
    if goal < 0 || (optimize_by.goal_is_percent() && goal > 100) {
        return invalid(format!("{goal} is no goal of {optimize_by}"));
    }
    if !licensed.contains(&mode.0) {
        let text = format!("Dialing mode {mode} is not covered by the license");
        return Err((CmError::LICENSE_VIOLATION, text));
    }
    Ok(())
}

/// Whether a running campaign may change from one mode to another.
pub(super) fn may_change(from: DialMode, to: DialMode) -> bool {
    family(from) == family(to)
}
