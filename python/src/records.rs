//! The small records of `commdn.records`, to and from the core's.

use commdn::message::{DialingPriority, PriorityRule, Schedule, ScheduleItem};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};

use crate::arguments::{given, number};
use crate::enums::PyEnum;

macro_rules! class {
    ($function:ident, $name:literal) => {
        fn $function(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
            static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
            CLASS.import(py, "commdn.records", $name)
        }
    };
}

class!(schedule_class, "Schedule");
class!(item_class, "ScheduleItem");
class!(priority_class, "DialingPriority");
class!(rule_class, "PriorityRule");

fn field<'py, T: FromPyObjectOwned<'py>>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<T> {
    given(&object.getattr(name)?, name)
}

fn member_of<E: PyEnum>(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<E>> {
    let value = object.getattr(name)?;
    if value.is_none() { Ok(None) } else { number(&value, name).map(Some) }
}

/// A `Schedule` for the core.
pub fn schedule(object: &Bound<'_, PyAny>) -> PyResult<Schedule> {
    let mut items = Vec::new();
    for item in object.getattr("items")?.try_iter()? {
        items.push(schedule_item(&item?)?);
    }
    let mut schedule = Schedule::new(items);
    schedule.description = field(object, "description")?;
    schedule.start_time = field(object, "start_time")?;
    Ok(schedule)
}

fn schedule_item(object: &Bound<'_, PyAny>) -> PyResult<ScheduleItem> {
    let mut item = ScheduleItem::default();
    item.stop_at_time = field(object, "stop_at_time")?;
    item.stop_at_contacts = field(object, "stop_at_contacts")?;
    item.stop_at_dials = field(object, "stop_at_dials")?;
    item.sleep_before_next_start = field(object, "sleep_before_next_start")?;
    item.campaign = field(object, "campaign")?;
    item.dial_mode = member_of(object, "dial_mode")?;
    item.optimize_by = member_of(object, "optimize_by")?;
    item.optimize_goal = field(object, "optimize_goal")?;
    item.status = member_of(object, "status")?;
    Ok(item)
}

/// A `DialingPriority` for the core.
pub fn dialing_priority(object: &Bound<'_, PyAny>) -> PyResult<DialingPriority> {
    let rule = |name| -> PyResult<Option<PriorityRule>> {
        let rule = object.getattr(name)?;
        if rule.is_none() {
            return Ok(None);
        }
        let (priority, n_records) = (field(&rule, "priority")?, field(&rule, "n_records")?);
        Ok(Some(PriorityRule { priority, n_records }))
    };
    Ok(DialingPriority {
        general: rule("general")?,
        campaign_rescheduled: rule("campaign_rescheduled")?,
        campaign_call_back: rule("campaign_call_back")?,
    })
}

/// A member of an enumeration, or None.
pub fn member<'py, E: PyEnum>(
    py: Python<'py>,
    value: Option<E>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    value.map(|value| value.member(py)).transpose()
}

/// A `Schedule` of the core's.
pub fn schedule_to_py<'py>(py: Python<'py>, schedule: &Schedule) -> PyResult<Bound<'py, PyAny>> {
    let items = schedule.items.iter().map(|item| item_to_py(py, item));
    let items = PyTuple::new(py, items.collect::<PyResult<Vec<_>>>()?)?;
    let fields = PyDict::new(py);
    fields.set_item("description", schedule.description.as_deref())?;
    fields.set_item("start_time", schedule.start_time)?;
    fields.set_item("announced_items", schedule.announced_items)?;
    schedule_class(py)?.call((items,), Some(&fields))
}

fn item_to_py<'py>(py: Python<'py>, item: &ScheduleItem) -> PyResult<Bound<'py, PyAny>> {
    let fields = PyDict::new(py);
    fields.set_item("stop_at_time", item.stop_at_time)?;
    fields.set_item("stop_at_contacts", item.stop_at_contacts)?;
    fields.set_item("stop_at_dials", item.stop_at_dials)?;
    fields.set_item("sleep_before_next_start", item.sleep_before_next_start)?;
    fields.set_item("campaign", item.campaign)?;
    fields.set_item("dial_mode", member(py, item.dial_mode)?)?;
    fields.set_item("optimize_by", member(py, item.optimize_by)?)?;
    fields.set_item("optimize_goal", item.optimize_goal)?;
    fields.set_item("status", member(py, item.status)?)?;
    item_class(py)?.call((), Some(&fields))
}

/// A `DialingPriority` of the core's.
pub fn priority_to_py<'py>(
    py: Python<'py>,
    priority: &DialingPriority,
) -> PyResult<Bound<'py, PyAny>> {
    let rule = |rule: Option<PriorityRule>| {
        rule.map(|rule| rule_class(py)?.call1((rule.priority, rule.n_records))).transpose()
    };
    let fields = PyDict::new(py);
    fields.set_item("general", rule(priority.general)?)?;
    fields.set_item("campaign_rescheduled", rule(priority.campaign_rescheduled)?)?;
    fields.set_item("campaign_call_back", rule(priority.campaign_call_back)?)?;
    priority_class(py)?.call((), Some(&fields))
}
